import { expect } from '@open-wc/testing'
import { afterEach, describe, it } from 'vitest'
import { DENSITY } from '../../../src/gadget/preferences/preferences.ts'
import { useLanguage } from '../../../src/gadget/words/language.ts'
import { cti, finesse } from '../../history/heard.ts'
import { NOON, stored } from '../floor-fixture.ts'
import { deepQuery, deepText, settled } from './deep.ts'
import { appWithRelay, openAgent, press } from './reports-fixture.ts'

const HEARD = stored([cti(NOON - 3000, 'READY'), cti(NOON - 1867, 'NOT_READY', 71)])

/** A morning whose sums need more than a line of 320 px. */
const MORNING = stored([
  ...HEARD,
  ...[71, 72, 73, 74, 75, 76].map((reason, index) => cti(NOON - 9000 + index * 900, 'NOT_READY', reason)),
  finesse(NOON - 9000, 'NOT_READY'),
  finesse(NOON - 1867, 'NOT_READY'),
])

const heightOf = (element: Element | null): number => element?.getBoundingClientRect().height ?? NaN

afterEach(() => useLanguage('en'))

describe('the gadget in a column of 320 px', () => {
  it.each(['en', 'de', 'fr', 'es', 'ja', 'ar'] as const)(
    'leaves most of the height to the list: %s',
    async (language) => {
      await useLanguage(language)
      const { app } = await appWithRelay(MORNING, 320)
      expect(deepText(deepQuery(app, 'rch-totals'))).to.contain('100')
      const others = heightOf(deepQuery(app, 'rch-floor-header')) + heightOf(deepQuery(app, 'rch-floor-footer'))
      expect(others).to.be.lessThan(0.25 * app.clientHeight)
      expect(app.scrollWidth).to.equal(app.clientWidth)
    },
  )

  it('has all tools in sight, each with its word for who hears it and who points at it', async () => {
    const { app } = await appWithRelay(HEARD, 320)
    const header = deepQuery(app, 'rch-floor-header')?.getBoundingClientRect()
    for (const name of ['rch-thresholds-slot', 'rch-tools']) {
      for (const button of deepQuery(app, name)?.shadowRoot?.querySelectorAll('button') ?? []) {
        expect(button.getBoundingClientRect().right).to.be.at.most(header?.right ?? NaN)
        expect(button.getBoundingClientRect().width).to.be.within(24, 60)
        expect(button.title.length).to.be.greaterThan(3)
        expect(button.title).to.equal(button.textContent?.trim())
      }
    }
  })

  it('leads nobody to heads of columns that are not seen', async () => {
    const { app } = await appWithRelay(HEARD, 320)
    const heads = deepQuery(app, 'rch-agent-list')?.shadowRoot?.querySelectorAll('thead button') ?? []
    expect([...heads].filter((head) => head.checkVisibility())).to.deep.equal([])
    expect(deepQuery(app, 'select[aria-label="Order"]')?.checkVisibility()).to.equal(true)
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

it('an agent’s day of 700 px is a table still, in which the reasons have room', async () => {
  const { app } = await appWithRelay(HEARD, 700)
  await openAgent(app)
  const table = deepQuery(app, 'rch-entry-table')?.shadowRoot
  expect(table?.querySelector('table')?.className).to.equal('wide')
  expect(table?.querySelector('td.reason')?.getBoundingClientRect().width).to.be.greaterThan(95)
})

it('where the heads of the list order it, no other choice does', async () => {
  const { app } = await appWithRelay(HEARD, 1200)
  expect(deepQuery(app, 'rch-agent-list')?.shadowRoot?.querySelector('thead button')?.checkVisibility()).to.equal(true)
  expect(deepQuery(app, 'select[aria-label="Order"]')?.checkVisibility()).to.equal(false)
})
