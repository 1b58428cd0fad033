import { expect } from '@open-wc/testing'
import { describe, it } from 'vitest'
import '../../../src/gadget/components/time-bar.ts'
import type { Range } from '../../../src/gadget/selectors/time-axis.ts'
import { at } from '../../history/heard.ts'
import { alone, buttonOf, heardFrom } from './alone.ts'

const HOUR = 3600
const BOUNDS: Range = { from: at(0), to: at(24 * HOUR) }

async function shown(range: Range) {
  const bar = await alone('rch-time-bar', { range, bounds: BOUNDS })
  return { bar, chosen: heardFrom(bar, 'rch-range') }
}

const pressed = (bar: Element): (string | undefined)[] =>
  [...(bar.shadowRoot?.querySelectorAll("button[aria-pressed='true']") ?? [])].map(({ textContent }) =>
    textContent?.trim(),
  )

describe('the buttons over the lanes', () => {
  it('say which length is shown, and keep the latest in view when another is chosen', async () => {
    const { bar, chosen } = await shown({ from: at(23 * HOUR), to: at(24 * HOUR) })
    expect(pressed(bar)).to.deep.equal(['1 h'])
    buttonOf(bar, '4 h').click()
    buttonOf(bar, 'Day').click()
    expect(chosen).to.deep.equal([{ from: at(20 * HOUR), to: at(24 * HOUR) }, BOUNDS])
    await expect(bar).to.be.accessible()
  })

  it('stay about the middle of what is in view otherwise, move by half of it, and not past the ends', async () => {
    const { bar, chosen } = await shown({ from: at(HOUR), to: at(3 * HOUR) })
    expect(pressed(bar)).to.deep.equal([])
    for (const name of ['1 h', 'Earlier', 'Later']) buttonOf(bar, name).click()
    expect(chosen).to.deep.equal([
      { from: at(1.5 * HOUR), to: at(2.5 * HOUR) },
      { from: at(0), to: at(2 * HOUR) },
      { from: at(2 * HOUR), to: at(4 * HOUR) },
    ])
    const early = await shown({ from: at(0), to: at(2 * HOUR) })
    buttonOf(early.bar, 'Earlier').click()
    expect(early.chosen).to.deep.equal([{ from: at(0), to: at(2 * HOUR) }])
  })
})
