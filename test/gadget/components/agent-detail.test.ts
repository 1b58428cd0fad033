import { expect } from '@open-wc/testing'
import { describe, it } from 'vitest'
import type { AgentDetail } from '../../../src/gadget/components/agent-detail.ts'
import '../../../src/gadget/components/agent-detail.ts'
import type { LanesView } from '../../../src/gadget/components/lanes.ts'
import { RelayError } from '../../../src/gadget/connection/relay-error.ts'
import type { Floor } from '../../../src/gadget/floor/floor.ts'
import { createFormats } from '../../../src/gadget/words/formats.ts'
import type { Observation } from '../../../src/history/observation.ts'
import { AGENT, at, call, cti, finesse, instant, system } from '../../history/heard.ts'
import { floorOf, NOON, stored, user, welcome } from '../floor-fixture.ts'
import { keeping } from '../relay-history.ts'
import { alone, buttonOf, heardFrom } from './alone.ts'
import { deepQuery, deepText, settled } from './deep.ts'

const FORMATS = createFormats('en-GB')
const DAY = 24 * 3600
const TODAY = [cti(NOON - 1867, 'NOT_READY', 71), finesse(NOON - 1866.843, 'NOT_READY')]
/** The day before, with a stay that lasted over midnight. */
const YESTERDAY = [
  cti(NOON - DAY - 7200, 'READY'),
  cti(NOON - DAY - 3600, 'NOT_READY', 72),
  cti(NOON - DAY - 1800, 'READY'),
  cti(NOON - DAY + 7200, 'LOGOUT', 32766),
]
const KEPT = [...YESTERDAY, ...TODAY]

/** The agent as he is opened from the list. */
const of = (floor: Floor, hasBack = false) =>
  alone(
    'rch-agent-detail',
    {
      floor,
      agentId: AGENT,
      entryFrom: null,
      length: 'fitting',
      density: 'comfortable',
      formats: FORMATS,
      hasBack,
      version: 0,
    },
    800,
  )

async function shown(
  kept: readonly Observation[],
  { since = NOON - 40 * DAY, fault = () => {}, finesseDrift = 0 } = {},
) {
  const { floor, timers } = floorOf([], { finesseDrift })
  floor.start(keeping(kept, fault))
  floor.relayListener.onWelcome(welcome({ keptSince: instant(since), resumed: false }), 0)
  floor.relayListener.onStatus({ phase: 'open' })
  floor.relayListener.onObservations(stored(TODAY))
  timers.pass(100)
  floor.open(AGENT)
  return of(floor)
}

const picker = (view: AgentDetail): HTMLElement | null => deepQuery(view, 'rch-day-picker')
const press = async (view: AgentDetail, name: string): Promise<void> => {
  picker(view)?.shadowRoot?.querySelector<HTMLElement>(`button[aria-label='${name}']`)?.click()
  await settled(view)
  await settled(view)
}
const rows = (view: AgentDetail): string[] =>
  [...(deepQuery(view, 'rch-entry-table')?.shadowRoot?.querySelectorAll('tbody tr') ?? [])].map((row) => deepText(row))

/** An agent of this name of whom little is known. */
const named = (name: string, hasBack = false) => {
  const { floor } = floorOf([cti(NOON - 600, 'READY'), finesse(NOON - 599.9, 'READY')], {
    users: [user(AGENT, name, '', '8510')],
    relay: false,
  })
  return of(floor, hasBack)
}

describe('one agent', () => {
  it('is named with id, extension and team, and has his day and the offer to change his state', async () => {
    const detail = await named('Console')
    expect(deepText(detail.shadowRoot?.querySelector('header') ?? null)).to.equal(
      'Console cons8510 · extension 8510 · MN Team 1',
    )
    expect(deepQuery(detail, 'rch-act-slot')).not.to.equal(null)
    expect(deepQuery(detail, 'rch-entry-table')).not.to.equal(null)
    await expect(detail).to.be.accessible()
  })

  it('leads back to the list where there is no room for both, and only there', async () => {
    const detail = await named('Console', true)
    const back = heardFrom(detail, 'rch-back')
    buttonOf(detail, '‹').click()
    expect(back).to.deep.equal([null])
    await expect(detail).to.be.accessible()
  })

  it('keeps a name that is written backwards in its own place', async () => {
    const name = '\u202E<b>eman</b>'
    const detail = await named(name)
    expect(detail.shadowRoot?.querySelector('h2 bdi')?.textContent).to.equal(name)
  })
})

