import * as v from 'valibot'
import type { Instant } from '../history/observation.ts'
import { isAgentId, isCount, isInstant, isShortText } from './words.ts'

/** The wire's words as schemas, for what a relay is told: by strangers, who may send anything, and seldom. */
export const agentIdSchema = v.custom<string>(isAgentId)

export const instantSchema = v.custom<Instant>(isInstant)

export const seqSchema = v.custom<number>(isCount)

export const textSchema = v.custom<string>(isShortText)

/** Body of `POST /v1/session`: needed with a Bearer credential only, which does not name its user. */
export const sessionRequestSchema = v.object({ id: agentIdSchema })
