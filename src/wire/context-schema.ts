import * as v from 'valibot'
import { CALL_EVENTS, CALL_ROLES, type ContextObservation } from '../history/observation.ts'
import { agentIdSchema, instantSchema, seqSchema, textSchema } from './observation-schema.ts'

const callObservationSchema = v.object({
  seq: seqSchema,
  kind: v.literal('call'),
  site: textSchema,
  agentId: agentIdSchema,
  event: v.picklist(CALL_EVENTS),
  role: v.picklist(CALL_ROLES),
  callId: v.pipe(v.number(), v.safeInteger()),
  at: instantSchema,
  extension: v.nullable(textSchema),
  caller: v.nullable(textSchema),
  cause: v.nullable(textSchema),
})

const systemObservationSchema = v.object({
  seq: seqSchema,
  kind: v.literal('system'),
  site: textSchema,
  agentId: v.nullable(agentIdSchema),
  event: textSchema,
  at: instantSchema,
  extension: v.nullable(textSchema),
  text: v.nullable(textSchema),
})

/**
 * Accepts the observations that a relay sends only to who asked for their kinds. Apart from the others, so that a gadget that
 * does not ask need not carry it.
 */
export const contextObservationSchema: v.GenericSchema<unknown, ContextObservation & { readonly seq: number }> =
  v.variant('kind', [callObservationSchema, systemObservationSchema])
