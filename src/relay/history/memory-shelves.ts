/** What several relays would share, for a relay that is alone: in its own memory. */
import type { DocumentListener, SharedDocuments, TicketAnswer, TicketShelf } from './history-store.ts'

type Kept = { readonly session: string; readonly expiresAt: number; used: boolean }

/** Bounds the memory that signing in can take. */
const MAX_TICKETS = 100_000

/** How long a ticket is remembered after its end, so that its second use is told apart from an invented one. Milliseconds. */
export const REMEMBER_TICKETS_MS = 300_000

/** Tickets of one relay. */
export class MemoryTickets implements TicketShelf {
  /** In the order in which they were put, so that the oldest come first. */
  readonly #kept = new Map<string, Kept>()

  async put(hash: string, session: string, expiresAt: number): Promise<void> {
    this.#kept.set(hash, { session, expiresAt, used: false })
    if (this.#kept.size <= MAX_TICKETS) return
    for (const oldest of this.#kept.keys()) {
      this.#kept.delete(oldest)
      break
    }
  }

  async take(hash: string, now: number): Promise<TicketAnswer> {
    this.#tidy(now)
    const kept = this.#kept.get(hash)
    if (!kept) return 'ticket-unknown'
    if (kept.used) return 'ticket-used'
    if (now >= kept.expiresAt) return 'ticket-expired'
    kept.used = true
    return { session: kept.session }
  }

  #tidy(now: number): void {
    for (const [hash, { expiresAt }] of this.#kept) {
      if (expiresAt + REMEMBER_TICKETS_MS > now) break
      this.#kept.delete(hash)
    }
  }
}

/** Documents of one relay. */
export class MemoryDocuments implements SharedDocuments {
  readonly #all = new Map<string, string>()
  readonly #listeners = new Set<DocumentListener>()

  get all(): ReadonlyMap<string, string> {
    return this.#all
  }

  async put(key: string, body: string): Promise<void> {
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

  /** Removes the documents that name somebody. */
  forget(agentId: string): void {
    const named = JSON.stringify(agentId)
    for (const [key, body] of this.#all) if (body.includes(named)) this.change(key, null)
  }
}
