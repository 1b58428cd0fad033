import { expect } from '@open-wc/testing'
import { afterEach, beforeEach, describe, it } from 'vitest'
import { cdp } from 'vitest/browser'
import { cti, finesse } from '../../history/heard.ts'
import { NOON, stored } from '../floor-fixture.ts'
import { deepQuery } from './deep.ts'
import { appWithRelay, openAgent, press } from './reports-fixture.ts'

const HEARD = stored([
  cti(NOON - 3000, 'READY'),
  finesse(NOON - 2999.8, 'READY'),
  cti(NOON - 1867, 'NOT_READY', 71),
  finesse(NOON - 1866.8, 'NOT_READY'),
])

/** Has the browser show its own colours, as Windows' contrast themes have it, or no longer. */
const forceColours = (value: 'active' | 'none'): Promise<unknown> =>
  cdp().send('Emulation.setEmulatedMedia', { features: [{ name: 'forced-colors', value }] })

beforeEach(() => forceColours('active'))
afterEach(() => forceColours('none'))

async function opened(width = 1200) {
  const { app } = await appWithRelay(HEARD, width)
  await openAgent(app)
  return app
}

const styleOf = (element: Element | null | undefined): CSSStyleDeclaration => {
  if (!element) throw new Error('no element')
  return getComputedStyle(element)
}

describe('in forced colours', () => {
  it('bars keep the colours of their states, and are hatched where nobody heard', async () => {
    const app = await opened()
    const lanes = deepQuery(app, 'rch-lanes')?.shadowRoot
    const colours = ['.ready', '.not-ready', '.missing'].map(
      (state) => styleOf(lanes?.querySelector(`.lane ${state}`)).backgroundColor,
    )
    expect(new Set(colours).size).to.equal(colours.length)
    expect(styleOf(lanes?.querySelector('.deaf')).backgroundImage).to.contain('gradient')
    expect(styleOf(lanes?.querySelector('.chosen')).boxShadow).to.not.equal('none')
    const [ready, notReady] = ['ready', 'not-ready'].map((group) => styleOf(deepQuery(app, `svg .bar.${group}`)).fill)
    expect(ready).to.not.equal(notReady)
  })

  it('dots keep theirs too', async () => {
    const app = await opened()
    const dot = deepQuery(app, 'rch-agent-list')?.shadowRoot?.querySelector('.dot.not-ready')
    expect(styleOf(dot).backgroundColor).to.not.equal(styleOf(app).backgroundColor)
  })

  it('what is pressed is told from what is not, and the chosen row from the others', async () => {
    const app = await opened()
    await press(app, '1 h')
    const [pressed, other] = ['true', 'false'].map((is) =>
      styleOf(deepQuery(app, 'rch-time-bar')?.shadowRoot?.querySelector(`[aria-pressed='${is}']`)),
    )
    expect(pressed?.backgroundColor).to.not.equal(other?.backgroundColor)
    expect(pressed?.color).to.not.equal(pressed?.backgroundColor)
    expect(styleOf(deepQuery(app, "tr[aria-current='true']")).outlineStyle).to.equal('solid')
  })

  for (const width of [1200, 320]) {
    it(`the accessibility check passes at ${width} px`, async () => {
      await expect(await opened(width)).to.be.accessible()
    })
  }
})
