/** The gadget itself. */
import { createFormats } from '../../../../src/gadget/words/formats.ts'
import '../../../../src/gadget/components/app.ts'
import { dayOf } from '../floor-feed.ts'
import { drive, painted } from './driven-page.ts'
import { openFloor } from './fed-floor.ts'

/** What the relay has of each agent's day: all of it within the four hours that are shown at least, also soon after midnight. */
const LONG_DAY = { entries: 1000, everyMs: 14_000 }
const BEGIN = Date.now() - LONG_DAY.entries * LONG_DAY.everyMs

/** The day of whoever is opened, as text: the relay makes it in a process of its own. */
let longDay = '[]'

const { floor, take } = openFloor({ keptSince: new Date(BEGIN).toISOString(), history: () => longDay })
const app = document.createElement('rch-app')
app.floor = floor
app.formats = createFormats('en-GB')
app.style.height = '100vh'
document.body.style.margin = '0'
document.body.append(app)

const inApp = (): ShadowRoot | null => app.shadowRoot
const inList = (): ShadowRoot | null => inApp()?.querySelector('rch-agent-list')?.shadowRoot ?? null
while (!inList()?.querySelector('td button')) await new Promise(requestAnimationFrame)
// As the gadget loads it, when people are in its list.
await import('../../../../src/gadget/parts.ts')
drive({
  take,
  scroller: () => inApp()?.querySelector('rch-agent-list') ?? null,
})

/** How many rows the table of the opened day has; they are those in sight, and it says how many there are. */
const rowsOfDay = (): number => {
  const detail = inApp()?.querySelector('rch-agent-detail')?.shadowRoot
  const table = detail?.querySelector('rch-entry-table')?.shadowRoot?.querySelector('table')
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
  let isThere = false
  while (!isThere) isThere = await painted(() => rowsOfDay() > LONG_DAY.entries)
  return performance.now() - started
}

declare global {
  var openLongDay: (() => Promise<number>) | undefined
}
