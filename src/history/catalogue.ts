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

const codeKey = (deployment: Deployment, category: ReasonCategory, code: ReasonCode): number =>
  (DEPLOYMENTS.indexOf(deployment) * REASON_CATEGORIES.length + REASON_CATEGORIES.indexOf(category)) * 0x10000 + code

const idKey = (deployment: Deployment, category: ReasonCategory, id: ReasonCodeId): string =>
  `${deployment} ${category} ${id}`

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
  readonly #systemByCode = new Map<number, SystemCode>()
  readonly #byCode = new Map<number, readonly CatalogueEntry[]>()
  readonly #byId = new Map<string, CatalogueEntry>()
  readonly #known = new Set<string>()
  readonly #finesseCategories = new Set<string>()

  constructor(entries: Iterable<CatalogueEntry> = [], systemCodes: readonly SystemCode[] = []) {
    this.systemCodes = systemCodes
    const own: CatalogueEntry[] = []
    const byCode = new Map<number, CatalogueEntry[]>()
    const file = (entry: CatalogueEntry): void => {
      const key = codeKey(entry.deployment, entry.category, entry.code)
      const there = byCode.get(key)
      if (there) there.push(entry)
      else byCode.set(key, [entry])
    }
    for (const entry of entries) {
      const key = JSON.stringify(Catalogue.#fields(entry))
      if (this.#known.has(key)) continue
      this.#known.add(key)
      own.push(entry)
      file(entry)
      if (entry.origin === 'finesse') this.#finesseCategories.add(`${entry.deployment} ${entry.category}`)
    }
    for (const system of systemCodes) {
      const { deployment, category, code, label } = system
      this.#systemByCode.set(codeKey(deployment, category, code), system)
      file({ deployment, category, code, label, origin: 'system' })
    }
    this.entries = own
    for (const [key, labels] of byCode) {
      // Two sources with one label are one label; one label with two ids is two choices for a PUT.
      const kept: CatalogueEntry[] = []
      for (const entry of labels.toSorted(compareEntries)) {
        const { label, reasonCodeId: id } = entry
        if (kept.some((other) => other.label === label && (id === undefined || id === other.reasonCodeId))) continue
        kept.push(entry)
        if (id === undefined) continue
        const byId = idKey(entry.deployment, entry.category, id)
        const there = this.#byId.get(byId)
        // An administrator may give a reason another number: events of before still have the old one.
        if (!there || compareEntries(entry, there) < 0) this.#byId.set(byId, entry)
      }
      this.#byCode.set(key, kept)
    }
  }

  /** This catalogue and more entries; itself where they say nothing new. */
  with(entries: Iterable<CatalogueEntry>): Catalogue {
    const more = [...entries].filter((entry) => !this.#known.has(JSON.stringify(Catalogue.#fields(entry))))
    return more.length === 0 ? this : new Catalogue([...this.entries, ...more], this.systemCodes)
  }

  /** Every label of a code, the one to show first: Finesse's, then those seen in events, then the system's. */
  labels(deployment: Deployment, category: ReasonCategory, code: ReasonCode): readonly CatalogueEntry[] {
    return this.#byCode.get(codeKey(deployment, category, code)) ?? NO_LABELS
  }

  /**
   * What a code means that the system gives; null where it gives none of that number there. Always by deployment and
   * category: 32767 is a call not answered in UCCE and a logout for a device conflict in UCCX.
   */
  systemCode(deployment: Deployment, category: ReasonCategory, code: ReasonCode): SystemCode | null {
    return this.#systemByCode.get(codeKey(deployment, category, code)) ?? null
  }

  /** The reason that has this database id in Finesse; null where it is not known. */
  byId(deployment: Deployment, category: ReasonCategory, id: ReasonCodeId): CatalogueEntry | null {
    return this.#byId.get(idKey(deployment, category, id)) ?? null
  }

  /** Were Finesse's own codes of this category read at all? If not, that one is missing here means nothing. */
  knowsFinesse(deployment: Deployment, category: ReasonCategory): boolean {
    return this.#finesseCategories.has(`${deployment} ${category}`)
  }

  static #fields({ deployment, category, code, label, origin, reasonCodeId }: CatalogueEntry): readonly unknown[] {
    return [deployment, category, code, label, origin, reasonCodeId]
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
