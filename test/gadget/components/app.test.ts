import { expect, fixture, html, waitUntil } from '@open-wc/testing'
import { describe, it, vi } from 'vitest'
import type { App } from '../../../src/gadget/components/app.ts'
import '../../../src/gadget/components/app.ts'
// Loaded when it is wanted; here it is there before.
import '../../../src/gadget/parts.ts'
import type { RelayClient } from '../../../src/gadget/connection/relay-client.ts'
import type { FinesseSource } from '../../../src/gadget/floor/finesse-source.ts'
import type { Floor } from '../../../src/gadget/floor/floor.ts'
import { type KeptValues, PreferenceStore } from '../../../src/gadget/preferences/preference-store.ts'
import { rowText } from '../../../src/gadget/selectors/row-text.ts'
import { placeText } from '../../../src/gadget/selectors/entry-place.ts'
import { SORT_KEYS } from '../../../src/gadget/selectors/agent-row.ts'
import { createFormats } from '../../../src/gadget/words/formats.ts'
import { at, cti, entriesOf, finesse, labelled } from '../../history/heard.ts'
import { floorOf, NOON, user } from '../floor-fixture.ts'
import { THRESHOLDS } from '../../../src/gadget/thresholds/threshold-preferences.ts'
import { buttonOf } from './alone.ts'
import { deepQuery, deepText, settled } from './deep.ts'
import { PATIENCE } from '../../support/patience.ts'

const SCENE = [
  cti(NOON - 3000, 'READY'),
  finesse(NOON - 2999.8, 'READY'),
  cti(NOON - 1867, 'NOT_READY', 71, { client: 'acd-console' }),
  finesse(NOON - 1866.843, 'NOT_READY', { via: 'witness' }),
  cti(NOON - 2900, 'READY', 0, { agentId: 'alopez' }),
  cti(NOON - 764, 'NOT_READY', 72, { agentId: 'alopez' }),
  finesse(NOON - 763.9, 'NOT_READY', { agentId: 'alopez', ...labelled(72, 'IN MEETING', 2) }),
]
const USERS = [user('cons8510', 'Console', '8510', '8510'), user('alopez', 'Ana', 'Lopez', '8511')]

async function shown(floor: Floor, width: number, preferences?: PreferenceStore): Promise<App> {
  const box = await fixture(html`<div style="height:640px; width:${width}px"></div>`)
  const app = document.createElement('rch-app')
  app.floor = floor
  if (preferences) app.preferences = preferences
  app.formats = createFormats('en-GB')
  box.append(app)
  await settled(app)
  return app
}

const rowOf = (app: App, agentId: string): HTMLElement => {
  const button = deepQuery<HTMLElement>(app, `button[data-agent='${agentId}']`)
  const row = button?.closest('tr')
  if (!row) throw new Error(`no row of ${agentId}`)
  return row
}

/** Opens the history of the scene's agent, which is loaded when it is wanted. */
async function openHistory(app: App): Promise<void> {
  rowOf(app, 'cons8510').click()
  await waitUntil(() => deepQuery(app, 'rch-callout'), 'the evidence', PATIENCE)
  await settled(app)
}

/** The gadget with the history of the scene's agent open. */
async function opened(width = 1200): Promise<App> {
  const app = await shown(floorOf(SCENE, { users: USERS }).floor, width)
  await openHistory(app)
  return app
}

