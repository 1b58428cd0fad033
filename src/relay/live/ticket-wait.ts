import type { SocketErrorCode } from '../../wire/protocol.ts'
import type { SupervisorSession, TicketOffice } from './tickets.ts'

/** Messages of one socket that may wait while its ticket is looked at. */
const MAX_HELD = 16

export type TicketWaitOptions = {
  readonly tickets: TicketOffice
  readonly now: () => number
  /** Called with each ticket that was looked at: was it good? */
  readonly onTicket: (isGood: boolean) => void
  readonly onFault: (message: string, cause: unknown) => void
  /** Has the socket ended meanwhile? */
  readonly isOver: () => boolean
  /** Takes a message that has waited. */
  readonly receive: (data: Buffer, isBinary: boolean) => void
  /** Ends the socket. */
  readonly fail: (code: SocketErrorCode, message: string) => void
}

/** A socket whose ticket is being looked at, perhaps in a database: what its client says meanwhile waits, in order. */
export class TicketWait {
  readonly #options: TicketWaitOptions
  /** null while no ticket is being looked at. */
  #held: (readonly [data: Buffer, isBinary: boolean])[] | null = null

  constructor(options: TicketWaitOptions) {
    this.#options = options
  }

  /** Keeps a message until the ticket has been looked at; false where none is. One too many ends the socket. */
  hold(data: Buffer, isBinary: boolean): boolean {
    if (!this.#held) return false
    if (this.#held.push([data, isBinary]) > MAX_HELD) {
      this.#options.fail('too-many-requests', `At most ${MAX_HELD} messages may wait for a ticket.`)
    }
    return true
  }

  /** Goes on with the session of a ticket; one that is not good ends the socket. */
  redeem(ticket: string, goOn: (session: SupervisorSession) => void): void {
    const { tickets, now, onTicket, onFault, fail } = this.#options
    this.#held = []
    tickets.redeem(ticket, now()).then(
      (session) =>
        this.#settle(() => {
          onTicket(typeof session !== 'string')
          if (typeof session === 'string') {
            const message = 'The ticket is not good (any more): sign in again, each hello and renewal needs a new one.'
            return fail(session, message)
          }
          goOn(session)
        }),
      (cause: unknown) =>
        this.#settle(() => {
          onFault('a ticket could not be looked at', cause)
          fail('history-unavailable', 'The tickets cannot be read at the moment. Try again later.')
        }),
    )
  }

  #settle(act: () => void): void {
    const { isOver, receive } = this.#options
    const held = this.#held ?? []
    this.#held = null
    if (isOver()) return
    act()
    for (const [data, isBinary] of held) receive(data, isBinary)
  }
}
