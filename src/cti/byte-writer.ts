import { HEADER_BYTES, MAX_BODY_BYTES } from './framing.ts'

/** Puts numbers and bytes one after the other, most significant byte first, up to the longest frame there is. */
export class ByteWriter {
  readonly #bytes = new Uint8Array(HEADER_BYTES + MAX_BODY_BYTES)
  #length = 0

  get length(): number {
    return this.#length
  }

  clear(): void {
    this.#length = 0
  }

  /** Is there room for so many bytes more? Writing past the end is the caller's fault. */
  hasRoom(bytes: number): boolean {
    return this.#length + bytes <= this.#bytes.length
  }

  number(value: number, width: 1 | 2 | 4): void {
    this.numberAt(this.#length, value, width)
    this.#length += width
  }

  numberAt(at: number, value: number, width: 1 | 2 | 4): void {
    for (let i = 0; i < width; i++) this.#bytes[at + i] = value >>> (8 * (width - 1 - i))
  }

  bytes(bytes: Uint8Array): void {
    this.#bytes.set(bytes, this.#length)
    this.#length += bytes.length
  }

  /** A copy of what was written since `clear`. */
  copy(): Uint8Array {
    return this.#bytes.slice(0, this.#length)
  }
}
