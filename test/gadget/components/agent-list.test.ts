import { expect, fixture, html, waitUntil } from '@open-wc/testing'
import { describe, it } from 'vitest'
import type { App } from '../../../src/gadget/components/app.ts'
import '../../../src/gadget/components/app.ts'
import '../../../src/gadget/parts.ts'
import type { AgentList } from '../../../src/gadget/components/agent-list.ts'
import { PreferenceStore } from '../../../src/gadget/preferences/preference-store.ts'
import { THRESHOLDS } from '../../../src/gadget/thresholds/threshold-preferences.ts'
import { createFormats } from '../../../src/gadget/words/formats.ts'
import { code, cti } from '../../history/heard.ts'
import { floorOf, type FloorFixture, NOON, stored, user } from '../floor-fixture.ts'
import { PATIENCE } from '../../support/patience.ts'
import { deepQuery, deepText, settled } from './deep.ts'

const IDS = Array.from({ length: 500 }, (_, index) => `a${String(index).padStart(3, '0')}`)

/** A floor of five hundred, each in Not Ready for longer the further down he stands. */
const bigFloor = (): FloorFixture =>
  floorOf(
    IDS.map((agentId, index) =>
      cti(NOON - 60 - index, index % 2 === 0 ? 'NOT_READY' : 'READY', index % 2 === 0 ? 71 : 0, { agentId }),
    ),
    { users: IDS.map((id) => user(id, id, '')) },
  )

async function shown({ floor }: FloorFixture, width = 1200): Promise<{ app: App; list: AgentList }> {
  const box = await fixture(html`<div style="height:640px; width:${width}px"></div>`)
  const app = document.createElement('rch-app')
  app.floor = floor
  app.formats = createFormats('en-GB')
  app.preferences = new PreferenceStore('super1', null)
  box.append(app)
  await settled(app)
  const list = deepQuery<AgentList>(app, 'rch-agent-list')
  if (!list) throw new Error('no list')
  return { app, list }
}

const rowsOf = (list: AgentList): readonly HTMLElement[] => [
  ...(list.shadowRoot?.querySelectorAll<HTMLElement>('tbody tr') ?? []),
]
const focusedIn = (list: AgentList): string | undefined =>
  (list.shadowRoot?.activeElement as HTMLElement | null)?.dataset['agent']

async function press(list: AgentList, ...keys: string[]): Promise<void> {
  for (const key of keys) {
    const active = list.shadowRoot?.activeElement
    active?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true }))
    await settled(list)
  }
}

