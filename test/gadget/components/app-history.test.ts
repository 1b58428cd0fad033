import { expect } from '@open-wc/testing'
import { describe, it, vi } from 'vitest'
import { PreferenceStore } from '../../../src/gadget/preferences/preference-store.ts'
import { THRESHOLDS } from '../../../src/gadget/thresholds/threshold-preferences.ts'
import { cti, finesse, labelled } from '../../history/heard.ts'
import { floorOf, NOON } from '../floor-fixture.ts'
import { buttonOf } from './alone.ts'
import { opened, openHistory, SCENE, shown, USERS } from './app-scene.ts'
import { deepQuery, deepText, settled } from './deep.ts'

describe("an agent's history", () => {
  it('says what each side said, why they differ, and the request that mends it', async () => {
    const text = deepText(deepQuery(await opened(), 'rch-callout'))
    expect(text).to.contain('71 LUNCH')
    expect(text).to.contain('−1, no reason')
    expect(text).to.contain('set by “acd-console”')
    expect(text).to.contain('157 ms later')
    expect(text).to.contain('Finesse keeps only reasons set through its own API.')
    expect(text).to.contain('PUT /finesse/api/User/cons8510')
    expect(text).to.contain('<reasonCodeId>1</reasonCodeId>')
  })

  it('has a table with both words, the lag and the verdict', async () => {
    const table = deepQuery(await opened(), 'rch-entry-table')
    const rows = [...(table?.shadowRoot?.querySelectorAll('tbody tr') ?? [])].map((row) => deepText(row))
    expect(rows).to.have.length(2)
    expect(rows[0]).to.match(/13:28:53\.000.*Not Ready.*LUNCH.*from CTI.*71.*−1.*157 ms.*Finesse has no reason/s)
    expect(rows[1]).to.match(/13:10:00\.000.*18:53.*Ready.*none in this state.*Agree/s)
  })

  it('shows the entry that is chosen in the table or in the lanes', async () => {
    const app = await opened()
    const table = deepQuery(app, 'rch-entry-table')
    table?.shadowRoot?.querySelectorAll<HTMLElement>('tbody tr')[1]?.click()
    await settled(app)
    expect(deepText(deepQuery(app, 'rch-callout'))).to.contain('Ready carries no reason')
    const bars = deepQuery(app, 'rch-lanes')?.shadowRoot?.querySelectorAll<HTMLElement>(
      '.lane.finesse button:not(.deaf)',
    )
    expect(bars?.length).to.equal(2)
    expect(bars?.[1]?.textContent?.trim()).to.equal('−1 no reason')
    bars?.[1]?.click()
    await settled(app)
    expect(deepText(deepQuery(app, 'rch-callout'))).to.contain('71 LUNCH')
  })

  it('keeps the raw evidence of both sides', async () => {
    const evidence = deepQuery(await opened(), 'rch-evidence')
    evidence?.shadowRoot?.querySelector('details')?.setAttribute('open', '')
    const text = deepText(evidence)
    expect(text).to.contain('EventReasonCode 71')
    expect(text).to.contain('acd-console')
    expect(text).to.contain('−1, empty or absent')
    expect(text).to.contain('read by the relay')
  })

  it('takes the place of the list where there is no room for both, and gives it back', async () => {
    const app = await opened(400)
    expect(deepQuery(app, 'rch-agent-list')).to.equal(null)
    const detail = deepQuery(app, 'rch-agent-detail')
    if (detail) deepQuery<HTMLElement>(detail, 'button.link')?.click()
    await settled(app)
    const list = deepQuery(app, 'rch-agent-list')
    expect((list?.shadowRoot?.activeElement as HTMLElement | null)?.dataset['agent']).to.equal('cons8510')
  })

  it('has the focus where it took the list’s place from somebody, and is closed by Escape wherever one clicked', async () => {
    const hasFocus = vi.spyOn(document, 'hasFocus').mockReturnValue(true)
    const app = await opened(400)
    const detail = deepQuery(app, 'rch-agent-detail')
    expect(deepText(detail?.shadowRoot?.activeElement ?? null)).to.equal('‹ All agents')
    hasFocus.mockRestore()
    app.focus()
    expect(document.activeElement, 'as a click on mere text does').to.equal(app)
    app.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))
    await settled(app)
    expect(deepQuery(app, 'rch-agent-list')).not.to.equal(null)
  })

  it('can be exported in the list’s place, and breaches are read out there, though the tools have gone', async () => {
    const preferences = new PreferenceStore('super1', null)
    preferences.set(THRESHOLDS, { 'NOT_READY 71': [null, 5] })
    const app = await shown(floorOf(SCENE, { users: USERS }).floor, 400, preferences)
    await openHistory(app)
    const isSeen = (selector: string) => deepQuery(app, selector)?.checkVisibility({ visibilityProperty: true })
    expect(isSeen("button[title='Totals']")).to.equal(false)
    expect(isSeen('[aria-live]')).to.equal(true)
    const tools = deepQuery(app, 'rch-day-tools')
    buttonOf(tools ?? app, 'Export').click()
    await settled(app)
    expect(isSeen('dialog[open]')).to.equal(true)
    expect(isSeen('fieldset')).to.equal(true)
    await expect(app).to.be.accessible()
  })

  it('stays open at the Escape that empties the search', async () => {
    const app = await opened()
    app.filters = { ...app.filters, search: 'ana' }
    await settled(app)
    const search = deepQuery<HTMLInputElement>(app, "input[type='search']")
    const escape = async (): Promise<void> => {
      search?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true }))
      await settled(app)
    }
    await escape()
    expect([app.filters.search, search?.value, app.agentId]).to.deep.equal(['', '', 'cons8510'])
    await escape()
    expect(app.agentId).to.equal(null)
  })

  it('does not call the CTI server silent while the relay is away', async () => {
    const { floor } = floorOf([finesse(NOON - 60, 'READY')], { relay: false })
    floor.relayListener.onStatus({ phase: 'waiting', code: 'unreachable', until: 0 })
    const app = await shown(floor, 1200)
    await openHistory(app)
    expect(deepText(deepQuery(app, 'rch-callout'))).to.contain('The CTI server said Not heard')
    expect(deepText(deepQuery(app, 'rch-entry-table'))).to.contain('not heard')
  })

  it('shows what strangers wrote as text', async () => {
    const evil = '<img src=x onerror=alert(1)>'
    const long = 'a label of forty characters, and of no more'
    const { floor } = floorOf([
      cti(NOON - 100, 'NOT_READY', 71),
      finesse(NOON - 99, 'NOT_READY', labelled(71, evil, 1)),
      cti(NOON - 50, 'NOT_READY', 73),
      finesse(NOON - 49, 'NOT_READY', labelled(73, long, 3)),
      cti(NOON - 20, 'NOT_READY', 72),
      finesse(NOON - 19, 'NOT_READY', labelled(72, 'שיחה עם מנהל', 2)),
    ])
    const app = await shown(floor, 1200)
    await openHistory(app)
    const text = deepText(app)
    for (const label of [evil, long, 'שיחה עם מנהל']) expect(text).to.contain(label)
    expect(deepQuery(app, 'img')).to.equal(null)
  })
})
