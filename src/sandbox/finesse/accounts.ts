import { randomBytes } from 'node:crypto'
import { parseAuthorization } from '../../finesse/credential.ts'
import type { Person } from '../people.ts'

const FAILURES_TO_LOCK = 5
const LOCKED_MS = 5 * 60_000

/** An access token of single sign-on is good for so long. A desktop renews it before. */
export const TOKEN_LIFETIME_MS = 2 * 60_000

/** More tokens than this are not remembered: the oldest is forgotten. */
const MAX_TOKENS = 1_000

type Failures = { count: number; lockedUntil: number }

/**
 * Who may sign in: with a password, or with a token of single sign-on that was given out for one. Five wrong passwords in a row
 * lock an account for five minutes, also for the right one. Times are passed in.
 */
export class Accounts {
  readonly #people: ReadonlyMap<string, Person>
  readonly #failures = new Map<string, Failures>()
  readonly #tokens = new Map<string, { readonly person: Person; readonly expiresAt: number }>()

  constructor(people: readonly Person[]) {
    this.#people = new Map(people.map((person) => [person.id, person]))
  }

  /** An access token with which the person is signed in for TOKEN_LIFETIME_MS. */
  issueToken(person: Person, now: number): string {
    const token = randomBytes(32).toString('base64url')
    this.#tokens.set(token, { person, expiresAt: now + TOKEN_LIFETIME_MS })
    for (const oldest of this.#tokens.keys()) {
      if (this.#tokens.size <= MAX_TOKENS) break
      this.#tokens.delete(oldest)
    }
    return token
  }

  /** No token that was given out so far is good any more. */
  revokeTokens(): void {
    this.#tokens.clear()
  }

  /** The person that an Authorization header speaks for, or null. */
  authenticate(header: string | undefined, now: number): Person | null {
    const credential = parseAuthorization(header ?? '')
    if (credential?.scheme === 'bearer') {
      const known = this.#tokens.get(credential.token)
      return known !== undefined && now < known.expiresAt ? known.person : null
    }
    const person = credential?.scheme === 'basic' ? this.#people.get(credential.id) : undefined
    if (credential?.scheme !== 'basic' || person === undefined) return null
    const failures = this.#failures.get(person.id)
    if (failures !== undefined && now < failures.lockedUntil) return null
    if (credential.password === person.password) {
      this.#failures.delete(person.id)
      return person
    }
    const count = (failures?.count ?? 0) + 1
    const isLocked = count >= FAILURES_TO_LOCK
    this.#failures.set(person.id, isLocked ? { count: 0, lockedUntil: now + LOCKED_MS } : { count, lockedUntil: 0 })
    return null
  }
}
