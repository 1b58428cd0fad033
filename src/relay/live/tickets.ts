import { randomBytes } from 'node:crypto'
import { TICKET_LIFETIME_MS } from '../../wire/protocol.ts'

/** A supervised team with its members. */
export type SupervisedTeam = { readonly id: string; readonly name: string; readonly memberIds: readonly string[] }

/** What Finesse said about a supervisor who signed in: whom he may see. */
export type SupervisorSession = { readonly agentId: string; readonly teams: readonly SupervisedTeam[] }

type Issued = { readonly session: SupervisorSession; readonly expiresAt: number; used: boolean }

export type Redeemed = SupervisorSession | 'ticket-unknown' | 'ticket-used' | 'ticket-expired'

/** Bounds the memory that signing in can take. */
const MAX_TICKETS = 100_000

/** How long a spent ticket is remembered, so that its second use is told apart from an invented one. */
const REMEMBER_MS = 10 * TICKET_LIFETIME_MS

/** Hands out tickets of 256 random bits, each good for one socket within 30 s, and takes them back. */
export class TicketOffice {
  readonly #issued = new Map<string, Issued>()

  /** @returns the ticket, and when it ends (milliseconds). */
  issue(session: SupervisorSession, now: number): { ticket: string; expiresAt: number } {
    this.#tidy(now)
    const ticket = randomBytes(32).toString('base64url')
    const expiresAt = now + TICKET_LIFETIME_MS
    this.#issued.set(ticket, { session, expiresAt, used: false })
    return { ticket, expiresAt }
  }

  redeem(ticket: string, now: number): Redeemed {
    const issued = this.#issued.get(ticket)
    if (!issued) return 'ticket-unknown'
    if (issued.used) return 'ticket-used'
    if (now >= issued.expiresAt) return 'ticket-expired'
    issued.used = true
    return issued.session
  }

  /** Tickets are kept in the order they were issued, so the oldest come first. */
  #tidy(now: number): void {
    for (const [ticket, { expiresAt }] of this.#issued) {
      if (expiresAt + REMEMBER_MS > now && this.#issued.size < MAX_TICKETS) break
      this.#issued.delete(ticket)
    }
  }
}