describe('the list of a big floor', () => {
  it('has the rows in sight only, and says how many there are and which these are', async () => {
    const { list } = await shown(bigFloor())
    expect(rowsOf(list).length).to.be.lessThan(40)
    expect(list.shadowRoot?.querySelector('table')?.getAttribute('aria-rowcount')).to.equal('501')
    expect(rowsOf(list)[0]?.getAttribute('aria-rowindex')).to.equal('2')
    list.scrollTop = 10_000
    list.dispatchEvent(new Event('scroll'))
    await settled(list)
    expect(deepText(list)).to.contain('a200')
    expect(rowsOf(list).length).to.be.lessThan(40)
  })

  it('has some rows below those in sight as well, when nothing else is to be done', async () => {
    const { list } = await shown(bigFloor())
    const { bottom } = list.getBoundingClientRect()
    const below = () => rowsOf(list).filter((row) => row.getBoundingClientRect().top >= bottom).length
    await waitUntil(() => below() >= 5, 'rows below', PATIENCE)
    expect(rowsOf(list).length).to.be.lessThan(40)
  })

  it.each([320, 700, 1400])('cuts a long label and never its code, at %s px', async (width) => {
    const { floor } = floorOf([cti(NOON - 60, 'NOT_READY', 32763)], { users: [user('cons8510', 'Console', '8510')] })
    floor.relayListener.onCatalogue([
      {
        deployment: 'uccx',
        category: 'NOT_READY',
        code: code(32763),
        label: 'Call not answered '.repeat(9),
        origin: 'finesse',
      },
    ])
    const { list } = await shown({ ...bigFloor(), floor }, width)
    const cell = list.shadowRoot?.querySelector('td.reason')
    const shownCode = cell?.querySelector('.mono')?.getBoundingClientRect()
    expect(shownCode?.width).to.be.greaterThan(20)
    expect(shownCode?.right).to.be.at.most(cell?.getBoundingClientRect().right ?? NaN)
    expect(cell?.querySelector('b')?.title).to.contain('Call not answered')
  })

  it('has in the bars of today what comes after the first paint, within seconds', async () => {
    const { floor, timers } = floorOf([cti(NOON - 60, 'READY')])
    const { list } = await shown({ floor, timers })
    const bar = () => deepQuery(list, 'td.today svg')?.ariaLabel ?? ''
    await waitUntil(() => bar().includes('Ready'), 'a bar', PATIENCE)
    floor.relayListener.onObservations(stored([cti(NOON - 7200, 'TALKING')], 0))
    for (let second = 0; second < 3; second += 1) {
      timers.pass(1000)
      await settled(list)
    }
    expect(bar()).to.contain('On a call')
  })

  it('goes by keys to any row, and opens it', async () => {
    const { list } = await shown(bigFloor())
    list.focusAgent('a000')
    await settled(list)
    await press(list, 'End')
    expect(focusedIn(list)).to.equal('a499')
    await press(list, 'ArrowUp')
    expect(focusedIn(list)).to.equal('a498')
    await press(list, 'Home', 'PageDown')
    expect(focusedIn(list)).to.match(/^a00[5-9]|^a01/)
    await press(list, 'a', '2', '5', '0')
    expect(focusedIn(list)).to.equal('a250')
  })

  it('goes by keys from the row that was clicked', async () => {
    const { list } = await shown(bigFloor())
    rowsOf(list)[2]?.click()
    expect(focusedIn(list)).to.equal('a002')
    await press(list, 'ArrowDown')
    expect(focusedIn(list)).to.equal('a003')
  })

  it('keeps the focus on a person whose row goes elsewhere', async () => {
    const fixtureOf = bigFloor()
    const { app, list } = await shown(fixtureOf)
    app.filters = { ...app.filters, sort: 'since' }
    await settled(app)
    list.focusAgent('a499')
    await settled(list)
    fixtureOf.floor.relayListener.onObservations(stored([cti(NOON, 'TALKING', 0, { agentId: 'a499' })], 1000))
    fixtureOf.timers.pass(100)
    await settled(app)
    expect(focusedIn(list)).to.equal('a499')
    expect(deepText(rowsOf(list).find((row) => deepText(row).includes('a499')) ?? null)).to.contain('Talking')
  })

  it('lets times pass without rendering the rows again', async () => {
    const fixtureOf = bigFloor()
    const { list } = await shown(fixtureOf)
    const [row] = rowsOf(list)
    const before = deepText(row ?? null)
    let changes = 0
    const observer = new MutationObserver(
      (records) => (changes += records.filter(({ type }) => type === 'attributes').length),
    )
    if (row) observer.observe(row, { attributes: true, subtree: true })
    fixtureOf.timers.pass(2000)
    await settled(list)
    observer.disconnect()
    expect(deepText(row ?? null)).not.to.equal(before)
    expect(changes).to.equal(0)
  })

  it('says what is heard at once, and puts in order what comes in a rush a little later', async () => {
    const fixtureOf = bigFloor()
    const { app, list } = await shown(fixtureOf)
    app.filters = { ...app.filters, sort: 'since' }
    await settled(app)
    const first = (): string => deepText(rowsOf(list)[0] ?? null)
    const talks = async (agentId: string, seq: number): Promise<void> => {
      fixtureOf.floor.relayListener.onObservations(stored([cti(NOON, 'TALKING', 0, { agentId })], seq))
      fixtureOf.timers.pass(100)
      await settled(app)
    }
    await talks('a499', 1000)
    expect(first(), 'nothing had come for long').to.contain('a498')
    await talks('a498', 1001)
    expect(first()).to.match(/a498.*Talking/)
    fixtureOf.timers.pass(500)
    await settled(app)
    expect(first()).to.contain('a497')
  })

  it('counts what comes in a rush out of sight a little later', async () => {
    const fixtureOf = bigFloor()
    const { app } = await shown(fixtureOf)
    const header = (): string => deepText(deepQuery(app, 'rch-floor-header'))
    for (const [index, agentId] of ['a400', 'a401', 'a402'].entries()) {
      fixtureOf.floor.relayListener.onObservations(stored([cti(NOON, 'TALKING', 0, { agentId })], 1000 + index))
      fixtureOf.timers.pass(60)
      await settled(app)
    }
    expect(header()).to.contain('On a call 1')
    fixtureOf.timers.pass(500)
    await settled(app)
    expect(header()).to.contain('On a call 3')
  })

  it('leaves the rows alone of whom nothing is heard', async () => {
    const fixtureOf = bigFloor()
    const { app, list } = await shown(fixtureOf)
    let changes = 0
    const observer = new MutationObserver((records) => (changes += records.length))
    for (const row of rowsOf(list).slice(0, 6)) {
      observer.observe(row, { attributes: true, childList: true, characterData: true, subtree: true })
    }
    const talks = async (agentId: string, seq: number): Promise<void> => {
      fixtureOf.floor.relayListener.onObservations(stored([cti(NOON, 'TALKING', 0, { agentId })], seq))
      // No second is full meanwhile, at which the times pass.
      fixtureOf.timers.pass(200)
      await settled(app)
    }
    await talks('a400', 1000)
    expect(changes).to.equal(0)
    await talks('a003', 1001)
    expect(deepText(rowsOf(list)[3] ?? null)).to.contain('Talking')
    const ofOne = changes
    expect(ofOne).to.be.greaterThan(0)
    await talks('a401', 1002)
    observer.disconnect()
    expect(changes).to.equal(ofOne)
  })

  it('puts rows together under heads', async () => {
    const { app, list } = await shown(bigFloor())
    app.filters = { ...app.filters, groupBy: 'state' }
    await settled(app)
    expect(deepText(rowsOf(list)[0] ?? null)).to.equal('Not Ready 250')
    expect(list.shadowRoot?.querySelector('table')?.getAttribute('aria-rowcount')).to.equal('503')
    await expect(app).to.be.accessible()
  })
})

