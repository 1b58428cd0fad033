import type { ReasonCode } from '../cti/reason-code.ts'
import type { ReasonCodeId } from '../finesse/reason-code-id.ts'
import { reasonCategoryOf } from './agent-state.ts'
import type { Catalogue, Deployment, ReasonCategory } from './catalogue.ts'
import type { Entry } from './entry.ts'
import { type SystemCode, systemCode } from './system-codes.ts'

/** Who brought a stay about, as far as the two sides tell. */
export type SetBy =
  /** A client of the CTI server, by its signature; null where the event names none. */
  | { readonly kind: 'cti-client'; readonly client: string | null }
  | { readonly kind: 'supervisor' }
  | { readonly kind: 'system'; readonly meaning: string; readonly label: string }
  | { readonly kind: 'sign-in' }
  | { readonly kind: 'agent' }
  | { readonly kind: 'finesse' }
  | { readonly kind: 'unheard' }

/** Why the two sides' words on a stay are as they are. */
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

/** How a reason that Finesse does not have could have got there. */
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
  /** Finesse has no reason with this number. */
  | { readonly kind: 'create-code' | 'look-up'; readonly code: ReasonCode; readonly category: ReasonCategory }
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
  const system = isCoded ? systemCode(deployment, category, cti.reason) : null
  return { setBy: setBy(entry, system), cause: cause(entry, system), mend: mend(entry, system, context), system }
}

function setBy({ cti, finesse }: Entry, system: SystemCode | null): SetBy {
  if (system) {
    const { causedBy, meaning, label } = system
    return causedBy === 'system' ? { kind: 'system', meaning, label } : { kind: causedBy }
  }
  // Only its own API gives Finesse a reason.
  if (finesse?.reason || finesse?.reasonCodeId) return { kind: 'finesse' }
  if (!cti || cti.seeded) return { kind: 'unheard' }
  return { kind: 'cti-client', client: cti.client }
}

function cause(entry: Entry, system: SystemCode | null): Cause {
  const { cti, finesse, reason } = entry
  switch (entry.verdict) {
    case 'none':
      return 'no-reason-in-state'
    case 'pending':
      return 'waiting'
    case 'agree':
      if (!reason) return 'no-reason-heard'
      return reason.otherLabels.length > 0 ? 'label-differs' : 'same'
    case 'conflict':
      return 'codes-differ'
    case 'cti-missing':
      return cti ? 'cti-without-reason' : 'cti-silent'
    case 'expected':
      return system?.expectedWithoutFinesse === 'after-sign-in' ? 'sign-in' : 'own-logout'
    case 'finesse-missing':
      if (system?.causedBy === 'system') return 'system-code'
      return finesse ? 'set-through-cti' : 'finesse-silent'
    case 'unknown':
      if (cti?.seeded) return 'seeded'
      if (!cti) return finesse?.reason ? 'cti-deaf' : 'no-reason-heard'
      return entry.finesseWatched ? 'no-reason-heard' : 'finesse-not-watched'
  }
}

const NONE: Mend = { kind: 'none' }

/** Only a reason that a person can choose in Finesse could have been set there: the system's own codes cannot. */
function mend({ cti, agentId, state, verdict }: Entry, system: SystemCode | null, context: ExplanationContext): Mend {
  if (verdict !== 'finesse-missing' || !cti || cti.reason === null || system) return NONE
  if (state !== 'NOT_READY' && state !== 'LOGOUT') return NONE
  const { catalogue, deploymentOf } = context
  const deployment = deploymentOf(cti.site)
  const code = cti.reason
  const options = catalogue
    .labels(deployment, state, code)
    .flatMap(({ reasonCodeId, label }) => (reasonCodeId === undefined ? [] : [{ reasonCodeId, label }]))
  const [first, second] = options
  if (first && second) return { kind: 'choose', agentId, state, code, options }
  if (first) return { kind: 'put', agentId, state, code, ...first }
  return { kind: catalogue.knowsFinesse(deployment, state) ? 'create-code' : 'look-up', code, category: state }
}
