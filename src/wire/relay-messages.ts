import * as v from 'valibot'
import {
  DEPLOYMENTS,
  EXPECTED_WITHOUT_FINESSE,
  LABEL_ORIGINS,
  REASON_CATEGORIES,
  SYSTEM_CODE_CAUSES,
} from '../history/catalogue.ts'
import {
  agentIdSchema,
  instantSchema,
  observationSchema,
  reasonCodeIdSchema,
  reasonCodeSchema,
  seqSchema,
  textSchema,
} from './observation-schema.ts'
import { REPORTS } from './report-names.ts'

/** What the relay's link to one CTI site is doing. `standby`: the server answered that it is not the master. */
export const FEED_STATUSES = ['connecting', 'open', 'standby', 'lost', 'refused'] as const
export type FeedStatus = (typeof FEED_STATUSES)[number]

/** Also the document in which relays that share a history tell each other. */
export const feedSchema = v.object({
  site: textSchema,
  dialect: v.picklist(DEPLOYMENTS),
  status: v.picklist(FEED_STATUSES),
  /** The relay's clock. */
  since: instantSchema,
  /** Why what the site says is not shown although its link may be open: `history-unavailable`. */
  why: v.optional(textSchema),
})

/** A label of a code. */
const labelFields = {
  deployment: v.picklist(DEPLOYMENTS),
  category: v.picklist(REASON_CATEGORIES),
  code: reasonCodeSchema,
  label: textSchema,
}

/** As with feeds: also what relays that share a history tell each other. */
export const catalogueEntrySchema = v.object({
  ...labelFields,
  origin: v.picklist(LABEL_ORIGINS),
  reasonCodeId: v.optional(reasonCodeIdSchema),
})

const systemCodeSchema = v.object({
  ...labelFields,
  meaning: textSchema,
  causedBy: v.picklist(SYSTEM_CODE_CAUSES),
  expectedWithoutFinesse: v.optional(v.picklist(EXPECTED_WITHOUT_FINESSE)),
})

const agentSchema = v.object({
  agentId: agentIdSchema,
  teamId: textSchema,
  /** As the CTI server's configuration has them; absent where it does not tell. */
  name: v.optional(textSchema),
  extension: v.optional(textSchema),
})

const welcomeSchema = v.object({
  type: v.literal('welcome'),
  /** Names the relay's history; a cursor of another epoch is worthless. */
  epoch: textSchema,
  seq: seqSchema,
  /** The relay's clock as it answered. */
  now: instantSchema,
  resumed: v.boolean(),
  feeds: v.array(feedSchema),
  catalogue: v.array(catalogueEntrySchema),
  /** What the contact centre's own codes mean; an older relay tells none. */
  systemCodes: v.optional(v.array(systemCodeSchema)),
  agents: v.array(agentSchema),
  /** When the oldest observation happened that the history keeps, anybody's; absent while there is none or nobody has looked. */
  keptSince: v.optional(instantSchema),
  /** The reports that this relay makes; an older one tells none, and strangers to this gadget are ignored. */
  reports: v.optional(v.array(textSchema)),
})

const observationsSchema = v.object({
  type: v.literal('observations'),
  /** The cursor: everything in scope up to it has been sent. */
  seq: seqSchema,
  observations: v.array(observationSchema),
})

const historySchema = v.object({
  type: v.literal('history'),
  id: v.number(),
  observations: v.array(observationSchema),
  complete: v.boolean(),
  /** Where to go on with another request, when not complete. */
  next: v.optional(instantSchema),
})

const feedChangeSchema = v.object({
  type: v.literal('feed'),
  ...v.omit(feedSchema, ['dialect']).entries,
})

/** The labels have changed; the list replaces the one before. */
const catalogueChangeSchema = v.object({ type: v.literal('catalogue'), catalogue: v.array(catalogueEntrySchema) })

/** The supervisor's teams have changed; the list replaces the one before. */
const agentsChangeSchema = v.object({ type: v.literal('agents'), agents: v.array(agentSchema) })

/**
 * A part of a report, by what all parts have in common. What is in it accepts `report-answers.ts`, which a gadget loads when
 * somebody wants a report.
 */
const reportPartSchema = v.looseObject({
  type: v.picklist(REPORTS),
  id: v.number(),
  /** How much of the work is done, 0 to 1. */
  progress: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  complete: v.boolean(),
})

const errorSchema = v.object({
  type: v.literal('error'),
  /** The request it answers, where it answers one. */
  id: v.optional(v.number()),
  code: textSchema,
  message: v.string(),
})

/** Everything a relay may send over the socket. */
export const relayMessageSchema = v.variant('type', [
  welcomeSchema,
  observationsSchema,
  historySchema,
  feedChangeSchema,
  catalogueChangeSchema,
  agentsChangeSchema,
  reportPartSchema,
  errorSchema,
])

export type Feed = v.InferOutput<typeof feedSchema>

export type Agent = v.InferOutput<typeof agentSchema>
export type Welcome = v.InferOutput<typeof welcomeSchema>
export type RelayMessage = v.InferOutput<typeof relayMessageSchema>
