import { expect, waitUntil } from '@open-wc/testing'
import { describe, it } from 'vitest'
import type { App } from '../../../src/gadget/components/app.ts'
import { GadgetEvent } from '../../../src/gadget/components/gadget-event.ts'
import type { RelayClient } from '../../../src/gadget/connection/relay-client.ts'
import type { FinesseSource } from '../../../src/gadget/floor/finesse-source.ts'
import { type KeptValues, PreferenceStore } from '../../../src/gadget/preferences/preference-store.ts'
import { rowText } from '../../../src/gadget/selectors/row-text.ts'
import { placeText } from '../../../src/gadget/selectors/entry-place.ts'
import { SORT_KEYS } from '../../../src/gadget/selectors/agent-row.ts'
import { at, cti, entriesOf, finesse, labelled } from '../../history/heard.ts'
import { floorOf, NOON } from '../floor-fixture.ts'
import { deepQuery, deepText, settled } from './deep.ts'
import { PATIENCE } from '../../support/patience.ts'
import { openHistory, rowOf, SCENE, shown, USERS } from './app-scene.ts'

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

  it('is on the past day that was open, also of an agent who was chosen after it, and never on one that nobody chose', async () => {
    const storage = storageOf()
    const { floor } = floorOf(SCENE, { users: USERS })
    const app = await shown(floor, 1200, new PreferenceStore('super1', storage))
    const kept = (): unknown => JSON.parse(storage.getItem('reason-code-history/super1/place') ?? 'null')
    await openHistory(app)
    await waitUntil(() => kept() !== null, 'the place is kept', PATIENCE)
    const picker = deepQuery(app, 'rch-day-picker')
    const dayBefore = at(NOON) - 86_400_000
    const choose = async (agentId: string): Promise<void> => {
      rowOf(app, agentId).click()
      await settled(app)
    }
    picker?.dispatchEvent(new GadgetEvent('rch-day', dayBefore))
    await choose('alopez')
    expect(kept()).to.deep.equal({ agentId: 'alopez', at: dayBefore })
    picker?.dispatchEvent(new GadgetEvent('rch-entry-chosen', at(NOON - 764)))
    await choose('cons8510')
    expect(kept(), 'an entry of today was another’s').to.deep.equal({ agentId: 'cons8510', at: null })
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
