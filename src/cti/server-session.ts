import { decodeAt, detectLayout, encode, messageTypeAt } from './codec.ts'
import { type Dialect, VERSION_RANGES } from './dialect.ts'
import { FrameSplitter, HEADER_BYTES, readU32 } from './framing.ts'
import { type Layout, layoutFor } from './layout.ts'
import { MESSAGE_TYPES } from './message-types.ts'
import type { Message, MessageInput } from './messages.ts'
import { CtiProtocolError } from './protocol-error.ts'

/** Where OPEN_REQ has its VersionNumber: after the header and the InvokeID, in every version of both dialects. */
const VERSION_AT = HEADER_BYTES + 4

/** What a server is told of one client. */
export type ServerSessionHandlers = {
  /** The frame, header included, is valid during the call only. */
  onMessage(message: Message, frame: Uint8Array): void
  /** A message whose inside is broken; it was skipped. */
  onBadMessage?(error: CtiProtocolError, frame: Uint8Array): void
}

/**
 * The server's end of one client's connection: cuts its bytes into messages and writes messages for it, in the version that the client's
 * OPEN_REQ asks for. What to answer is the server's business. Without I/O.
 */
export class ServerSession {
  readonly #dialect: Dialect
  readonly #handlers: ServerSessionHandlers
  readonly #splitter = new FrameSplitter((bytes, start, end) => this.#frame(bytes, start, end))
  #layout: Layout
  #requestedVersion: number | null = null

  constructor(dialect: Dialect, handlers: ServerSessionHandlers) {
    this.#dialect = dialect
    this.#handlers = handlers
    this.#layout = layoutFor(dialect, VERSION_RANGES[dialect].oldest)
  }

  /** VersionNumber of the last OPEN_REQ, whether the dialect has it or not; null before the first. */
  get requestedVersion(): number | null {
    return this.#requestedVersion
  }

  /** How messages to and from this client lie in their bytes: the version asked for, or the one next to it where there is none such. */
  get layout(): Layout {
    return this.#layout
  }

  /**
   * Takes the client's bytes and hands over each message they complete.
   * @throws CtiProtocolError `frame-too-long`: the connection cannot be followed on and is to be reset
   */
  receive(chunk: Uint8Array): void {
    this.#splitter.push(chunk)
  }

  /**
   * The frame of a message for this client.
   * @throws CtiProtocolError `unencodable`, `frame-too-long`
   */
  encode(message: MessageInput): Uint8Array {
    return encode(message, this.#layout)
  }

  #frame(bytes: Uint8Array, start: number, end: number): void {
    if (messageTypeAt(bytes, start) === MESSAGE_TYPES.OPEN_REQ && end - start >= VERSION_AT + 4) {
      this.#learn(readU32(bytes, start + VERSION_AT), bytes, start, end)
    }
    let message: Message | null
    try {
      message = decodeAt(bytes, start, end, this.#layout)
    } catch (error) {
      if (!(error instanceof CtiProtocolError)) throw error
      this.#handlers.onBadMessage?.(error, bytes.subarray(start, end))
      return
    }
    if (message !== null) this.#handlers.onMessage(message, bytes.subarray(start, end))
  }

  #learn(version: number, bytes: Uint8Array, start: number, end: number): void {
    const { oldest, newest } = VERSION_RANGES[this.#dialect]
    this.#requestedVersion = version
    const layout = layoutFor(this.#dialect, Math.min(newest, Math.max(oldest, version)))
    this.#layout = detectLayout(bytes, start, end, layout) ?? layout
  }
}
