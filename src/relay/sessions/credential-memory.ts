import { createHmac, randomBytes } from 'node:crypto'
import { keepNewest } from '../../cti/keep-newest.ts'

/** How long a credential that Finesse refused is not tried again. */
export const REFUSED_MS = 5 * 60_000

/** Finesse locks a person out after five failures in five minutes; the relay never causes more than these. */
const MAX_REFUSALS = 3

/** Bound the memory that guessing can take: users, and what is kept of each. */
const MAX_USERS = 50_000
const MAX_KEPT = 16

type UserRecord = { accepted: string | null; refused: { readonly digest: string; readonly until: number }[] }

export type CredentialState =
  { readonly verdict: 'untried' | 'refused' } | { readonly verdict: 'too-many'; readonly retryAfterMs: number }

/**
 * Remembers, per user and for five minutes, which credentials Finesse refused, so that a stale password in a browser
 * does not lock its owner out. Only keyed digests are kept; the key is random and ends with the process.
 */
export class CredentialMemory {
  readonly #key = randomBytes(32)
  readonly #users = new Map<string, UserRecord>()

  /** May Finesse be asked about this credential? One that it accepted before may always be tried again. */
  look(user: string, credential: string, now: number): CredentialState {
    const record = this.#users.get(user)
    if (!record) return { verdict: 'untried' }
    // What ends later than what is refused now was refused before the clock was set back.
    record.refused = record.refused.filter(({ until }) => until > now && until <= now + REFUSED_MS)
    const digest = this.#digest(credential)
    if (record.refused.some((refusal) => refusal.digest === digest)) return { verdict: 'refused' }
    const oldest = record.refused[0]
    if (oldest && record.refused.length >= MAX_REFUSALS && record.accepted !== digest) {
      return { verdict: 'too-many', retryAfterMs: oldest.until - now }
    }
    return { verdict: 'untried' }
  }

  accept(user: string, credential: string): void {
    this.#record(user).accepted = this.#digest(credential)
  }

  refuse(user: string, credential: string, now: number): void {
    const record = this.#record(user)
    const digest = this.#digest(credential)
    if (record.accepted === digest) record.accepted = null
    record.refused = [...record.refused.slice(1 - MAX_KEPT), { digest, until: now + REFUSED_MS }]
  }

  #digest(credential: string): string {
    return createHmac('sha256', this.#key).update(credential).digest('base64')
  }

  /** The user's record, moved to the end of the order of use; those unused for longest make room. */
  #record(user: string): UserRecord {
    const record = this.#users.get(user) ?? { accepted: null, refused: [] }
    this.#users.delete(user)
    this.#users.set(user, record)
    keepNewest(this.#users, MAX_USERS)
    return record
  }
}