describe('the floor', () => {
  it('names the reason that only the CTI server gave, and says so', async () => {
    const app = await shown(floorOf(SCENE, { users: USERS }).floor, 1200)
    const text = deepText(rowOf(app, 'cons8510'))
    expect(text).to.contain('Console 8510')
    expect(text).to.contain('LUNCH 71')
    expect(text).to.contain('CTI only')
    expect(text).to.contain('Finesse: −1, no reason')
    expect(text).to.contain('31:07')
    expect(deepText(rowOf(app, 'alopez'))).to.contain('both agree')
  })

  it('counts the differences, and shows only them when asked', async () => {
    const app = await shown(floorOf(SCENE, { users: USERS }).floor, 1200)
    const chip = deepQuery<HTMLElement>(app, "button[aria-pressed='false'].chip")
    expect(chip?.textContent?.replace(/\s+/g, ' ').trim()).to.equal('Only differences 1')
    chip?.click()
    await settled(app)
    expect(deepQuery(app, "button[data-agent='alopez']")).to.equal(null)
    expect(deepQuery(app, "button[data-agent='cons8510']")).not.to.equal(null)
  })

  it('shows only whoever is in a state, by its chip or from the list of the others', async () => {
    const heard = [...SCENE, cti(NOON - 20, 'WORK', 0, { agentId: 'alopez' })]
    const app = await shown(floorOf(heard, { users: USERS }).floor, 1200)
    const header = deepQuery(app, 'rch-floor-header')?.shadowRoot
    const others = header?.querySelector<HTMLSelectElement>("select[aria-label='State']")
    if (!others) throw new Error('no list of states')
    expect(deepText(others)).to.match(/^Other states ?Reserved \(0\) ?Wrap-up \(1\) ?Logged out \(0\)/)
    others.value = 'work'
    others.dispatchEvent(new Event('change'))
    await settled(app)
    expect(deepQuery(app, "button[data-agent='cons8510']")).to.equal(null)
    expect(deepQuery(app, "button[data-agent='alopez']")).not.to.equal(null)
    header?.querySelector<HTMLElement>('button.chip[aria-pressed=false]:nth-of-type(2)')?.click()
    await settled(app)
    expect(app.filters.group).to.equal('not-ready')
    expect(others.value).to.equal('')
    expect(deepQuery(app, "button[data-agent='alopez']")).to.equal(null)
  })

  it('finds people by name, id and extension, and says when nobody matches', async () => {
    const app = await shown(floorOf(SCENE, { users: USERS }).floor, 1200)
    const search = deepQuery<HTMLInputElement>(app, "input[type='search']")
    const type = async (text: string): Promise<void> => {
      if (!search) throw new Error('no search')
      search.value = text
      search.dispatchEvent(new Event('input'))
      await settled(app)
    }
    await type('ana 8511')
    expect(deepQuery(app, "button[data-agent='cons8510']")).to.equal(null)
    expect(deepQuery(app, "button[data-agent='alopez']")).not.to.equal(null)
    await type('nobody')
    expect(deepText(app)).to.contain('Nobody matches the filters.')
  })

  it('is ordered by a head that is clicked', async () => {
    const app = await shown(floorOf(SCENE, { users: USERS }).floor, 1200)
    const list = deepQuery(app, 'rch-agent-list')
    const order = () =>
      [...(list?.shadowRoot?.querySelectorAll<HTMLElement>('td button') ?? [])].map((button) => button.dataset['agent'])
    expect(order()).to.deep.equal(['alopez', 'cons8510'])
    list?.shadowRoot?.querySelector<HTMLElement>('th.since button')?.click()
    await settled(app)
    expect(order()).to.deep.equal(['cons8510', 'alopez'])
    expect(list?.shadowRoot?.querySelector('th.since')?.getAttribute('aria-sort')).to.equal('descending')
  })

  it('has a head for every order', async () => {
    const app = await shown(floorOf(SCENE, { users: USERS }).floor, 1200)
    const list = deepQuery(app, 'rch-agent-list')?.shadowRoot
    const chosen: string[] = []
    for (const button of list?.querySelectorAll<HTMLElement>('th button') ?? []) {
      button.click()
      await settled(app)
      chosen.push(app.filters.sort)
      expect(button.closest('th')?.getAttribute('aria-sort')).to.not.equal('none')
    }
    expect(chosen.toSorted()).to.deep.equal([...SORT_KEYS].toSorted())
  })

  it('follows what is heard', async () => {
    const { floor, timers } = floorOf(SCENE, { users: USERS })
    const app = await shown(floor, 1200)
    floor.relayListener.onObservations([{ ...cti(NOON, 'READY'), seq: 100 }])
    timers.pass(100)
    await settled(app)
    expect(deepText(rowOf(app, 'cons8510'))).to.contain('no reason in this state')
  })

  it('says what is wrong with the relay, and goes on with what Finesse says without calling it a difference', async () => {
    const { floor, timers } = floorOf([finesse(NOON - 60, 'NOT_READY', labelled(71, 'LUNCH', 1))], { relay: false })
    floor.relayListener.onStatus({ phase: 'waiting', code: 'unreachable', until: 0 })
    timers.pass(10_000)
    const app = await shown(floor, 1200)
    const text = deepText(app)
    expect(text).to.contain('The relay does not answer.')
    expect(text).to.contain('LUNCH 71')
    expect(text).to.contain('relay away')
    expect(text).to.contain('Only differences 0')
  })

  it('has the relay tried again at once by a button', async () => {
    const { floor, timers } = floorOf([], { relay: false })
    let tries = 0
    floor.start({
      relay: { start: () => {}, retry: () => (tries += 1) } as unknown as RelayClient,
      finesse: { start: () => {} } as unknown as FinesseSource,
    })
    floor.relayListener.onStatus({ phase: 'waiting', code: 'unreachable', until: Infinity })
    timers.pass(10_000)
    const app = await shown(floor, 1200)
    deepQuery(app, 'rch-floor-banner')?.shadowRoot?.querySelector('button')?.click()
    expect(tries).to.equal(1)
  })

  it('says that no relay is set up', async () => {
    const app = await shown(floorOf([], { relay: false }).floor, 1200)
    expect(deepText(app)).to.contain('No relay is set up')
  })

  it('moves between people by arrow keys', async () => {
    const app = await shown(floorOf(SCENE, { users: USERS }).floor, 1200)
    const first = deepQuery<HTMLElement>(app, "button[data-agent='alopez']")
    first?.focus()
    first?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, composed: true }))
    await settled(app)
    const list = deepQuery(app, 'rch-agent-list')
    expect((list?.shadowRoot?.activeElement as HTMLElement | null)?.dataset['agent']).to.equal('cons8510')
  })
})

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

