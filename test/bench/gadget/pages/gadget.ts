/** The gadget itself, before a relay of the bench: its frames go the way of those of a real one. */
import { Floor } from '../../../../src/gadget/floor/floor.ts'
import type { FinesseSource } from '../../../../src/gadget/floor/finesse-source.ts'
import { RelayClient, type RelaySocket } from '../../../../src/gadget/connection/relay-client.ts'
import { RelayClock } from '../../../../src/gadget/relay-clock.ts'
import { midnightBefore } from '../../../../src/gadget/selectors/time-axis.ts'
import { browserTimers } from '../../../../src/gadget/timers.ts'
import { createFormats } from '../../../../src/gadget/words/formats.ts'
import type { GadgetMessage } from '../../../../src/wire/gadget-messages.ts'
import type { RelayMessage } from '../../../../src/wire/relay-messages.ts'
import '../../../../src/gadget/components/app.ts'
import '../../../../src/gadget/parts.ts'
import { agentsOf, CATALOGUE, dayOf, TEAM } from '../floor-feed.ts'
import { AGENTS, drive, painted } from './driven-page.ts'

/** What the relay has of each agent's day. */
const LONG_DAY = { entries: 1000, everyMs: 20_000 }
const BEGIN = Date.now() - LONG_DAY.entries * LONG_DAY.everyMs

/** The day of whoever is opened, as text: the relay makes it in a process of its own. */
let longDay = '[]'

const now = (): string => new Date().toISOString()

/** A relay's socket. */
class BenchSocket extends EventTarget {
  /** Opens once whoever asked for it can listen. */
  open(): RelaySocket {
    queueMicrotask(() => this.dispatchEvent(new Event('open')))
    return this
  }

  send(text: string): void {
    const message = JSON.parse(text) as GadgetMessage
    if (message.type === 'hello') this.#answer(JSON.stringify(welcome()))
    if (message.type === 'history') {
      this.#answer(`{"type":"history","id":${message.id},"complete":true,"observations":${longDay}}`)
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

const welcome = (): RelayMessage => ({
  type: 'welcome',
  epoch: 'bench',
  seq: 0,
  now: now(),
  resumed: false,
  feeds: [{ site: 'ccx1', dialect: 'uccx', status: 'open', since: now() }],
  catalogue: [...CATALOGUE],
  agents: [...agentsOf(AGENTS)],
  keptSince: new Date(BEGIN).toISOString(),
})

const session = {
  ticket: 'bench',
  expiresAt: new Date(Date.now() + 30_000).toISOString(),
  agentId: 'super1',
  teams: [TEAM],
}
const clock = new RelayClock(browserTimers)
const floor = new Floor({ clock, timers: browserTimers, finesseDrift: null })
const socket = new BenchSocket()
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
const app = document.createElement('rch-app')
app.floor = floor
app.formats = createFormats('en-GB')
app.style.height = '100vh'
document.body.style.margin = '0'
document.body.append(app)

const inApp = (): ShadowRoot | null => app.shadowRoot
const inList = (): ShadowRoot | null => inApp()?.querySelector('rch-agent-list')?.shadowRoot ?? null
while (!inList()?.querySelector('td button')) await new Promise(requestAnimationFrame)
drive({
  take: (frame) => socket.deliver(frame),
  scroller: () => inApp()?.querySelector('rch-agent-list') ?? null,
})

/** How many rows the table of the opened day has; they are those in sight, and it says how many there are. */
const rowsOfDay = (): number => {
  const detail = inApp()?.querySelector('rch-agent-detail')?.shadowRoot
  const day = detail?.querySelector('rch-agent-day')?.shadowRoot
  const table = day?.querySelector('rch-entry-table')?.shadowRoot?.querySelector('table')
  return Number(table?.getAttribute('aria-rowcount') ?? 0)
}

/** Opens the first agent; how long it takes until the whole day stands there and is painted, in milliseconds. */
globalThis.openLongDay = async () => {
  const button = inList()?.querySelector<HTMLElement>('td button')
  const agentId = button?.dataset['agent'] ?? ''
  longDay = JSON.stringify(dayOf(agentId, LONG_DAY.entries, BEGIN, LONG_DAY.everyMs))
  await painted()
  const started = performance.now()
  button?.click()
  do await painted()
  while (rowsOfDay() <= LONG_DAY.entries)
  return performance.now() - started
}

declare global {
  var openLongDay: (() => Promise<number>) | undefined
}
