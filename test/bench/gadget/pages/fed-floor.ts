import { Floor } from '../../../../src/gadget/floor/floor.ts'
import type { FinesseSource } from '../../../../src/gadget/floor/finesse-source.ts'
import { RelayClient, type RelaySocket } from '../../../../src/gadget/connection/relay-client.ts'
import { RelayClock } from '../../../../src/gadget/relay-clock.ts'
import { midnightBefore } from '../../../../src/gadget/selectors/time-axis.ts'
import { browserTimers } from '../../../../src/gadget/timers.ts'
import type { GadgetMessage } from '../../../../src/wire/gadget-messages.ts'
import type { RelayMessage } from '../../../../src/wire/relay-messages.ts'
import { agentsOf, CATALOGUE, TEAM } from '../floor-feed.ts'
import { AGENTS } from './driven-page.ts'

const now = (): string => new Date().toISOString()

/** What of the relay a page decides: when its history begins, and the observations of an agent as text. */
export type FedRelay = { readonly keptSince: string; readonly history: () => string }

/** A relay's socket. */
class BenchSocket extends EventTarget {
  readonly #relay: FedRelay

  constructor(relay: FedRelay) {
    super()
    this.#relay = relay
  }

  /** Opens once whoever asked for it can listen. */
  open(): RelaySocket {
    queueMicrotask(() => this.dispatchEvent(new Event('open')))
    return this
  }

  send(text: string): void {
    const message = JSON.parse(text) as GadgetMessage
    if (message.type === 'hello') this.#answer(JSON.stringify(welcome(this.#relay.keptSince)))
    if (message.type === 'history') {
      this.#answer(`{"type":"history","id":${message.id},"complete":true,"observations":${this.#relay.history()}}`)
    }
  }

  close(): void {}

  deliver(frame: string): void {
    this.dispatchEvent(new MessageEvent('message', { data: frame }))
  }

  /** As over a network: not before the request was sent. */
  #answer(frame: string): void {
    setTimeout(() => this.deliver(frame), 0)
  }
}

const welcome = (keptSince: string): RelayMessage => ({
  type: 'welcome',
  epoch: 'bench',
  seq: 0,
  now: now(),
  resumed: false,
  feeds: [{ site: 'ccx1', dialect: 'uccx', status: 'open', since: now() }],
  catalogue: [...CATALOGUE],
  agents: [...agentsOf(AGENTS)],
  keptSince,
})

const session = {
  ticket: 'bench',
  expiresAt: new Date(Date.now() + 30_000).toISOString(),
  agentId: 'super1',
  teams: [TEAM],
}
/** The gadget's floor before a relay of the bench, and what takes in a frame as that relay sends it: the way of real ones. */
export function openFloor(told: FedRelay): { readonly floor: Floor; readonly take: (frame: string) => void } {
  const clock = new RelayClock(browserTimers)
  const floor = new Floor({ clock, timers: browserTimers, finesseDrift: null })
  const socket = new BenchSocket(told)
  const relay = new RelayClient({
    address: location.origin,
    credential: () => ({ authorization: 'Basic YmVuY2g6YmVuY2g=', id: 'super1' }),
    since: () => new Date(midnightBefore(Date.now())).toISOString(),
    fetch: async () => Response.json(session),
    openSocket: () => socket.open(),
    timers: browserTimers,
    random: Math.random,
    listener: floor.relayListener,
  })
  floor.finesseListener.onTeams([TEAM])
  floor.finesseListener.onStatus({ phase: 'open' })
  const finesse = { start: () => {}, retry: () => {}, readAgent: async () => {} } as unknown as FinesseSource
  floor.start({ relay, finesse })
  return { floor, take: (frame) => socket.deliver(frame) }
}
