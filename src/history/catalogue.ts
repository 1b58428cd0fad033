import type { ReasonCode } from '../cti/reason-code.ts'
import type { ReasonCodeId } from '../finesse/reason-code-id.ts'

/** What kind of contact centre a code belongs to: the same number means different things in each. */
export const DEPLOYMENTS = ['uccx', 'ucce'] as const
export type Deployment = (typeof DEPLOYMENTS)[number]

/** The transition a code is for. `READY`, `WORK` and `RESERVED` occur on UCCX only. */
export const REASON_CATEGORIES = ['NOT_READY', 'LOGOUT', 'READY', 'WORK', 'RESERVED'] as const
export type ReasonCategory = (typeof REASON_CATEGORIES)[number]

/** Where a label comes from: the Finesse server, the built-in table of system codes, or an event that carried it. */
export const LABEL_ORIGINS = ['finesse', 'system', 'event'] as const
export type LabelOrigin = (typeof LABEL_ORIGINS)[number]

/** One label for one code. A code may have several: administrators can give two teams two labels for one number. */
export type CatalogueEntry = {
  readonly deployment: Deployment
  readonly category: ReasonCategory
  readonly code: ReasonCode
  readonly label: string
  readonly origin: LabelOrigin
  /** Finesse's database id, where the entry came from Finesse: what a PUT must send to have this reason shown. */
  readonly reasonCodeId?: ReasonCodeId | undefined
}
