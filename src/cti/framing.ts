import { CtiProtocolError } from './protocol-error.ts'

/** Every frame begins with MessageLength (bytes after the header) and MessageType, 4 bytes each. */
export const HEADER_BYTES = 8

/** The longest body taken: the guides stop at 12,500 bytes, older ones at about 4 KB. */
export const MAX_BODY_BYTES = 64 * 1024

const INITIAL_BYTES = 1024

/** The number in four bytes, most significant first. */
export const readU32 = (bytes: Uint8Array, at: number): number =>
  (((bytes[at] as number) << 24) |
    ((bytes[at + 1] as number) << 16) |
    ((bytes[at + 2] as number) << 8) |
    (bytes[at + 3] as number)) >>>
  0

/** The number in two bytes, most significant first. */
export const readU16 = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] as number) << 8) | (bytes[at + 1] as number)

/** Takes one frame, bytes[start, end), header included. The bytes are valid during the call only. */
export type FrameSink = (bytes: Uint8Array, start: number, end: number) => void

/**
 * Cuts a stream into frames. A frame that lies in one piece of the input is handed over where it lies; only one that is split
 * between two is copied, into a buffer that grows with the bytes that have come, never with a length that was only announced.
 */
export class FrameSplitter {
  #held = new Uint8Array(0)
  #heldBytes = 0
  /** Bytes of the stream before those held. */
  #streamOffset = 0
  #broken: CtiProtocolError | null = null
  readonly #sink: FrameSink

  constructor(sink: FrameSink) {
    this.#sink = sink
  }

  /**
   * Takes the next bytes and hands over every frame they complete.
   * @throws CtiProtocolError `frame-too-long` where a header declares more than the cap, and again at every later call: after
   * that nothing tells where a frame begins.
   */
  push(chunk: Uint8Array): void {
    if (this.#broken !== null) throw this.#broken
    let at = 0
    while (this.#heldBytes > 0 && at < chunk.length) at = this.#complete(chunk, at)
    while (chunk.length - at >= HEADER_BYTES) {
      const end = at + HEADER_BYTES + this.#bodyLength(chunk, at)
      if (end > chunk.length) break
      this.#streamOffset += end - at
      this.#sink(chunk, at, end)
      at = end
    }
    if (at < chunk.length) this.#hold(chunk, at, chunk.length)
  }

  /** Goes on with the frame that an earlier chunk began; returns how far into the chunk it reached. */
  #complete(chunk: Uint8Array, at: number): number {
    const wanted = this.#heldBytes < HEADER_BYTES ? HEADER_BYTES : HEADER_BYTES + this.#bodyLength(this.#held, 0)
    const reached = Math.min(chunk.length, at + wanted - this.#heldBytes)
    this.#hold(chunk, at, reached)
    if (this.#heldBytes < HEADER_BYTES) return reached
    const length = HEADER_BYTES + this.#bodyLength(this.#held, 0)
    if (this.#heldBytes < length) return reached
    this.#heldBytes = 0
    this.#streamOffset += length
    this.#sink(this.#held, 0, length)
    return reached
  }

  #hold(chunk: Uint8Array, from: number, to: number): void {
    const bytes = this.#heldBytes + to - from
    if (bytes > this.#held.length) {
      const grown = new Uint8Array(
        Math.max(INITIAL_BYTES, bytes, Math.min(2 * this.#held.length, HEADER_BYTES + MAX_BODY_BYTES)),
      )
      grown.set(this.#held.subarray(0, this.#heldBytes))
      this.#held = grown
    }
    this.#held.set(chunk.subarray(from, to), this.#heldBytes)
    this.#heldBytes = bytes
  }

  #bodyLength(bytes: Uint8Array, at: number): number {
    const length = readU32(bytes, at)
    if (length <= MAX_BODY_BYTES) return length
    this.#broken = new CtiProtocolError(
      'frame-too-long',
      this.#streamOffset,
      readU32(bytes, at + 4),
      `A message header declares ${length} bytes; no message of the CTI protocol is longer than ${MAX_BODY_BYTES}.`,
    )
    throw this.#broken
  }
}
