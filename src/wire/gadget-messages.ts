import * as v from 'valibot'
import { CONTEXT_KINDS } from '../history/observation.ts'
import { agentIdSchema, instantSchema, seqSchema, textSchema } from './schemas.ts'
import {
  cancelSchema,
  differenceRequestSchema,
  entriesRequestSchema,
  frameRequestSchema,
  totalsRequestSchema,
} from './report-requests.ts'

/** Upper bound of the teams one supervisor may name. */
const MAX_TEAMS = 500

/** Room for the kinds of relays to come. */
const MAX_KINDS = 16

const helloSchema = v.object({
  type: v.literal('hello'),
  ticket: textSchema,
  /** Only these of the supervised teams; all of them when absent. */
  teams: v.optional(v.pipe(v.array(textSchema), v.maxLength(MAX_TEAMS))),
  /** Go on after this cursor. */
  resume: v.optional(v.object({ epoch: textSchema, seq: seqSchema })),
  /** Without `resume`: start here. */
  since: v.optional(instantSchema),
  /** Kinds of observations to be sent besides `cti`, `finesse` and `gap`; strangers to this relay are ignored. */
  kinds: v.optional(
    v.pipe(
      v.array(textSchema),
      v.maxLength(MAX_KINDS),
      v.transform((kinds) => CONTEXT_KINDS.filter((kind) => kinds.includes(kind))),
    ),
  ),
})

const historyRequestSchema = v.object({
  type: v.literal('history'),
  /** Chosen by the gadget; the answer carries it. */
  id: v.pipe(v.number(), v.safeInteger()),
  agentId: agentIdSchema,
  from: instantSchema,
  /** null: until now. */
  to: v.nullable(instantSchema),
})

/** Keeps the socket open with the ticket of a new sign-in, which may have changed the scope. */
const renewSchema = v.object({ type: v.literal('renew'), ticket: textSchema })

/** Everything a gadget may send over the socket. */
export const gadgetMessageSchema = v.variant('type', [
  helloSchema,
  historyRequestSchema,
  renewSchema,
  totalsRequestSchema,
  entriesRequestSchema,
  differenceRequestSchema,
  frameRequestSchema,
  cancelSchema,
])

export type Hello = v.InferOutput<typeof helloSchema>
export type HistoryRequest = v.InferOutput<typeof historyRequestSchema>
export type GadgetMessage = v.InferOutput<typeof gadgetMessageSchema>
