/** What several relays would share, for a relay that is alone: in its own memory. */
import * as v from 'valibot'
import type { DocumentListener, SharedDocuments, TicketAnswer, TicketShelf } from './history-store.ts'

/** `session` is empty once it was taken. */
type Kept = { session: string; readonly expiresAt: number }

/** Bounds the memory that signing in can take: tickets, and the sessions of those that were not taken, in characters of JSON. */
const MAX_TICKETS = 100_000
const MAX_SESSION_CHARS = 64 * 1024 * 1024

/** How long a ticket is remembered after its end, so that its second use is told apart from an invented one. Milliseconds. */
export const REMEMBER_TICKETS_MS = 300_000

/** Tickets of one relay. */
export class MemoryTickets implements TicketShelf {
  /** In the order in which they were put, so that the oldest come first. */
  readonly #kept = new Map<string, Kept>()
  #sessionChars = 0

  async put(hash: string, session: string, expiresAt: number): Promise<void> {
    this.#kept.set(hash, { session, expiresAt })
    this.#sessionChars += session.length
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MAX_TICKETS && this.#sessionChars <= MAX_SESSION_CHARS) break
      this.#drop(oldest)
    }
  }

  async take(hash: string, now: number): Promise<TicketAnswer> {
    this.#tidy(now)
    const kept = this.#kept.get(hash)
    if (!kept) return 'ticket-unknown'
    if (kept.session === '') return 'ticket-used'
    if (now >= kept.expiresAt) return 'ticket-expired'
    const { session } = kept
    kept.session = ''
    this.#sessionChars -= session.length
    return { session }
  }

  #drop(hash: string): void {
    this.#sessionChars -= this.#kept.get(hash)?.session.length ?? 0
    this.#kept.delete(hash)
  }

  #tidy(now: number): void {
    for (const [hash, { expiresAt }] of this.#kept) {
      if (expiresAt + REMEMBER_TICKETS_MS > now) break
      this.#drop(hash)
    }
  }
}

const objectSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.custom<object>((value) => typeof value === 'object' && value !== null && !Array.isArray(value)),
)

/**
 * What is left of a document when somebody is forgotten: of an object that has him as a key all the others, who are not to lose
 * their names; null where nothing is.
 */
export function withoutPerson(body: string, agentId: string): string | null {
  const document = v.safeParse(objectSchema, body)
  if (!document.success) return null
  const left = JSON.stringify(Object.fromEntries(Object.entries(document.output).filter(([key]) => key !== agentId)))
  return left.includes(JSON.stringify(agentId)) ? null : left
}

/** Documents of one relay. */
export class MemoryDocuments implements SharedDocuments {
  readonly #all = new Map<string, string>()
  readonly #listeners = new Set<DocumentListener>()

  get all(): ReadonlyMap<string, string> {
    return this.#all
  }

  async put(key: string, body: string | null): Promise<void> {
    this.change(key, body)
  }

  follow(listener: DocumentListener): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Takes a change in and tells of it, if it is one. */
  change(key: string, body: string | null): void {
    if ((this.#all.get(key) ?? null) === body) return
    if (body === null) this.#all.delete(key)
    else this.#all.set(key, body)
    for (const listener of this.#listeners) listener(key, body)
  }

  /** Removes somebody from the documents that name him. */
  forget(agentId: string): void {
    const named = JSON.stringify(agentId)
    for (const [key, body] of this.#all) if (body.includes(named)) this.change(key, withoutPerson(body, agentId))
  }
}
