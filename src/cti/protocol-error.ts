/**
 * - `frame-too-long`: a header declares more than the cap, or a message to be written would pass it. The stream cannot be followed on.
 * - `frame-length`: the bytes given as one frame are not as long as their header says.
 * - `fixed-part-truncated`: the message ends inside its fixed part.
 * - `field-overrun`: a floating field, or its tag and length, runs past the end of its message.
 * - `unencodable`: a value to be written does not fit its field, or a required one is missing.
 */
export type CtiProtocolErrorCode =
  'frame-too-long' | 'frame-length' | 'fixed-part-truncated' | 'field-overrun' | 'unencodable'

/** Bytes that are no message of the protocol, or a message that cannot be written as bytes. */
export class CtiProtocolError extends Error {
  override readonly name = 'CtiProtocolError'
  readonly code: CtiProtocolErrorCode
  /** Where: from the start of the frame (header included); for `frame-too-long` on reading, from the start of the stream. */
  readonly offset: number
  /** MessageType of the frame; null where none was read. */
  readonly messageType: number | null

  constructor(code: CtiProtocolErrorCode, offset: number, messageType: number | null, message: string) {
    super(message)
    this.code = code
    this.offset = offset
    this.messageType = messageType
  }
}
