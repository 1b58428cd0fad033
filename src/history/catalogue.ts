import type { ReasonCode } from '../cti/reason-code.ts'
import type { ReasonCodeId } from '../finesse/reason-code-id.ts'
import { carriesReason, reasonCategoryOf } from './agent-state.ts'
import type { FinesseObservation } from './observation.ts'
import { compareText } from './sorted.ts'

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

/** Who brought about a state whose code the system itself gave. */
export const SYSTEM_CODE_CAUSES = ['supervisor', 'sign-in', 'agent', 'system'] as const

/**
 * Where Finesse is expected to have no reason for a system code: `after-sign-in`, only as the first state of a session;
 * `always`, since the code itself says that the agent gave none.
 */
export const EXPECTED_WITHOUT_FINESSE = ['after-sign-in', 'always'] as const

/** A code that the contact centre itself gives, in one category of one deployment. */
export type SystemCode = {
  readonly deployment: Deployment
  readonly category: ReasonCategory
  readonly code: ReasonCode
  /** The name supervisors know from Finesse and the reports. */
  readonly label: string
  /** What happened: a SystemMeaning, or one that a newer table has. */
  readonly meaning: string
  readonly causedBy: (typeof SYSTEM_CODE_CAUSES)[number]
  /** Absent: Finesse's silence is a difference. */
  readonly expectedWithoutFinesse?: (typeof EXPECTED_WITHOUT_FINESSE)[number] | undefined
}

/** Whose word comes first: the server's own list, then what the server once sent, then our table. */
const PRECEDENCE: Readonly<Record<LabelOrigin, number>> = { finesse: 0, event: 1, system: 2 }

const compareEntries = (a: CatalogueEntry, b: CatalogueEntry): number =>
  PRECEDENCE[a.origin] - PRECEDENCE[b.origin] ||
  (a.reasonCodeId ?? Infinity) - (b.reasonCodeId ?? Infinity) ||
  compareText(a.label, b.label) ||
  a.code - b.code

const codeKey = ({ deployment, category, code }: Pick<CatalogueEntry, 'deployment' | 'category' | 'code'>): number =>
  (DEPLOYMENTS.indexOf(deployment) * REASON_CATEGORIES.length + REASON_CATEGORIES.indexOf(category)) * 0x10000 + code

const idKey = ({
  deployment,
  category,
  reasonCodeId,
}: Pick<CatalogueEntry, 'deployment' | 'category' | 'reasonCodeId'>): string =>
  `${deployment} ${category} ${reasonCodeId}`

const contentKey = ({ deployment, category, code, label, origin, reasonCodeId }: CatalogueEntry): string =>
  JSON.stringify([deployment, category, code, label, origin, reasonCodeId])

const NO_LABELS: readonly CatalogueEntry[] = []

/**
 * The labels of reason codes by deployment, category and code. It never changes: with more entries it is another one, so
 * that whoever shows labels may compare by identity.
 */
export class Catalogue {
  /** What was put in, without the system codes and without repeats. */
  readonly entries: readonly CatalogueEntry[]
  /** The system codes that are in it. */
  readonly systemCodes: readonly SystemCode[]
  readonly #systemByCode: ReadonlyMap<number, SystemCode>
  readonly #byCode = new Map<number, readonly CatalogueEntry[]>()
  readonly #byId: ReadonlyMap<string, CatalogueEntry>
  readonly #known: ReadonlyMap<string, CatalogueEntry>

  constructor(entries: Iterable<CatalogueEntry> = [], systemCodes: readonly SystemCode[] = []) {
    this.systemCodes = systemCodes
    this.#systemByCode = new Map(systemCodes.map((system) => [codeKey(system), system]))
    this.#known = new Map(Array.from(entries, (entry) => [contentKey(entry), entry]))
    this.entries = [...this.#known.values()]
    const all = [
      ...this.entries,
      ...systemCodes.map(({ deployment, category, code, label }): CatalogueEntry => ({
        deployment,
        category,
        code,
        label,
        origin: 'system',
      })),
    ].toSorted(compareEntries)
    // An administrator may give a reason another number: events of before still have the old one. The first one counts.
    this.#byId = new Map(all.toReversed().map((entry) => [idKey(entry), entry]))
    for (const [key, labels] of Map.groupBy(all, codeKey)) {
      // Two sources with one label are one label; one label with two ids is two choices for a PUT.
      const kept = labels.filter(
        ({ label, reasonCodeId: id }, index) =>
          !labels
            .slice(0, index)
            .some((other) => other.label === label && (id === undefined || id === other.reasonCodeId)),
      )
      this.#byCode.set(key, kept)
    }
  }

  /** This catalogue and more entries; itself where they say nothing new. */
  with(entries: Iterable<CatalogueEntry>): Catalogue {
    const more = [...entries].filter((entry) => !this.#known.has(contentKey(entry)))
    return more.length === 0 ? this : new Catalogue([...this.entries, ...more], this.systemCodes)
  }

  /** Every label of a code, the one to show first: Finesse's, then those seen in events, then the system's. */
  labels(deployment: Deployment, category: ReasonCategory, code: ReasonCode): readonly CatalogueEntry[] {
    return this.#byCode.get(codeKey({ deployment, category, code })) ?? NO_LABELS
  }

  /**
   * What a code means that the system gives; null where it gives none of that number there. Always by deployment and
   * category: 32767 is a call not answered in UCCE and a logout for a device conflict in UCCX.
   */
  systemCode(deployment: Deployment, category: ReasonCategory, code: ReasonCode): SystemCode | null {
    return this.#systemByCode.get(codeKey({ deployment, category, code })) ?? null
  }

  /** The reason that has this database id in Finesse; null where it is not known. */
  byId(deployment: Deployment, category: ReasonCategory, id: ReasonCodeId): CatalogueEntry | null {
    return this.#byId.get(idKey({ deployment, category, reasonCodeId: id })) ?? null
  }

  /** Were Finesse's own codes of this category read at all? If not, that one is missing here means nothing. */
  knowsFinesse(deployment: Deployment, category: ReasonCategory): boolean {
    return this.entries.some(
      (entry) => entry.origin === 'finesse' && entry.deployment === deployment && entry.category === category,
    )
  }
}

/** The label that a Finesse observation carries, as an entry for the catalogue; null where it carries none. */
export function labelIn(observation: FinesseObservation, deployment: Deployment): CatalogueEntry | null {
  const { state, reason, reasonCodeId } = observation
  const category = reasonCategoryOf(state)
  if (category === null || !carriesReason(state) || reason === null || reason.label === '') return null
  return {
    deployment,
    category,
    code: reason.code,
    label: reason.label,
    origin: 'event',
    ...(reasonCodeId === null ? {} : { reasonCodeId }),
  }
}
