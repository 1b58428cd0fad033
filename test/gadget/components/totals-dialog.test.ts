import { expect } from '@open-wc/testing'
import { describe, it } from 'vitest'
import { RelayError } from '../../../src/gadget/connection/relay-error.ts'
import { totals } from '../../../src/history/totals.ts'
import { at, EVENING, entriesOf, LUNCH_AND_MEETING } from '../../history/heard.ts'
import { NOON, user } from '../floor-fixture.ts'
import { deepQuery, deepText, settled } from './deep.ts'
import { appWithRelay, choose, press } from './reports-fixture.ts'

const DAY = { from: at(0), to: at(NOON) }
const OWN = totals(entriesOf(LUNCH_AND_MEETING, EVENING), DAY, at(NOON))

async function opened(width = 1200) {
  const { app, floor, timers, relay } = await appWithRelay([], width)
  await press(app, 'Totals')
  const dialog = deepQuery(app, 'rch-totals-dialog')
  if (!dialog) throw new Error('no dialog')
  return { app, floor, timers, relay, dialog }
}

async function answered(width = 1200) {
  const all = await opened(width)
  all.relay.say(0, {
    agents: [
      { agentId: 'cons8510', totals: OWN },
      { agentId: 'alopez', totals: OWN },
    ],
  })
  await settled(all.app)
  return all
}

const rowsOf = (dialog: Element, label: string): string[] =>
  [...(deepQuery<HTMLTableElement>(dialog, `table[aria-label='${label}']`)?.tBodies[0]?.rows ?? [])].map((row) =>
    [...row.cells].map((cell) => deepText(cell)).join(' | '),
  )