/** A browser's storage. */
function storageOf(): KeptValues {
  const kept = new Map<string, string>()
  return {
    get length() {
      return kept.size
    },
    key: (index) => [...kept.keys()][index] ?? null,
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
    removeItem: (name) => void kept.delete(name),
  }
}

describe('a copied entry', () => {
  it('is opened where it is pasted into the search field, which stays empty', async () => {
    const app = await shown(floorOf(SCENE, { users: USERS }).floor, 1200)
    const field = deepQuery<HTMLInputElement>(app, "input[type='search']")
    if (!field) throw new Error('no field')
    /** Pastes; returns whether the field is left to take the text. */
    const paste = async (text: string): Promise<boolean> => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', text)
      const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, composed: true, cancelable: true })
      const isLeft = field.dispatchEvent(event)
      await settled(app)
      return isLeft
    }
    expect(await paste('Lopez')).to.equal(true)
    expect(await paste(placeText({ agentId: 'nobody', from: at(NOON - 3000) }))).to.equal(true)
    expect(app.agentId).to.equal(null)
    const [ready] = entriesOf(SCENE)
    if (!ready) throw new Error('no entry')
    const row = rowText(ready, { name: 'Console 8510', relayAwaySince: null, now: at(NOON) })
    expect(await paste(row)).to.equal(false)
    expect(app.agentId).to.equal('cons8510')
    const chosen = deepQuery(app, 'rch-entry-table')?.shadowRoot?.querySelector("tr[aria-current='true']")
    expect(deepText(chosen ?? null))
      .to.contain('Ready')
      .and.to.not.contain('Not Ready')
  })
})

describe('when the gadget is loaded again', () => {
  it('shows the agent and the entry that were looked at', async () => {
    const storage = storageOf()
    const load = async (): Promise<App> => {
      const { floor } = floorOf(SCENE, { users: USERS })
      return shown(floor, 1200, new PreferenceStore('super1', storage))
    }
    const first = await load()
    await openHistory(first)
    const kept = () => storage.getItem('reason-code-history/super1/place') ?? ''
    await waitUntil(() => kept().includes('cons8510'), 'the place is kept', PATIENCE)
    deepQuery(first, 'rch-entry-table')?.shadowRoot?.querySelectorAll<HTMLElement>('tbody tr')[1]?.click()
    await settled(first)
    expect(deepText(deepQuery(first, 'rch-callout'))).to.contain('Ready carries no reason')
    const again = await load()
    await waitUntil(
      () => deepText(deepQuery(again, 'rch-callout')).includes('Ready carries no reason'),
      'the entry looked at',
      PATIENCE,
    )
    expect(again.agentId).to.equal('cons8510')
  })
})

describe('everybody can use it', () => {
  it('has all of its parts in landmarks, or as what is read out when it changes', async () => {
    const app = await shown(floorOf(SCENE, { users: USERS }).floor, 1400)
    const parts = [...(app.shadowRoot?.children ?? [])].filter((part) => !part.matches('style, main, rch-floor-banner'))
    expect(parts.map((part) => [part.localName, part.role])).to.deep.equal([
      ['rch-floor-header', 'banner'],
      ['rch-floor-footer', 'contentinfo'],
    ])
  })

  for (const width of [320, 400, 1400]) {
    it(`passes the accessibility check at ${width} px, list and history`, async () => {
      const app = await shown(floorOf(SCENE, { users: USERS }).floor, width)
      await expect(app).to.be.accessible()
      await openHistory(app)
      deepQuery(app, 'rch-evidence')?.shadowRoot?.querySelector('details')?.setAttribute('open', '')
      await expect(app).to.be.accessible()
      expect(app.scrollWidth, 'nothing runs out of the page').to.be.at.most(width)
    })
  }
})
