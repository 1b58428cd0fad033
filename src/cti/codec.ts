import { ByteWriter } from './byte-writer.ts'
import { HEADER_BYTES, readU32 } from './framing.ts'
import { type Layout, otherLayout } from './layout.ts'
import type { Message, MessageInput } from './messages.ts'
import { CtiProtocolError } from './protocol-error.ts'

const scratch = new ByteWriter()

/** MessageType in the header of the frame that begins at `start`. */
export const messageTypeAt = (bytes: Uint8Array, start: number): number => readU32(bytes, start + 4)

/**
 * The message in one frame, header included; null where its type has no layout here and it is to be skipped. Nothing of the message
 * refers to the frame's bytes afterwards.
 * @throws CtiProtocolError `frame-length`, `fixed-part-truncated`, `field-overrun`
 */
export function decode(frame: Uint8Array, layout: Layout): Message | null {
  if (frame.length < HEADER_BYTES || readU32(frame, 0) !== frame.length - HEADER_BYTES) {
    throw new CtiProtocolError(
      'frame-length',
      0,
      frame.length < HEADER_BYTES ? null : messageTypeAt(frame, 0),
      `${frame.length} bytes are not the frame that their header declares.`,
    )
  }
  return decodeAt(frame, 0, frame.length, layout)
}

/** As `decode`, for the frame bytes[start, end) as a FrameSplitter hands it over. */
export function decodeAt(bytes: Uint8Array, start: number, end: number, layout: Layout): Message | null {
  const type = messageTypeAt(bytes, start)
  const reader = type < layout.readers.length ? layout.readers[type] : undefined
  return reader === undefined ? null : (reader.read(bytes, start, end) as Message)
}

/**
 * The frame of a message, header included. What the layout does not have is left out.
 * @throws CtiProtocolError `unencodable` where a value is missing or does not fit its field, `frame-too-long`
 */
export function encode(message: MessageInput, layout: Layout): Uint8Array {
  layout.writers[message.type].write(message, scratch)
  return scratch.copy()
}

/**
 * Which layout a frame is written in, for the version whose length width no guide settles: the one whose floating fields end where
 * the frame ends. Null where this frame cannot tell, or where there is nothing to tell.
 */
export function detectLayout(bytes: Uint8Array, start: number, end: number, layout: Layout): Layout | null {
  const other = otherLayout(layout)
  if (other === null) return null
  const fits = [layout, other].filter(
    (candidate) => candidate.readers[messageTypeAt(bytes, start)]?.consumes(bytes, start, end) === true,
  )
  return fits.length === 1 ? (fits[0] ?? null) : null
}
