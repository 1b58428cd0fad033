import { expect } from '@open-wc/testing'
import { describe, it, vi } from 'vitest'
import '../../../src/gadget/components/floor-header.ts'
import type { Floor } from '../../../src/gadget/floor/floor.ts'
import { type Filters, NO_FILTERS, NO_ROWS } from '../../../src/gadget/selectors/floor-rows.ts'
import { at } from '../../history/heard.ts'
import { floorOf, NOON } from '../floor-fixture.ts'
import { PATIENCE } from '../../support/patience.ts'
import { alone, buttonOf, heardFrom } from './alone.ts'
import { deepText } from './deep.ts'

const COUNTS = {
  differences: 2,
  over: 1,
  groups: new Map([['not-ready', 3] as const]),
  reasons: new Map([
    ['LUNCH', 2],
    ['<b>=1+1</b>', 1],
  ]),
}

async function shown(filters: Partial<Filters> = {}, happens: (floor: Floor) => void = () => {}) {
  const { floor } = floorOf([])
  happens(floor)
  const header = await alone('rch-floor-header', {
    floor,
    counts: COUNTS,
    hasThresholds: true,
    filters: { ...NO_FILTERS, ...filters },
    isReduced: false,
    version: 0,
  })
  return { header, chosen: heardFrom(header, 'rch-filters') as Filters[] }
}

const sources = ({ shadowRoot }: Element): string[] =>
  [...(shadowRoot?.querySelectorAll('.sources li') ?? [])].map((each) => deepText(each))

function choose(header: Element, label: string, value: string): void {
  const field = header.shadowRoot?.querySelector<HTMLSelectElement | HTMLInputElement>(`[aria-label='${label}']`)
  if (!field) throw new Error(`no ${label}`)
  field.value = value
  field.dispatchEvent(new Event(field.localName === 'input' ? 'input' : 'change'))
}

describe('the header', () => {
  it('shows in a narrow column that there are more filters than have room, until one has moved to their end', async () => {
    const { header } = await shown()
    const box = header.parentElement
    if (box) Object.assign(box.style, { width: '320px', container: 'gadget / inline-size' })
    const chips = header.shadowRoot?.querySelector('.chips')
    if (!chips) throw new Error('no filters')
    const fade = () => getComputedStyle(chips).getPropertyValue('--fade')
    await vi.waitFor(() => expect(fade()).to.equal('28px'), PATIENCE)
    chips.scrollLeft = chips.scrollWidth
    await vi.waitFor(() => expect(fade()).to.equal('0px'), PATIENCE)
  })

  it('counts what each filter would show, and tells of the one that is chosen with all others', async () => {
    const { header, chosen } = await shown({ search: 'ana' })
    expect(deepText(buttonOf(header, 'Only differences'))).to.equal('Only differences 2')
    buttonOf(header, 'Only differences').click()
    buttonOf(header, 'Not Ready').click()
    choose(header, 'Reason', 'LUNCH')
    choose(header, 'Search name, id, extension', 'bob')
    expect(chosen).to.deep.equal([
      { ...NO_FILTERS, search: 'ana', onlyDifferences: true },
      { ...NO_FILTERS, search: 'ana', group: 'not-ready' },
      { ...NO_FILTERS, search: 'ana', reason: 'LUNCH' },
      { ...NO_FILTERS, search: 'bob' },
    ])
    await expect(header).to.be.accessible()
  })

  it('takes a filter back that is chosen again, and keeps a reason in the list that nobody has', async () => {
    const { header, chosen } = await shown({ group: 'not-ready', reason: 'IN MEETING' })
    expect(buttonOf(header, 'Not Ready').getAttribute('aria-pressed')).to.equal('true')
    buttonOf(header, 'Not Ready').click()
    expect(chosen[0]?.group).to.equal(null)
    expect(deepText(header)).to.contain('IN MEETING (0)').and.to.contain('<b>=1+1</b> (1)')
    await expect(header).to.be.accessible()
  })

  it('says how both sources stand, in words beside the colours', async () => {
    expect(sources((await shown()).header)).to.deep.equal(['Finesse connected', 'CTI ccx1 connected'])
    const { header } = await shown({}, ({ finesseListener, relayListener }) => {
      finesseListener.onStatus({ phase: 'lost', since: at(NOON) })
      relayListener.onFeed({ type: 'feed', site: 'ccx1', status: 'lost', since: new Date(at(NOON)).toISOString() })
    })
    expect(sources(header)).to.deep.equal(['Finesse lost', 'CTI ccx1 lost'])
  })

  it('has no filters where one agent’s history is all there is room for', async () => {
    const { header } = await shown()
    header.isReduced = true
    header.counts = NO_ROWS.counts
    await header.updateComplete
    expect(header.shadowRoot?.querySelectorAll('select, input, button')).to.have.length(0)
    await expect(header).to.be.accessible()
  })
})