describe('thresholds', () => {
  it('mark who is over them, in the row, in the filter and in the list of today', async () => {
    const { app, list } = await shown(bigFloor())
    app.preferences.set(THRESHOLDS, { 'NOT_READY 71': [2, 5] })
    await settled(app)
    app.filters = { ...app.filters, onlyOver: true, sort: 'since' }
    await settled(app)
    expect(deepText(deepQuery(app, 'rch-floor-header'))).to.match(/Over threshold 220/)
    expect(rowsOf(list)[0]?.querySelector('.since.breach [role=img]')?.getAttribute('aria-label')).to.equal(
      'over the threshold',
    )
    const slot = deepQuery(app, 'rch-thresholds-slot')
    slot?.shadowRoot?.querySelector<HTMLElement>('button')?.click()
    await settled(app)
    await settled(app)
    const panel = deepQuery(app, 'rch-thresholds-panel')
    expect(panel?.shadowRoot?.querySelectorAll('li').length).to.equal(100)
    expect(deepText(panel)).to.contain('LUNCH 71')
    await expect(app).to.be.accessible()
    panel?.shadowRoot?.querySelector<HTMLElement>('li button')?.click()
    await settled(app)
    expect(app.agentId).to.match(/^a\d+$/)
    expect(deepQuery(app, 'rch-thresholds-panel')).to.equal(null)
  })
})

