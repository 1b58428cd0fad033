/**
 * What eight busy hours leave in the gadget's memory: 2,000,000 observations of 500 agents, time-lapsed, through the floor as
 * the gadget has it, with the list selected after each change. Heap after collection, in this process.
 */
import { Floor } from '../../src/gadget/floor/floor.ts'
import { RelayClock } from '../../src/gadget/relay-clock.ts'
import { FloorSelection, NO_FILTERS } from '../../src/gadget/selectors/floor-rows.ts'
import { NO_THRESHOLDS } from '../../src/gadget/thresholds/thresholds.ts'
import { ManualTimers } from '../gadget/manual-timers.ts'
import { heapAfterGc } from '../support/heap.ts'
import type { BenchRow } from './bench-row.ts'
import { CATALOGUE, FloorFeed, TEAM } from './gadget/floor-feed.ts'

const AGENTS = 500
const OBSERVATIONS = 2_000_000
const MORNING = Date.parse('2026-11-23T08:00:00.000Z')
const HOURS_MS = 8 * 3_600_000
/** Observations come in batches of this many, as a relay's frames do. */
const BATCH = 1000
const MIB = 1024 * 1024

/** Typed arrays lie beside the heap. Bytes. */
const heapAndBuffers = (): number => heapAfterGc() + process.memoryUsage().arrayBuffers

const row = (name: string, value: number, limit: string | null): BenchRow => ({
  name,
  value,
  unit: 'MiB',
  rival: null,
  ratio: null,
  limit,
})

/** Measures the gadget's memory. */
export async function bench(): Promise<readonly BenchRow[]> {
  const timers = new ManualTimers(MORNING)
  const floor = new Floor({ clock: new RelayClock(timers), timers, finesseDrift: null })
  const feed = new FloorFeed(AGENTS)
  const selection = new FloorSelection()
  floor.onChange((change) => {
    selection.touch(change)
    selection.select(floor, NO_FILTERS, NO_THRESHOLDS, timers.now())
  })
  floor.finesseListener.onTeams([TEAM])
  floor.relayListener.onWelcome(
    {
      type: 'welcome',
      epoch: 'bench',
      seq: 0,
      now: new Date(MORNING).toISOString(),
      resumed: false,
      feeds: [{ site: 'ccx1', dialect: 'uccx', status: 'open', since: new Date(MORNING).toISOString() }],
      catalogue: [...CATALOGUE],
      agents: [...feed.agents],
    },
    0,
  )
  floor.relayListener.onStatus({ phase: 'open' })
  timers.pass(100)
  const before = heapAndBuffers()
  const batches = OBSERVATIONS / BATCH
  const heaps: number[] = []
  for (let batch = 1; batch <= batches; batch++) {
    floor.relayListener.onObservations(feed.observations(BATCH / 2, timers.now()))
    timers.pass(HOURS_MS / batches)
    if (batch % (batches / 4) === 0) heaps.push((heapAndBuffers() - before) / MIB)
  }
  const [, half = NaN, , whole = NaN] = heaps
  return [
    row('heap that eight hours of 500 agents leave', whole, '<= 150'),
    row('of it since the half', Math.max(0, whole - half), '<= 15'),
  ]
}
