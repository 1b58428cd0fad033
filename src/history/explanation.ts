import type { ReasonCode } from '../cti/reason-code.ts'
import type { ReasonCodeId } from '../finesse/reason-code-id.ts'
import { reasonCategoryOf } from './agent-state.ts'
import type { Catalogue, Deployment, ReasonCategory, SystemCode } from './catalogue.ts'
import type { Entry } from './entry.ts'
import { hasReason } from './finesse-readings.ts'

/** Who brought a stay about, as far as the two sides tell. */
export type SetBy =
  /** A client of the CTI server that is not known to be Finesse, by its signature; null where the event names none. */
  | { readonly kind: 'cti-client'; readonly client: string | null }
  | { readonly kind: 'supervisor' }
  | { readonly kind: 'system'; readonly meaning: string; readonly label: string }
  | { readonly kind: 'sign-in' }
  | { readonly kind: 'agent' }
  /** Through Finesse: only its own API gives Finesse a reason. */
  | { readonly kind: 'finesse' }
  /** Nobody said who. */
  | { readonly kind: 'unheard' }

/**
 * Why the two sides' words on a stay are as they are. `no-reason-heard`: nobody gave one, or none that can be compared,
 * as where Finesse gave an id that the catalogue does not know.
 */
export type Cause =
  | 'same'
  | 'label-differs'
  | 'no-reason-in-state'
  | 'waiting'
  | 'set-through-cti'
  | 'system-code'
  | 'finesse-silent'
  | 'cti-silent'
  | 'cti-without-reason'
  | 'codes-differ'
  | 'sign-in'
  | 'own-logout'
  | 'seeded'
  | 'cti-deaf'
  | 'finesse-not-watched'
  | 'no-reason-heard'

/** How the reason that the CTI server gave could have got into Finesse, too. */
export type Mend =
  /** The PUT of the agent's own User that would have done it. */
  | {
      readonly kind: 'put'
      readonly agentId: string
      readonly state: 'NOT_READY' | 'LOGOUT'
      readonly reasonCodeId: ReasonCodeId
      readonly code: ReasonCode
      readonly label: string
    }
  /** Finesse has several reasons with this number: a person must choose. */
  | {
      readonly kind: 'choose'
      readonly agentId: string
      readonly state: 'NOT_READY' | 'LOGOUT'
      readonly code: ReasonCode
      readonly options: readonly { readonly reasonCodeId: ReasonCodeId; readonly label: string }[]
    }
  /**
   * `create-code`: Finesse has no reason with this number. `look-up`: it has one or may have one, but under which id is
   * not known here.
   */
  | { readonly kind: 'create-code' | 'look-up'; readonly code: ReasonCode; readonly category: ReasonCategory }
  /** Nothing is amiss, or nobody could have done otherwise. */
  | { readonly kind: 'none' }

/** What can be said of an entry beyond its verdict. */
export type Explanation = {
  readonly setBy: SetBy
  readonly cause: Cause
  readonly mend: Mend
  /** The contact centre's own code that the CTI server gave, where it is one. */
  readonly system: SystemCode | null
}

export type ExplanationContext = {
  readonly catalogue: Catalogue
  /** Which kind of contact centre a configured CTI site is. */
  readonly deploymentOf: (site: string) => Deployment
}

/** Explains an entry's verdict: who set the state, why the two sides differ, and what would mend it. */
export function explain(entry: Entry, context: ExplanationContext): Explanation {
  const { cti, state } = entry
  const category = reasonCategoryOf(state)
  const deployment = cti ? context.deploymentOf(cti.site) : null
  const isCoded = cti !== null && cti.reason !== null && category !== null && deployment !== null
  const system = isCoded ? context.catalogue.systemCode(deployment, category, cti.reason) : null
  return {
    setBy: setBy(entry, system),
    cause: cause(entry, system, context),
    mend: mend(entry, system, context),
    system,
  }
}

function setBy({ cti, finesse, verdict }: Entry, system: SystemCode | null): SetBy {
  if (system) {
    const { causedBy, meaning, label } = system
    return causedBy === 'system' ? { kind: 'system', meaning, label } : { kind: causedBy }
  }
  if (finesse && hasReason(finesse) && verdict !== 'conflict') return { kind: 'finesse' }
  const client = cti?.client ?? null
  // Without a name only the outcome tells: through Finesse, Finesse would have the reason.
  return client !== null || verdict === 'finesse-missing' ? { kind: 'cti-client', client } : { kind: 'unheard' }
}

/**
 * Do two sources call the code of a stay differently? That the built-in table does says nothing: there stand the English
 * names, which an administrator may have changed.
 */
function labelsDiffer({ cti, state, reason }: Entry, { catalogue, deploymentOf }: ExplanationContext): boolean {
  const category = reasonCategoryOf(state)
  if (!cti || !reason || category === null) return false
  return catalogue
    .labels(deploymentOf(cti.site), category, reason.code)
    .some(({ label, origin }) => origin !== 'system' && label !== reason.label)
}

function cause(entry: Entry, system: SystemCode | null, context: ExplanationContext): Cause {
  const { cti, finesse, reason } = entry
  switch (entry.verdict) {
    case 'none':
      return 'no-reason-in-state'
    case 'pending':
      return 'waiting'
    case 'agree':
      if (!reason) return 'no-reason-heard'
      return labelsDiffer(entry, context) ? 'label-differs' : 'same'
    case 'conflict':
      return 'codes-differ'
    case 'cti-missing':
      return cti ? 'cti-without-reason' : 'cti-silent'
    case 'expected':
      return system?.expectedWithoutFinesse === 'after-sign-in' ? 'sign-in' : 'own-logout'
    case 'finesse-missing':
      if (!finesse) return 'finesse-silent'
      return system && system.causedBy !== 'supervisor' ? 'system-code' : 'set-through-cti'
    case 'unknown':
      if (cti?.seeded) return 'seeded'
      if (!entry.ctiWatched) return 'cti-deaf'
      return entry.finesseWatched ? 'no-reason-heard' : 'finesse-not-watched'
  }
}

const NONE: Mend = { kind: 'none' }

/** The highest number that an administrator can give a reason of his own: on UCCX 999 (Finesse's ReasonCode API), else any. */
const HIGHEST_OWN_CODE: Readonly<Record<Deployment, number>> = { uccx: 999, ucce: 65_535 }

/** Only a reason that a person can choose in Finesse could have been set there: the system's own codes cannot. */
function mend({ cti, agentId, state, verdict }: Entry, system: SystemCode | null, context: ExplanationContext): Mend {
  if ((verdict !== 'finesse-missing' && verdict !== 'conflict') || !cti || cti.reason === null || system) return NONE
  if (state !== 'NOT_READY' && state !== 'LOGOUT') return NONE
  const { catalogue, deploymentOf } = context
  const deployment = deploymentOf(cti.site)
  const code = cti.reason
  const labels = catalogue.labels(deployment, state, code)
  // A reason that was renamed has two labels but one id.
  const options = labels.flatMap(({ reasonCodeId, label }, index) =>
    reasonCodeId === undefined || labels.findIndex((other) => other.reasonCodeId === reasonCodeId) < index
      ? []
      : [{ reasonCodeId, label }],
  )
  const [first, second] = options
  if (first && second) return { kind: 'choose', agentId, state, code, options }
  if (first) return { kind: 'put', agentId, state, code, ...first }
  if (labels.length === 0 && code > HIGHEST_OWN_CODE[deployment]) return NONE
  const isMissing = labels.length === 0 && catalogue.knowsFinesse(deployment, state)
  return { kind: isMissing ? 'create-code' : 'look-up', code, category: state }
}