describe('a day of an agent', () => {
  it('is today at first, and any other that the relay keeps', async () => {
    const view = await shown(KEPT)
    expect(rows(view)[0]).to.contain('LUNCH')
    await press(view, 'The day before')
    expect(rows(view)).to.have.length(4)
    expect(rows(view)[1]).to.contain('Ready')
    expect(deepText(deepQuery(view, 'rch-callout'))).to.contain('Agent Initiated')
    expect(deepText(deepQuery(view, 'rch-totals'))).to.match(/^Sun 22 Nov, /)
    expect(deepText(deepQuery(view, 'rch-lanes')), 'a day that is over has no present').not.to.contain('now')
    await press(view, 'The day after')
    expect(rows(view)[0]).to.contain('LUNCH')
  })

  it('has the evening before as well while it is young, and sums up what was since midnight', async () => {
    const { floor, timers } = floorOf([])
    const midnight = NOON + 10 * 3600
    timers.pass(10 * 3_600_000 + 300_000)
    floor.relayListener.onObservations(stored([cti(midnight - 600, 'NOT_READY', 71), cti(midnight + 120, 'READY')]))
    const view = await of(floor)
    expect(rows(view)[1]).to.contain('23:50:00.000')
    expect(deepText(deepQuery(view, 'rch-totals'))).to.match(/^Today, Console 8510: .*LUNCH 2 min/)
  })

  it('stays, with the hours that are in view, where another agent is chosen, and also where he has nothing on it', async () => {
    const his = { agentId: 'alopez' }
    const view = await shown([...KEPT, cti(NOON - DAY - 3000, 'TALKING', 0, his), cti(NOON - DAY, 'LOGOUT', 0, his)])
    await press(view, 'The day before')
    const lanes = () => deepQuery<LanesView>(view, 'rch-lanes')
    view.view = { length: 3_600_000, end: at(NOON - DAY) }
    await settled(view)
    const range = lanes()?.range
    view.agentId = 'alopez'
    await settled(view)
    await settled(view)
    expect(deepQuery<HTMLInputElement>(view, "input[type='date']")?.value).to.equal('2026-11-22')
    expect(rows(view).map((row) => /Talking|Logged out/.exec(row)?.[0])).to.deep.equal(['Logged out', 'Talking'])
    expect(lanes()?.range).to.deep.equal(range)
    view.agentId = 'bander'
    await settled(view)
    await settled(view)
    expect(deepText(view)).to.contain('Nothing was heard of this agent on this day.')
    await press(view, 'The day after')
    expect(deepQuery<HTMLInputElement>(view, "input[type='date']")?.value, 'and leads back').to.equal('2026-11-23')
  })

  it('is on the clock of Finesse as it is known by now, also where it is over', async () => {
    const view = await shown([...KEPT, finesse(NOON - DAY - 3590, 'NOT_READY')], { finesseDrift: 8000 })
    await press(view, 'The day before')
    const heard = () => deepQuery<LanesView>(view, 'rch-lanes')?.lanes.finesse[0]?.from
    expect(heard()).to.equal(at(NOON - DAY - 3598))
    view.floor.relayListener.onWelcome(welcome({ keptSince: instant(NOON - 40 * DAY), resumed: true }), 3000)
    view.version = 1
    await settled(view)
    expect(heard()).to.equal(at(NOON - DAY - 3595))
  })

  it('is chosen in a field that ends where the relay’s history does', async () => {
    const view = await shown(KEPT, { since: NOON - 2 * DAY })
    const field = deepQuery<HTMLInputElement>(view, "input[type='date']")
    expect([field?.min, field?.value, field?.max]).to.deep.equal(['2026-11-21', '2026-11-23', '2026-11-23'])
    const choose = async (day: string): Promise<void> => {
      if (!field) throw new Error('no field')
      field.value = day
      field.dispatchEvent(new Event('change'))
      await settled(view)
      await settled(view)
    }
    await choose('2026-11-22')
    expect(rows(view)).to.have.length(4)
    await choose('2026-11-01')
    expect(field?.value, 'what is not kept cannot be chosen').to.equal('2026-11-22')
    await choose('2026-11-21')
    expect(deepText(view)).to.contain('Nothing was heard of this agent on this day.')
  })

  it('says what could not be read, and reads it again when asked', async () => {
    let fails = true
    const fault = () => {
      if (fails) throw new RelayError('history-unavailable')
    }
    const view = await shown(KEPT, { fault })
    await press(view, 'The day before')
    expect(deepText(view)).to.contain('Only a part of the relay’s history of this day could be read.')
    fails = false
    deepQuery<HTMLElement>(view, 'p button.link')?.click()
    await settled(view)
    await settled(view)
    expect(deepText(view)).not.to.contain('Only a part')
    expect(rows(view)).to.have.length(4)
  })

  it('moves the lanes to an entry that is chosen in the table and out of view', async () => {
    const view = await shown([...YESTERDAY, cti(NOON - 5 * 3600, 'READY'), ...TODAY])
    const lanes = deepQuery<LanesView>(view, 'rch-lanes')
    const before = lanes?.range.from ?? 0
    deepQuery(view, 'rch-entry-table')?.shadowRoot?.querySelectorAll<HTMLElement>('tbody tr')[2]?.click()
    await settled(view)
    expect(lanes?.range.from).to.be.below(before)
    expect(deepQuery(lanes ?? view, 'button.chosen')).not.to.equal(null)
  })

  it('is that of the entry that was asked for', async () => {
    const view = await shown(KEPT)
    view.entryFrom = at(NOON - DAY - 3600)
    await settled(view)
    await settled(view)
    expect(deepText(deepQuery(view, 'rch-callout'))).to.contain('72 IN MEETING')
    expect(rows(view)).to.have.length(4)
  })

  it('has what became of the phone and of the contact centre: marks on the lane, in the row and in words', async () => {
    const phone = system(NOON - 1868, 'INSTRUMENT_OUT_OF_SERVICE', { agentId: AGENT, text: '=cmd()' })
    const centre = system(NOON - 60, 'EVENT_99', { text: 'hello' })
    const elsewhere = system(NOON - 50, 'PERIPHERAL_OFFLINE', { site: 'ccx2' })
    const view = await shown([...KEPT, phone, centre, elsewhere])
    const lanes = deepQuery(view, 'rch-lanes')?.shadowRoot
    const marks = [...(lanes?.querySelectorAll('.lane.cti .mark') ?? [])]
    expect(marks.map((mark) => mark.getAttribute('aria-label'))).to.have.members([
      `${FORMATS.second(at(NOON - 1868))} the phone is out of service: =cmd()`,
      `${FORMATS.second(at(NOON - 60))} EVENT_99: hello`,
    ])
    expect(marks.filter((mark) => mark.matches('.bad'))).to.have.length(1)
    const callout = deepText(deepQuery(view, 'rch-callout'))
    expect(callout).to.contain('the phone is out of service').and.to.contain('EVENT_99: hello')
    expect(callout).to.not.contain('the contact centre')
    const row = deepQuery(view, 'rch-entry-table')?.shadowRoot?.querySelector('tbody tr [role=img][title]')
    expect(row?.getAttribute('aria-label')).to.contain('the phone is out of service')
    await expect(view).to.be.accessible()
  })

  it('tells in its table of the calls that the lanes show', async () => {
    const rang = [
      call(NOON - 1900, 'DELIVERED', { agentId: AGENT }),
      call(NOON - 1867, 'DIVERTED', { agentId: AGENT, cause: 'CALL_NOT_ANSWERED' }),
    ]
    const view = await shown([...KEPT, cti(NOON - 1900, 'RESERVED'), ...rang])
    const marked = [...(deepQuery(view, 'rch-entry-table')?.shadowRoot?.querySelectorAll('tbody tr') ?? [])].filter(
      (row) => row.querySelector('[role=img]')?.getAttribute('aria-label')?.includes('not answered'),
    )
    expect(marked.map((row) => deepText(row.querySelector('.state')))).to.deep.equal(['Reserved ☎︎'])
  })

  it('passes the accessibility check', async () => {
    const view = await shown(KEPT)
    await press(view, 'The day before')
    await expect(view).to.be.accessible()
  })
})