it('marks the whole row of whoever has the focus, and names his team where teams are the order', async () => {
  const { app, list } = await shown(bigFloor())
  const idOf = (): string => deepText(rowsOf(list)[0]?.querySelector('.small') ?? null)
  expect(idOf()).not.to.contain('MN Team 1')
  app.filters = { ...app.filters, sort: 'team' }
  list.focusAgent('a000')
  await settled(app)
  expect(idOf()).to.contain('MN Team 1')
  expect(
    rowsOf(list)
      .map((row) => getComputedStyle(row).outlineStyle === 'solid')
      .slice(0, 3),
  ).to.deep.equal([true, false, false])
})

it('writes how many there are as the language does', async () => {
  const ids = Array.from({ length: 1200 }, (_, index) => `b${index}`)
  const { app, list } = await shown(
    floorOf(
      ids.map((agentId) => cti(NOON - 60, 'READY', 0, { agentId })),
      { users: ids.map((id) => user(id, id, '')) },
    ),
  )
  app.filters = { ...app.filters, groupBy: 'state' }
  await settled(app)
  expect(deepText(list)).to.contain('Ready 1,200')
  expect(deepText(deepQuery(app, '.chips'))).to.contain('Ready 1,200')
})

/** What is said of the person who has the focus, beside the name. */
const saidIn = (list: AgentList): string | null | undefined => list.shadowRoot?.activeElement?.ariaDescription

describe('whoever hears the list instead of seeing it', () => {
  it('is told what each head orders by', async () => {
    const { list } = await shown(bigFloor())
    const heads = [...(list.shadowRoot?.querySelectorAll<HTMLElement>('thead button') ?? [])]
    expect(heads.map(({ title }) => title).join()).to.equal(
      'By name,By team,By state,By reason,By comparison,By time in state',
    )
  })

  it('is told with each name what the row shows, but not again on each second', async () => {
    const fixtureOf = bigFloor()
    const { list } = await shown(fixtureOf)
    list.focusAgent('a000')
    await settled(list)
    expect(saidIn(list)?.replace(/\s+/g, ' ')).to.match(/^ ?Not Ready.*LUNCH 71.*01:00/)
    const spoken = saidIn(list)
    fixtureOf.timers.pass(3000)
    await settled(list)
    expect(deepText(list)).to.contain('01:03')
    expect(saidIn(list)).to.equal(spoken)
  })

  it('is told under which head somebody stands', async () => {
    const { app, list } = await shown(bigFloor())
    app.filters = { ...app.filters, groupBy: 'state' }
    await settled(app)
    list.focusAgent('a001')
    await settled(list)
    expect(saidIn(list)).to.match(/^Ready/)
    list.focusAgent('a000')
    await settled(list)
    expect(saidIn(list)).to.match(/^Not Ready/)
  })

  it('is told how many a search finds, once', async () => {
    const fixtureOf = bigFloor()
    const { app } = await shown(fixtureOf)
    const said = (): string =>
      deepText(deepQuery(app, 'rch-floor-footer')?.shadowRoot?.querySelector('[role=status]') ?? null)
    expect(said()).to.equal('')
    app.filters = { ...app.filters, search: 'a49', group: 'not-ready' }
    await settled(app)
    expect(said()).to.equal('5 of 500 agents')
    fixtureOf.floor.relayListener.onObservations(stored([cti(NOON, 'READY', 0, { agentId: 'a490' })], 1000))
    fixtureOf.timers.pass(1000)
    await settled(app)
    expect(deepText(deepQuery(app, 'rch-floor-footer'))).to.contain('4 of 500 agents')
    expect(said()).to.equal('5 of 500 agents')
  })
})
