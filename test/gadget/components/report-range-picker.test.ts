import { expect } from '@open-wc/testing'
import { describe, it } from 'vitest'
import '../../../src/gadget/components/report-range-picker.ts'
import type { RelayClock } from '../../../src/gadget/relay-clock.ts'
import { fieldOf, type ReportRange } from '../../../src/gadget/reports/report-range.ts'
import { midnightBefore } from '../../../src/gadget/selectors/time-axis.ts'
import { createFormats } from '../../../src/gadget/words/formats.ts'
import type { Window } from '../../../src/history/window.ts'
import { at } from '../../history/heard.ts'
import { floorOf, NOON } from '../floor-fixture.ts'
import { alone, heardFrom } from './alone.ts'
import { deepText } from './deep.ts'

const now = at(NOON)

async function shown(range: ReportRange, window: Window | null) {
  const { floor: live, timers } = floorOf([])
  const floor: { clock: RelayClock; keptSince: number | null } = { clock: live.clock, keptSince: at(-86_400) }
  const picker = await alone('rch-report-range-picker', { range, window, floor, formats: createFormats('en-GB') })
  return { picker, floor, timers, chosen: heardFrom(picker, 'rch-report-range') }
}

describe('the range of a report', () => {
  it('is chosen by a name, which means its moments now', async () => {
    const today = { from: midnightBefore(now), to: now }
    const { picker, chosen } = await shown('today', today)
    const list = picker.shadowRoot?.querySelector('select')
    if (!list) throw new Error('no list')
    for (const name of ['yesterday', 'custom']) {
      list.value = name
      list.dispatchEvent(new Event('change'))
    }
    expect(chosen).to.deep.equal([
      { range: 'yesterday', window: { from: midnightBefore(today.from - 1), to: today.from } },
      { range: 'custom', window: today },
    ])
    expect(deepText(picker)).to.contain('Times of')
    await expect(picker).to.be.accessible()
  })

  it('says since when the relay keeps anything, where more was asked for', async () => {
    const { picker } = await shown('custom', { from: at(-86_400), to: now })
    expect(picker.shadowRoot?.querySelector('p')).to.equal(null)
    picker.window = { from: at(-90_000), to: now }
    await picker.updateComplete
    expect(deepText(picker.shadowRoot?.querySelector('p') ?? null)).not.to.equal('')
  })

  it('says so also where the relay tells it while the range is looked at', async () => {
    const { picker, floor, timers } = await shown('custom', { from: at(-90_000), to: now })
    floor.keptSince = at(-100_000)
    timers.pass(5000)
    await picker.updateComplete
    expect(picker.shadowRoot?.querySelector('p')).to.equal(null)
    floor.keptSince = at(-80_000)
    timers.pass(5000)
    await picker.updateComplete
    expect(deepText(picker.shadowRoot?.querySelector('p') ?? null)).not.to.equal('')
    expect(picker.shadowRoot?.querySelector('input')?.min).to.equal(fieldOf(at(-80_000)))
  })

  it('is none where the fields make none, which is said, and the fields are left as they are', async () => {
    const { picker, chosen } = await shown('custom', { from: at(0), to: at(3600) })
    const [from, to] = picker.shadowRoot?.querySelectorAll('input') ?? []
    if (!from || !to) throw new Error('no fields')
    const early = from.value
    from.value = to.value
    from.dispatchEvent(new Event('change'))
    expect(chosen).to.deep.equal([{ range: 'custom', window: null }])
    picker.window = null
    await picker.updateComplete
    expect(from.value).to.equal(to.value)
    expect(deepText(picker.shadowRoot?.querySelector('[role=alert]') ?? null)).not.to.equal('')
    await expect(picker).to.be.accessible()
    from.value = early
    from.dispatchEvent(new Event('change'))
    expect(chosen.at(-1)).to.deep.equal({ range: 'custom', window: { from: at(0), to: at(3600) } })
  })
})
