import * as v from 'valibot'
import { type GadgetMessage, gadgetMessageSchema } from '../../wire/gadget-messages.ts'

/** The message in a frame, or null when it is none. */
export function parseMessage(data: Buffer): GadgetMessage | null {
  try {
    const result = v.safeParse(gadgetMessageSchema, JSON.parse(data.toString('utf8')))
    return result.success ? result.output : null
  } catch {
    return null
  }
}