describe('the totals', () => {
  it('are asked of the relay for today and everyone, with the progress, and can be cancelled and asked again', async () => {
    const { app, floor, timers, relay, dialog } = await opened()
    const midnight = new Date(at(NOON)).setHours(0, 0, 0, 0)
    expect(relay.asked[0]?.question).to.deep.include({
      type: 'totals',
      from: new Date(midnight).toISOString(),
      to: new Date(floor.clock.now()).toISOString(),
    })
    relay.say(0, { progress: 0.42, complete: false, agents: [] })
    await settled(app)
    expect(deepText(dialog)).to.contain('The relay reads its history … 42%')
    await press(dialog, 'Cancel')
    expect(relay.asked[0]?.isCancelled).to.equal(true)
    expect(deepText(dialog)).to.contain('Cancelled.')
    timers.pass(60_000)
    await press(dialog, 'Try again')
    expect(relay.asked).to.have.length(2)
    expect(relay.asked[1]?.question).to.deep.include({ to: new Date(floor.clock.now()).toISOString() })
  })

  it('can be asked of somebody who comes while the dialog is open', async () => {
    const { dialog, floor, timers } = await opened()
    const offered = (): boolean => deepQuery(dialog, "option[value='agent late']") !== null
    expect(offered()).to.equal(false)
    floor.finesseListener.onTeam({
      uri: '/finesse/api/Team/3',
      id: '3',
      name: 'MN Team 1',
      users: [user('cons8510', 'Console', '8510'), user('late', 'Late', 'Comer')],
    })
    timers.pass(6000)
    await settled(dialog)
    expect(offered()).to.equal(true)
  })

  it('are shown as bars and numbers, by reason and by agent', async () => {
    const { dialog } = await answered()
    const text = deepText(dialog)
    expect(text).to.contain('Not Ready 3 hrs 0 mins')
    expect(text).to.contain('Without a reason in Finesse 2 hrs 0 mins 67% of the time in which Finesse was watched')
    expect(text).to.contain('Worst lag of Finesse 900 ms Console 8510,')
    expect(rowsOf(dialog, 'By reason')).to.deep.equal([
      'LUNCH 71 |  | 67% | 2 hrs 0 mins | 2 | 1 hr 0 mins | 1 hr 0 mins',
      'IN MEETING 72 |  | 33% | 1 hr 0 mins | 2 | 30 mins | 30 mins',
    ])
    expect(rowsOf(dialog, 'By agent')).to.deep.equal([
      'Ana Lopez |  | 1 hr 30 mins | 67% | 1 | 900 ms',
      'Console 8510 |  | 1 hr 30 mins | 67% | 1 | 900 ms',
    ])
    expect(text).to.contain('By agent Without Finesse reason · Finesse was not watched in this time. Agent Not Ready')
    const widths = [
      ...(deepQuery(dialog, "table[aria-label='By reason']")?.querySelectorAll<HTMLElement>('.bar i') ?? []),
    ]
    expect(widths.map(({ style }) => style.width)).to.deep.equal(['100%', '50%'])
  })

  it('are ordered by the heading that is clicked, and back', async () => {
    const { dialog } = await answered()
    const table = deepQuery(dialog, "table[aria-label='By reason']")
    const heading = [...(table?.querySelectorAll('th') ?? [])].find(({ textContent }) =>
      textContent?.includes('Reason'),
    )
    heading?.querySelector('button')?.click()
    await settled(dialog)
    expect(heading?.getAttribute('aria-sort')).to.equal('ascending')
    expect(rowsOf(dialog, 'By reason')[0]).to.contain('IN MEETING')
    heading?.querySelector('button')?.click()
    await settled(dialog)
    expect(heading?.getAttribute('aria-sort')).to.equal('descending')
    expect(rowsOf(dialog, 'By reason')[0]).to.contain('LUNCH')
  })

  it('of one agent follow from a click on the name, of a team from the list', async () => {
    const { dialog, relay } = await answered()
    await press(dialog, 'Ana Lopez')
    expect(relay.asked[1]?.question).to.deep.include({ agentIds: ['alopez'] })
    await choose(dialog, 'label select', 'team 3')
    expect(relay.asked[1]?.isCancelled).to.equal(true)
    expect(relay.asked[2]?.question).to.deep.include({ teamId: '3' })
  })

  it('of another range are asked for as soon as it is one', async () => {
    const { dialog, relay } = await answered()
    await choose(dialog, 'select:has(option[value="30d"])', '30d')
    expect(relay.asked).to.have.length(2)
    await choose(dialog, 'select:has(option[value="30d"])', 'custom')
    await choose(dialog, 'input[name="from"]', '2026-11-23T10:00')
    await choose(dialog, 'input[name="to"]', '2026-11-23T09:00')
    expect(deepText(dialog)).to.contain('The end must come after the start.')
    const begins = deepQuery<HTMLInputElement>(dialog, 'input[name="from"]')
    expect(begins?.value, 'what was given stays').to.equal('2026-11-23T10:00')
    await choose(dialog, 'input[name="from"]', '2026-11-23T08:00')
    await choose(dialog, 'input[name="to"]', '2026-11-23T09:00')
    expect(relay.asked.at(-1)?.question).to.deep.include({
      from: new Date('2026-11-23T08:00').toISOString(),
      to: new Date('2026-11-23T09:00').toISOString(),
    })
  })

  it('say when nothing was heard, and what the relay’s fault means', async () => {
    const { app, dialog, relay } = await opened()
    relay.say(0, { agents: [] })
    await settled(app)
    expect(deepText(dialog)).to.contain('Nothing was heard of anybody in this time.')
    await choose(dialog, 'label select', 'team 3')
    relay.asked[1]?.listener.onFault(new RelayError('relay-too-old'))
    await settled(app)
    expect(deepText(dialog)).to.contain('The relay is older than this gadget')
  })

  it('lead to the agent who had the worst lag', async () => {
    const { app, dialog } = await answered()
    deepQuery<HTMLElement>(dialog, "button[title='Open the history of Console 8510']")?.click()
    await settled(app)
    expect(deepQuery(app, 'rch-totals-dialog')).to.equal(null)
    expect(deepText(deepQuery(app, 'rch-agent-detail'))).to.contain('Console 8510')
  })

  for (const width of [320, 1200]) {
    it(`can be used by everybody at ${width} px`, async () => {
      const { app } = await answered(width)
      await expect(app).to.be.accessible()
    })
  }
})
