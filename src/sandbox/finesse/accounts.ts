import { parseAuthorization } from '../../finesse/credential.ts'
import type { Person } from '../people.ts'

const FAILURES_TO_LOCK = 5
const LOCKED_MS = 5 * 60_000

type Failures = { count: number; lockedUntil: number }

/** Who may sign in. Five wrong passwords in a row lock an account for five minutes, also for the right one. Pure: times are passed in. */
export class Accounts {
  readonly #people: ReadonlyMap<string, Person>
  readonly #failures = new Map<string, Failures>()

  constructor(people: readonly Person[]) {
    this.#people = new Map(people.map((person) => [person.id, person]))
  }

  /** The person that an Authorization header speaks for, or null. Only Basic: there is no single sign-on here. */
  authenticate(header: string | undefined, now: number): Person | null {
    const credential = parseAuthorization(header ?? '')
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
