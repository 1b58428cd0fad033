import { expect, fixture, html } from '@open-wc/testing'
import { afterEach, describe, it, vi } from 'vitest'
import type { App } from '../../../src/gadget/components/app.ts'
import '../../../src/gadget/components/app.ts'
// Loaded when it is wanted; here it is there before.
import '../../../src/gadget/parts.ts'
import { PreferenceStore } from '../../../src/gadget/preferences/preference-store.ts'
import type { Settings } from '../../../src/gadget/preferences/settings.ts'
import { type Alerts, ALERTS, THRESHOLDS } from '../../../src/gadget/thresholds/threshold-preferences.ts'
import { createFormats } from '../../../src/gadget/words/formats.ts'
import { cti } from '../../history/heard.ts'
import { floorOf, type FloorFixture, NOON, stored, user } from '../floor-fixture.ts'
import { deepQuery, deepText, settled } from './deep.ts'

const started = vi.spyOn(OscillatorNode.prototype, 'start')
afterEach(() => started.mockClear())

/** The tones that were started, by their hertz. */
const tones = (): number[] =>
  started.mock.contexts.map((tone) => (tone instanceof OscillatorNode ? tone.frequency.value : NaN))

type Told = { readonly title: string; readonly body: string }

/** Somebody whose lunch is over the threshold of five minutes, and two whose lunch will be, after 10 and 40 seconds. */
const lunches = (): FloorFixture =>
  floorOf(
    [
      cti(NOON - 900, 'NOT_READY', 71, { agentId: 'old' }),
      cti(NOON - 290, 'NOT_READY', 71, { agentId: 'soon' }),
      cti(NOON - 260, 'NOT_READY', 71, { agentId: 'later' }),
    ],
    { users: [user('old', 'Olga', 'Old'), user('soon', 'Sam', 'Soon'), user('later', 'Lea', 'Later')] },
  )

async function shown({ floor }: FloorFixture, alerts: Alerts): Promise<{ app: App; told: Told[] }> {
  const told: Told[] = []
  const preferences = new PreferenceStore('super1', null)
  preferences.set(THRESHOLDS, { 'NOT_READY 71': [null, 5] })
  preferences.set(ALERTS, alerts)
  const settings: Partial<Settings> = { preferences, toast: (title, body) => told.push({ title, body }) }
  const box = await fixture(html`<div style="height:640px; width:1200px"></div>`)
  const app = document.createElement('rch-app')
  Object.assign(app, { floor, preferences, settings, formats: createFormats('en-GB') })
  box.append(app)
  await settled(app)
  return { app, told }
}

/** Lets so many seconds pass, with the page rendered after each. */
async function pass(app: App, { timers }: FloorFixture, seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    timers.pass(1000)
    await app.updateComplete
    await deepQuery<App>(app, 'rch-thresholds-slot')?.updateComplete
    await deepQuery<App>(app, 'rch-breach-alerts')?.updateComplete
  }
}

const said = (app: App): string => deepText(deepQuery(app, 'rch-breach-alerts'))

describe('who goes over a threshold', () => {
  it('is told by a message of the desktop and a sound, and to screen readers, once', async () => {
    const fixtureOf = lunches()
    const { app, told } = await shown(fixtureOf, { toast: true, sound: true })
    await pass(app, fixtureOf, 5)
    expect({ told, tones: tones(), said: said(app) }, 'nobody has gone over it since').to.deep.equal({
      told: [],
      tones: [],
      said: '',
    })
    await pass(app, fixtureOf, 10)
    const body = '1 agent is over the threshold: Sam Soon (LUNCH)'
    expect(told).to.deep.equal([{ title: 'Thresholds', body }])
    expect(tones()).to.deep.equal([660, 880])
    expect(said(app)).to.equal(body)
    const region = deepQuery(app, 'rch-breach-alerts')?.shadowRoot?.querySelector('[aria-live]')
    expect(region?.getAttribute('aria-live')).to.equal('polite')
    await pass(app, fixtureOf, 15)
    expect(told).to.have.length(1)
    await pass(app, fixtureOf, 15)
    expect(told.map((message) => message.body)).to.deep.equal([body, body.replace('Sam Soon', 'Lea Later')])
    expect(tones()).to.deep.equal([660, 880, 660, 880])
    await expect(app).to.be.accessible()
  })

  it('is not told where it was so before the gadget was loaded, which the relay tells a moment later', async () => {
    const fixtureOf = floorOf([], { users: [user('old', 'Olga', 'Old'), user('soon', 'Sam', 'Soon')] })
    const { app, told } = await shown(fixtureOf, { toast: true, sound: false })
    await pass(app, fixtureOf, 2)
    fixtureOf.floor.relayListener.onObservations(
      stored([
        cti(NOON - 900, 'NOT_READY', 71, { agentId: 'old' }),
        cti(NOON - 290, 'NOT_READY', 71, { agentId: 'soon' }),
      ]),
    )
    await pass(app, fixtureOf, 3)
    expect(told).to.deep.equal([])
    await pass(app, fixtureOf, 10)
    expect(told.map(({ body }) => body)).to.deep.equal(['1 agent is over the threshold: Sam Soon (LUNCH)'])
  })

  it('is read out each time, also where it is the same person again', async () => {
    const fixtureOf = floorOf([cti(NOON - 290, 'NOT_READY', 71)])
    const { floor } = fixtureOf
    const { app, told } = await shown(fixtureOf, { toast: true, sound: false })
    await pass(app, fixtureOf, 15)
    const text = (): string | null | undefined =>
      deepQuery(app, 'rch-breach-alerts')?.shadowRoot?.querySelector('[aria-live]')?.textContent
    const first = text()
    floor.relayListener.onObservations(stored([cti(NOON + 20, 'READY'), cti(NOON + 21, 'NOT_READY', 71)], 2))
    await pass(app, fixtureOf, 310)
    expect(told).to.have.length(2)
    expect(text()?.trim()).to.equal(first)
    expect(text(), 'another text').not.to.equal(first)
  })

  it('is told to screen readers alone where the supervisor wants no more', async () => {
    const fixtureOf = lunches()
    const { app, told } = await shown(fixtureOf, { toast: false, sound: false })
    await pass(app, fixtureOf, 15)
    expect(said(app)).to.contain('Sam Soon')
    expect({ told, tones: tones() }).to.deep.equal({ told: [], tones: [] })
  })
})
