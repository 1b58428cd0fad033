import { expect } from '@open-wc/testing'
import { describe, it } from 'vitest'
import { DENSITY } from '../../../src/gadget/preferences/preferences.ts'
import { cti } from '../../history/heard.ts'
import { NOON, stored } from '../floor-fixture.ts'
import { deepQuery, settled } from './deep.ts'
import { appWithRelay, openAgent, press } from './reports-fixture.ts'

const HEARD = stored([cti(NOON - 3000, 'READY'), cti(NOON - 1867, 'NOT_READY', 71)])

const heightOf = (element: Element | null): number => element?.getBoundingClientRect().height ?? NaN

describe('the gadget in a column of 320 px', () => {
  it('leaves most of the height to the list', async () => {
    const { app } = await appWithRelay(HEARD, 320)
    expect(heightOf(deepQuery(app, 'rch-floor-header'))).to.be.lessThan(0.25 * app.clientHeight)
    expect(app.scrollWidth).to.equal(app.clientWidth)
  })

  it('has every filter and tool in reach of the keyboard', async () => {
    const { app } = await appWithRelay(HEARD, 320)
    const chips = deepQuery(app, '.chips')
    const last = chips?.lastElementChild
    if (!chips || !(last instanceof HTMLElement)) throw new Error('no chips')
    last.focus()
    expect(last.getBoundingClientRect().right).to.be.at.most(chips.getBoundingClientRect().right + 1)
    await press(app, 'Past')
    const scrubber = deepQuery(app, 'rch-scrubber')?.getBoundingClientRect()
    expect(scrubber?.right).to.be.at.most(app.getBoundingClientRect().right)
    expect(scrubber?.width).to.be.greaterThan(250)
    await expect(app).to.be.accessible()
  })
})

it('where the supervisor wants it denser, rows of an agent’s day are lower too', async () => {
  const { app } = await appWithRelay(HEARD)
  await openAgent(app)
  const row = (): number => heightOf(deepQuery(app, 'rch-entry-table')?.shadowRoot?.querySelector('tbody tr') ?? null)
  const comfortable = row()
  app.preferences.set(DENSITY, 'compact')
  await settled(app)
  expect(row()).to.be.lessThan(comfortable)
})
