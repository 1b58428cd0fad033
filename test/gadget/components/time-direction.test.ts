import { expect } from '@open-wc/testing'
import { afterEach, beforeEach, describe, it } from 'vitest'
import { cti, finesse } from '../../history/heard.ts'
import { NOON, stored } from '../floor-fixture.ts'
import { deepQuery, settled } from './deep.ts'
import { appWithRelay, openAgent, press } from './reports-fixture.ts'

const HEARD = stored([
  cti(NOON - 3000, 'READY'),
  finesse(NOON - 2999.8, 'READY'),
  cti(NOON - 1867, 'NOT_READY', 71),
  finesse(NOON - 1866.8, 'NOT_READY'),
])

const root = document.documentElement

beforeEach(() => {
  root.dir = 'rtl'
})
afterEach(() => {
  root.removeAttribute('dir')
  document.querySelector('rch-print-view')?.remove()
})

async function opened() {
  const { app } = await appWithRelay(HEARD)
  await openAgent(app)
  return app
}

/** The middles of what a selector finds in an element, in the document's order, in pixels from the left. */
const middles = (host: Element | null, selector: string): readonly number[] =>
  [...(host?.shadowRoot?.querySelectorAll(selector) ?? [])].map((element) => {
    const { left, right } = element.getBoundingClientRect()
    return (left + right) / 2
  })

/** Are there several, each further right than the one before? */
const goRight = (found: readonly number[]): boolean =>
  found.length > 1 && found.every((place, index) => place > (found[index - 1] ?? -Infinity))

describe('time goes from left to right, also where lines run from right to left:', () => {
  it('in the lanes and their axis, and under the buttons that move along them', async () => {
    const app = await opened()
    const lanes = deepQuery(app, 'rch-lanes')
    expect(middles(lanes, '.tick')).to.satisfy(goRight)
    expect(middles(lanes, '.lane.cti button')).to.satisfy(goRight)
    expect(middles(deepQuery(app, 'rch-time-bar'), '.steps button')).to.satisfy(goRight)
    expect(middles(deepQuery(app, 'rch-day-picker'), 'button')).to.satisfy(goRight)
  })

  it('in the bar of today', async () => {
    const app = await opened()
    const [ready, notReady] = ['ready', 'not-ready'].map((group) =>
      deepQuery(app, `svg .bar.${group}`)?.getBoundingClientRect(),
    )
    expect(ready?.left).to.be.lessThan(notReady?.left ?? 0)
  })

  it('on paper', async () => {
    const app = await opened()
    const tools = deepQuery(app, 'rch-day-tools')
    if (!tools) throw new Error('no tools')
    await press(tools, 'Print')
    const page = document.querySelector('rch-print-view')
    if (!page) throw new Error('no page')
    await settled(page)
    expect(middles(page, '.axis span')).to.satisfy(goRight)
    const bars = middles(page, '.lane span')
    expect(bars.slice(0, bars.length / 2)).to.satisfy(goRight)
  })

  it('on the way back through the floor’s past', async () => {
    const { app } = await appWithRelay(HEARD)
    await press(app, 'Past')
    const scrubber = deepQuery(app, 'rch-scrubber')
    expect(middles(scrubber, '.steps button')).to.satisfy(goRight)
    const slider = scrubber?.shadowRoot?.querySelector("input[type='range']")
    expect(slider && getComputedStyle(slider).direction).to.equal('ltr')
  })
})
