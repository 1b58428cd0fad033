import {
  type CatalogueEntry,
  type Deployment,
  DEPLOYMENTS,
  EXPECTED_WITHOUT_FINESSE,
  LABEL_ORIGINS,
  REASON_CATEGORIES,
  SYSTEM_CODE_CAUSES,
  type SystemCode,
} from '../history/catalogue.ts'
import type { Instant } from '../history/observation.ts'
import { type Check, hasFields, isAbsentOr, isAnyOf, isBoolean, isInteger, isListOf, isOneOf } from './checks.ts'
import {
  type DifferencePart,
  type EntriesPart,
  type FramePart,
  isDifferencePart,
  isEntriesPart,
  isFramePart,
  isTotalsPart,
  type TotalsPart,
} from './report-answers.ts'
import { isStoredObservation, type StoredObservation } from './stored-observation.ts'
import { isAgentId, isAnyText, isCode, isCodeId, isCount, isInstant, isShortText } from './words.ts'

/** What the relay's link to one CTI site is doing. `standby`: the server answered that it is not the master. */
export const FEED_STATUSES = ['connecting', 'open', 'standby', 'lost', 'refused'] as const
export type FeedStatus = (typeof FEED_STATUSES)[number]

type FeedChange = {
  readonly site: string
  readonly status: FeedStatus
  /** When it was opened; while it is not open, when it was last heard. The relay's clock. */
  readonly since: Instant
  /** Why what the site says is not shown although its link may be open: `history-unavailable`. */
  readonly why?: string | undefined
}

export type Feed = FeedChange & { readonly dialect: Deployment }

export type Agent = {
  readonly agentId: string
  readonly teamId: string
  /** As the CTI server's configuration has them; absent where it does not tell. */
  readonly name?: string | undefined
  readonly extension?: string | undefined
}

export type Welcome = {
  readonly type: 'welcome'
  /** Names the relay's history; a cursor of another epoch is worthless. */
  readonly epoch: string
  readonly seq: number
  /** The relay's clock as it answered. */
  readonly now: Instant
  readonly resumed: boolean
  readonly feeds: readonly Feed[]
  readonly catalogue: readonly CatalogueEntry[]
  /** What the contact centre's own codes mean; an older relay tells none. */
  readonly systemCodes?: readonly SystemCode[] | undefined
  readonly agents: readonly Agent[]
  /** When the oldest observation happened that the history keeps, anybody's; absent while there is none or nobody has looked. */
  readonly keptSince?: Instant | undefined
  /** The reports that this relay makes; an older one tells none, and strangers to this gadget are ignored. */
  readonly reports?: readonly string[] | undefined
}

type Observations = {
  readonly type: 'observations'
  /** The cursor: everything in scope up to it has been sent. */
  readonly seq: number
  readonly observations: readonly StoredObservation[]
}

type HistoryPage = {
  readonly type: 'history'
  readonly id: number
  readonly observations: readonly StoredObservation[]
  readonly complete: boolean
  /** Where to go on with another request, when not complete. */
  readonly next?: Instant | undefined
}

/** The labels have changed; the list replaces the one before. */
type CatalogueChange = { readonly type: 'catalogue'; readonly catalogue: readonly CatalogueEntry[] }

/** The supervisor's teams have changed; the list replaces the one before. */
type AgentsChange = { readonly type: 'agents'; readonly agents: readonly Agent[] }

type Fault = {
  readonly type: 'error'
  /** The request it answers, where it answers one. */
  readonly id?: number | undefined
  readonly code: string
  readonly message: string
}

/** Everything a relay may send over the socket. */
export type RelayMessage =
  | Welcome
  | Observations
  | HistoryPage
  | (FeedChange & { readonly type: 'feed' })
  | CatalogueChange
  | AgentsChange
  | TotalsPart
  | EntriesPart
  | DifferencePart
  | FramePart
  | Fault

const feedFields = {
  site: isShortText,
  status: isOneOf(FEED_STATUSES),
  since: isInstant,
  why: isAbsentOr(isShortText),
}

/** Also of the document in which relays that share a history tell each other. */
export const isFeed = hasFields<Feed>({ ...feedFields, dialect: isOneOf(DEPLOYMENTS) })

const labelFields = {
  deployment: isOneOf(DEPLOYMENTS),
  category: isOneOf(REASON_CATEGORIES),
  code: isCode,
  label: isShortText,
}

/** As with feeds: also of what relays that share a history tell each other. */
export const isCatalogue = isListOf(
  hasFields<CatalogueEntry>({
    ...labelFields,
    origin: isOneOf(LABEL_ORIGINS),
    reasonCodeId: isAbsentOr(isCodeId),
  }),
)

const isSystemCode = hasFields<SystemCode>({
  ...labelFields,
  meaning: isShortText,
  causedBy: isOneOf(SYSTEM_CODE_CAUSES),
  expectedWithoutFinesse: isAbsentOr(isOneOf(EXPECTED_WITHOUT_FINESSE)),
})

const areAgents = isListOf(
  hasFields<Agent>({
    agentId: isAgentId,
    teamId: isShortText,
    name: isAbsentOr(isShortText),
    extension: isAbsentOr(isShortText),
  }),
)

const areObservations = isListOf(isStoredObservation)

/** Accepts what a relay says. */
export const isRelayMessage: Check<RelayMessage> = isAnyOf<RelayMessage>(
  hasFields<Observations>({ type: isOneOf(['observations']), seq: isCount, observations: areObservations }),
  hasFields<HistoryPage>({
    type: isOneOf(['history']),
    id: isInteger,
    observations: areObservations,
    complete: isBoolean,
    next: isAbsentOr(isInstant),
  }),
  hasFields<Welcome>({
    type: isOneOf(['welcome']),
    epoch: isShortText,
    seq: isCount,
    now: isInstant,
    resumed: isBoolean,
    feeds: isListOf(isFeed),
    catalogue: isCatalogue,
    systemCodes: isAbsentOr(isListOf(isSystemCode)),
    agents: areAgents,
    keptSince: isAbsentOr(isInstant),
    reports: isAbsentOr(isListOf(isShortText)),
  }),
  hasFields<FeedChange & { readonly type: 'feed' }>({ type: isOneOf(['feed']), ...feedFields }),
  hasFields<CatalogueChange>({ type: isOneOf(['catalogue']), catalogue: isCatalogue }),
  hasFields<AgentsChange>({ type: isOneOf(['agents']), agents: areAgents }),
  isTotalsPart,
  isEntriesPart,
  isDifferencePart,
  isFramePart,
  hasFields<Fault>({ type: isOneOf(['error']), id: isAbsentOr(isInteger), code: isShortText, message: isAnyText }),
)
