import { createHash, randomBytes } from 'node:crypto'
import * as v from 'valibot'
import { TICKET_LIFETIME_MS } from '../../wire/protocol.ts'
import type { TicketAnswer, TicketShelf } from '../history/history-store.ts'

const supervisedTeamSchema = v.object({ id: v.string(), name: v.string(), memberIds: v.array(v.string()) })
const supervisorSessionSchema = v.object({ agentId: v.string(), teams: v.array(supervisedTeamSchema) })

/** A supervised team with its members. */
export type SupervisedTeam = Readonly<Omit<v.InferOutput<typeof supervisedTeamSchema>, 'memberIds'>> & {
  readonly memberIds: readonly string[]
}

/** What Finesse said about a supervisor who signed in: whom he may see. */
export type SupervisorSession = { readonly agentId: string; readonly teams: readonly SupervisedTeam[] }

export type Redeemed = SupervisorSession | Extract<TicketAnswer, string>

/** Only this of a ticket is kept: who reads the shelf has no ticket. */
const hashOf = (ticket: string): string => createHash('sha256').update(ticket).digest('hex')

/**
 * Hands out tickets of 256 random bits, each good for one socket within 30 s, and takes them back: at whichever relay that
 * shares the shelf.
 */
export class TicketOffice {
  readonly #shelf: TicketShelf

  constructor(shelf: TicketShelf) {
    this.#shelf = shelf
  }

  /** @returns the ticket, and when it ends (milliseconds). @throws {HistoryError} where the shelf cannot be reached */
  async issue(session: SupervisorSession, now: number): Promise<{ ticket: string; expiresAt: number }> {
    const ticket = randomBytes(32).toString('base64url')
    const expiresAt = now + TICKET_LIFETIME_MS
    await this.#shelf.put(hashOf(ticket), JSON.stringify(session), expiresAt)
    return { ticket, expiresAt }
  }

  /** @throws {HistoryError} where the shelf cannot be reached: the ticket is as good as before, or used */
  async redeem(ticket: string, now: number): Promise<Redeemed> {
    const answer = await this.#shelf.take(hashOf(ticket), now)
    return typeof answer === 'string' ? answer : v.parse(supervisorSessionSchema, JSON.parse(answer.session))
  }
}
