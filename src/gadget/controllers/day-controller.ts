import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { ContextHistory } from '../../history/context-history.ts'
import type { FloorHistory } from '../../history/floor-history.ts'
import type { RelayStatus } from '../connection/relay-client.ts'
import { RelayError } from '../connection/relay-error.ts'
import { AgentDay, type DaySource } from '../floor/agent-day.ts'
import type { Floor } from '../floor/floor.ts'
import { dayOf, type Range } from '../selectors/time-axis.ts'

/** So many days stay at hand, so that one can go back and forth between them. */
const KEPT_DAYS = 4

const HOUR_MS = 3_600_000

/** Who works at night sees the evening as well. */
const EVENING_HOURS = 4

type Host = ReactiveControllerHost & { readonly floor: Floor; readonly agentId: string; readonly day: number | null }

type Kept = {
  readonly day: AgentDay
  readonly isToday: boolean
  /** The floor's history of that time: with another one, the relay's history is another as well. */
  readonly basis: FloorHistory
  /** How the relay stood when the day was read last. */
  triedAt: RelayStatus | null
}

/** Has the day that its host shows read, and updates the host as it comes. Today is the floor's own history, live. */
export class DayController implements ReactiveController {
  readonly #host: Host
  #kept: Kept[] = []

  constructor(host: Host) {
    this.#host = host
    host.addController(this)
  }

  /** The day of the host's agent. The host's `day` is a moment in it; null: today. */
  get day(): AgentDay {
    return this.#find().day
  }

  hostUpdated(): void {
    const kept = this.#find()
    const { relayStatus, clock } = this.#host.floor
    // What failed is tried again when the relay is back, and not before.
    if (relayStatus.phase !== 'open' || kept.triedAt === relayStatus) return
    kept.triedAt = relayStatus
    // What it changes is another update of the host.
    queueMicrotask(() => void kept.day.read(clock.now()))
  }

  /** Reads again what failed: for a person who asks for it. */
  retry(): void {
    this.#find().triedAt = null
    this.#host.requestUpdate()
  }

  #find(): Kept {
    const { floor, agentId, day: moment } = this.#host
    const isToday = moment === null
    const range = isToday ? nightAndDay(floor.clock.now()) : dayOf(moment)
    const found = this.#kept.find(
      ({ day, isToday: wasToday, basis }) =>
        day.agentId === agentId &&
        day.range.from === range.from &&
        wasToday === isToday &&
        basis === floor.history &&
        (!isToday || day.source.context === floor.context),
    )
    if (found) {
      floor.attune(found.day.source.history)
      return found
    }
    const onChange = () => this.#host.requestUpdate()
    const day = new AgentDay(agentId, range, {
      ...(isToday ? liveSource(floor, agentId) : pastSource(floor, agentId, onChange)),
      keptSince: floor.keptSince,
      onChange,
    })
    const kept: Kept = { day, isToday, basis: floor.history, triedAt: null }
    this.#kept = [kept, ...this.#kept].slice(0, KEPT_DAYS)
    return kept
  }
}

/** Today, and while it is young the hours before it. */
const nightAndDay = (now: number): Range => {
  const { from, to } = dayOf(now)
  return { from: Math.min(from, (Math.floor(now / HOUR_MS) - EVENING_HOURS) * HOUR_MS), to }
}

type Source = Pick<DaySource, 'history' | 'context' | 'read'>

/** Today is in the floor's own history, which goes on by itself. */
const liveSource = (floor: Floor, agentId: string): Source => ({
  history: floor.history,
  context: floor.context,
  read: async (from) => {
    await floor.readHistory(agentId, from)
    const reading = floor.reading(agentId)
    if (reading?.phase === 'failed') throw new RelayError(reading.code)
  },
})

/** A past day has a history of its own, so that the floor's does not grow by it. */
function pastSource(floor: Floor, agentId: string, onChange: () => void): Source {
  const history = floor.newHistory()
  const context = new ContextHistory()
  const read = async (from: number, to: number): Promise<void> =>
    floor.readKept(agentId, from, to, (observations) => {
      history.add(observations)
      context.add(observations)
      onChange()
    })
  return { history, context, read }
}
