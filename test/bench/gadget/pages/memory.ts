/** The gadget through a day that passes as fast as it can be shown: each frame of the relay takes the clock further. */
import { Floor } from '../../../../src/gadget/floor/floor.ts'
import { RelayClock } from '../../../../src/gadget/relay-clock.ts'
import { createFormats } from '../../../../src/gadget/words/formats.ts'
import '../../../../src/gadget/components/app.ts'
import '../../../../src/gadget/parts.ts'
import { ManualTimers } from '../../../gadget/manual-timers.ts'
import { CATALOGUE, FloorFeed, TEAM } from '../floor-feed.ts'

/** What drives the page. */
export type Lapse = {
  /** Lets this many milliseconds pass with as many observations, and shows it after each of these steps. */
  pass(ms: number, observations: number, steps: number): Promise<void>
}

declare global {
  var lapse: Lapse | undefined
}

const AGENTS = 500
const MORNING = Date.parse('2026-11-23T08:00:00.000Z')

const timers = new ManualTimers(MORNING)
const floor = new Floor({ clock: new RelayClock(timers), timers, finesseDrift: null })
const feed = new FloorFeed(AGENTS)
const morning = new Date(MORNING).toISOString()
floor.finesseListener.onTeams([TEAM])
floor.finesseListener.onStatus({ phase: 'open' })
floor.relayListener.onWelcome(
  {
    type: 'welcome',
    epoch: 'bench',
    seq: 0,
    now: morning,
    resumed: false,
    feeds: [{ site: 'ccx1', dialect: 'uccx', status: 'open', since: morning }],
    catalogue: [...CATALOGUE],
    agents: [...feed.agents],
  },
  0,
)
floor.relayListener.onStatus({ phase: 'open' })
const app = document.createElement('rch-app')
app.floor = floor
app.formats = createFormats('en-GB')
app.style.height = '100vh'
document.body.append(app)
timers.pass(100)

globalThis.lapse = {
  pass: async (ms, observations, steps) => {
    for (let step = 0; step < steps; step++) {
      floor.relayListener.onObservations(feed.observations(observations / steps / 2, timers.now()))
      timers.pass(ms / steps)
      await app.updateComplete
      // What waits for a frame must not wait for the end of the day.
      if (step % 20 === 0) await new Promise(requestAnimationFrame)
    }
  },
}
