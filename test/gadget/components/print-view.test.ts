import { expect } from '@open-wc/testing'
import { describe, it, vi } from 'vitest'
import '../../../src/gadget/components/print-view.ts'
import { createFormats } from '../../../src/gadget/words/formats.ts'
import type { Observation } from '../../../src/history/observation.ts'
import { at, cti, EVENING, finesse, floor as historyOf, labelled } from '../../history/heard.ts'
import { floorOf, NOON, user } from '../floor-fixture.ts'
import { alone, buttonOf, heardFrom } from './alone.ts'
import { deepQuery, deepText } from './deep.ts'

const EVIL = '\u202E<img src=x onerror=alert(1)>'

/** A day on which a stranger chose the label of code 73 and the agent's name. */
function shown({ to = NOON, relayAwaySince = null as number | null, more = [] as readonly Observation[] } = {}) {
  const { floor } = floorOf([], { users: [user('cons8510', EVIL, '')] })
  const history = historyOf()
  history.add([
    cti(0, 'READY'),
    finesse(0.1, 'READY'),
    cti(3600, 'NOT_READY', 73),
    finesse(3600.2, 'NOT_READY', labelled(73, EVIL, 3)),
    ...more,
  ])
  return alone('rch-print-view', {
    floor,
    day: {
      agentId: 'cons8510',
      range: { from: at(0), to: at(to) },
      now: at(to),
      entries: history.entries('cons8510', EVENING),
      lanes: history.lanes('cons8510'),
      relayAwaySince,
    },
    person: 'super1',
    formats: createFormats('en-GB'),
  })
}

/** Is a bar's text in sight? */
function isSeen(bar: HTMLElement): boolean {
  const range = document.createRange()
  range.selectNodeContents(bar)
  return range.getBoundingClientRect().top < bar.getBoundingClientRect().bottom
}

describe('a day on paper', () => {
  it('has who, when, both lanes and each entry, and can be printed and closed', async () => {
    const view = await shown()
    const print = vi.spyOn(window, 'print').mockImplementation(() => {})
    const closed = heardFrom(view, 'rch-closed')
    expect(deepText(view)).to.contain('cons8510').and.to.contain('super1')
    expect(view.shadowRoot?.querySelectorAll('tbody tr')).to.have.length(2)
    expect(view.shadowRoot?.querySelectorAll('.lane .bar')).to.have.length(4)
    await expect(view).to.be.accessible()
    buttonOf(view, 'Print').click()
    buttonOf(view, 'Close').click()
    expect(print.mock.calls).to.have.length(1)
    view.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))
    expect(closed).to.deep.equal([null, null])
    print.mockRestore()
  })

  it('says which side was the first, and what nobody can tell while the relay is away', async () => {
    const view = await shown({ relayAwaySince: at(7000), more: [cti(7200, 'READY'), finesse(7199.9, 'READY')] })
    const rows = () => [...(view.shadowRoot?.querySelectorAll('tbody tr') ?? [])].map((row) => deepText(row))
    expect(rows().at(-1)).to.contain('−100 ms')
    const unheard = await shown({
      relayAwaySince: at(7000),
      more: [finesse(7200, 'NOT_READY', labelled(71, 'LUNCH', 1))],
    })
    expect(deepText(unheard.shadowRoot?.querySelector('tbody tr:last-child') ?? null)).to.match(/Not heard.*relay away/)
  })

  it('has on its lanes what each side said where there is room for it, and never half of it', async () => {
    const view = await shown({
      more: [cti(7200, 'NOT_READY', 71), finesse(7200.2, 'NOT_READY'), cti(NOON - 60, 'NOT_READY', 32763)],
    })
    const bars = [...(view.shadowRoot?.querySelectorAll<HTMLElement>('.lane .bar') ?? [])]
    expect(bars.map((bar) => (isSeen(bar) ? deepText(bar) : ''))).to.deep.equal([
      'Ready',
      '73',
      '71',
      '',
      'Ready',
      '73',
      '−1',
    ])
  })

  it('has no time under the lanes that ends beside the paper', async () => {
    const view = await shown({ to: NOON + 60 })
    const ends = (selector: string): number[] =>
      [...(view.shadowRoot?.querySelectorAll(selector) ?? [])].map((each) => each.getBoundingClientRect().right)
    const [edge = 0] = ends('.axis')
    expect(ends('.axis span').filter((end) => end > edge)).to.deep.equal([])
    expect(ends('.axis span').length).to.be.greaterThan(3)
  })

  it('shows what strangers wrote as the text that it is, in its own place', async () => {
    const view = await shown()
    expect(deepQuery(view, 'img')).to.equal(null)
    const cells = [...(view.shadowRoot?.querySelectorAll('td bdi') ?? [])].map(({ textContent }) => textContent)
    expect(cells.filter((text) => text?.includes(EVIL))).to.have.length(3)
    expect(view.shadowRoot?.querySelector('h1')?.textContent).to.contain('<img src=x onerror=alert(1)>')
    expect(view.shadowRoot?.querySelector('h1')?.textContent).not.to.contain('\u202E')
  })
})
