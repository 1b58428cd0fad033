import type { Dialect } from '../../cti/dialect.ts'
import type { ReasonCodeId } from '../../finesse/reason-code-id.ts'
import { FINESSE_CATEGORIES, type FinesseCategory, type ReasonCodeRecord } from '../../finesse/reason-codes.ts'
import { SYSTEM_CODES } from '../../history/system-codes.ts'
import { REASON_CODES } from '../people.ts'

/** A reason code of the sandbox's Finesse. */
export type ReasonRecord = ReasonCodeRecord & { readonly id: ReasonCodeId }

/** Where a real server's system codes begin; the free ids before them are the administrators'. */
const FIRST_SYSTEM_ID = 27

/** The reason codes in Finesse's own database, as an administrator sees them. */
export class ReasonCodeBook {
  readonly all: readonly ReasonRecord[]
  /** Those that people may choose. */
  readonly chosen: readonly ReasonRecord[]
  /** Category and code of what Finesse is known to have no reason for. */
  readonly #unshown: ReadonlySet<string>

  constructor(dialect: Dialect) {
    this.chosen = REASON_CODES.map((reason) => ({ ...reason, forAll: false, systemCode: false }))
    const system = SYSTEM_CODES.flatMap(({ deployment, category, code, label }) =>
      deployment === dialect && isCategory(category) ? [{ category, code, label }] : [],
    )
    const systemRecords = system.map((entry, index) => ({
      ...entry,
      id: (FIRST_SYSTEM_ID + index) as ReasonCodeId,
      forAll: true,
      systemCode: true,
    }))
    this.all = [...this.chosen, ...systemRecords]
    this.#unshown = new Set(
      SYSTEM_CODES.flatMap(({ deployment, category, code, expectedWithoutFinesse }) =>
        deployment === dialect && expectedWithoutFinesse !== undefined ? [`${category} ${code}`] : [],
      ),
    )
  }

  /** The code with this id; null where there is none. */
  find(id: ReasonCodeId | null): ReasonRecord | null {
    return this.all.find((record) => record.id === id) ?? null
  }

  /** The system's own code of this number; null where there is none. */
  system(category: FinesseCategory, code: number): ReasonRecord | null {
    return (
      this.all.find((record) => record.systemCode === true && record.category === category && record.code === code) ??
      null
    )
  }

  /**
   * What Finesse shows of a state that the contact centre itself went into with this code: from 11.6 on the system's own code
   * (finesse.md, 3.2), though not right after a sign-in. null for all others, those of people among them.
   */
  shown(category: FinesseCategory, code: number): ReasonRecord | null {
    return this.#unshown.has(`${category} ${code}`) ? null : this.system(category, code)
  }
}

const isCategory = (category: string): category is FinesseCategory =>
  (FINESSE_CATEGORIES as readonly string[]).includes(category)
