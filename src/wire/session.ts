import * as v from 'valibot'
import { agentIdSchema, instantSchema, textSchema } from './observation-schema.ts'

/** Body of `POST /v1/session`: needed with a Bearer credential only, which does not name its user. */
export const sessionRequestSchema = v.object({ id: agentIdSchema })

/** Answer of `POST /v1/session`. */
export const sessionSchema = v.object({
  ticket: textSchema,
  expiresAt: instantSchema,
  agentId: agentIdSchema,
  teams: v.array(v.object({ id: textSchema, name: textSchema })),
})

/** Body of every error that the relay answers over HTTP. */
export const httpErrorSchema = v.object({ code: textSchema, message: v.string() })

export type Session = v.InferOutput<typeof sessionSchema>
export type HttpError = v.InferOutput<typeof httpErrorSchema>
