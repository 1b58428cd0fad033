import { detectLayout } from './codec.ts'
import { type Dialect, VERSION_RANGES } from './dialect.ts'
import { type Layout, layoutFor, otherLayout } from './layout.ts'

/**
 * Which version to speak with each server, and how its bytes lie. A version that a server refused is not asked of it again; where
 * the length width is a guess, the first frame that can tell settles it.
 */
export class ProtocolChoice {
  readonly #dialect: Dialect
  readonly #wanted: number
  readonly #versions: number[]
  #layout: Layout
  #isSure = true
  #isOtherTried = false

  constructor(dialect: Dialect, version: number, servers: number) {
    this.#dialect = dialect
    this.#wanted = version
    this.#versions = Array.from({ length: servers }, () => version)
    this.#layout = layoutFor(dialect, version)
  }

  get layout(): Layout {
    return this.#layout
  }

  /** A try at this server begins. */
  begin(server: number): void {
    this.#use(layoutFor(this.#dialect, this.#versions[server] ?? this.#wanted))
    this.#isOtherTried = false
  }

  /** Goes to the next older version for this server. False at the end of them: then it begins anew, for servers get upgraded. */
  older(server: number): boolean {
    const version = (this.#versions[server] ?? this.#wanted) - 1
    const isLeft = version >= VERSION_RANGES[this.#dialect].oldest
    this.#versions[server] = isLeft ? version : this.#wanted
    return isLeft
  }

  /** Goes to the layout's other length width, once in a try. False where there is no doubt. */
  otherWidth(): boolean {
    const other = otherLayout(this.#layout)
    if (other === null || this.#isOtherTried) return false
    this.#isOtherTried = true
    this.#use(other)
    return true
  }

  /** A frame came: settles the layout where it was a guess. */
  heard(bytes: Uint8Array, start: number, end: number): void {
    if (this.#isSure) return
    const detected = detectLayout(bytes, start, end, this.#layout)
    if (detected === null) return
    this.#layout = detected
    this.#isSure = true
  }

  #use(layout: Layout): void {
    this.#layout = layout
    this.#isSure = otherLayout(layout) === null
  }
}
