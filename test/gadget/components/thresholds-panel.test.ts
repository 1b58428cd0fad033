import { expect } from '@open-wc/testing'
import { describe, it } from 'vitest'
import '../../../src/gadget/components/thresholds-panel.ts'
import { PreferenceStore } from '../../../src/gadget/preferences/preference-store.ts'
import { THRESHOLDS } from '../../../src/gadget/thresholds/threshold-preferences.ts'
import { createFormats } from '../../../src/gadget/words/formats.ts'
import { at, cti, LUNCH } from '../../history/heard.ts'
import { floorOf, NOON, user, welcome } from '../floor-fixture.ts'
import { alone, heardFrom } from './alone.ts'
import { deepText, settled } from './deep.ts'

async function shown(breachMinutes: number | null) {
  const { floor, timers } = floorOf([cti(NOON - 1800, 'NOT_READY', 71)], {
    users: [user('cons8510', '\u202E<b>x</b>', '')],
  })
  const preferences = new PreferenceStore('super1', null)
  if (breachMinutes !== null) preferences.set(THRESHOLDS, { 'NOT_READY 71': [null, breachMinutes] })
  const panel = await alone('rch-thresholds-panel', {
    floor,
    preferences,
    hasToast: true,
    formats: createFormats('en-GB'),
  })
  return { panel, preferences, floor, timers }
}

const breaches = (panel: Element): HTMLButtonElement[] =>
  [...(panel.shadowRoot?.querySelectorAll('li button') ?? [])] as HTMLButtonElement[]

describe('today’s breaches', () => {
  it('are listed with who, how long and why, and lead to their entry', async () => {
    const { panel } = await shown(20)
    const opened = heardFrom(panel, 'rch-entry-opened')
    const [breach] = breaches(panel)
    expect(deepText(breach ?? null))
      .to.contain('30:00')
      .and.to.contain('LUNCH')
      .and.to.contain('<b>x</b>')
    expect(breach?.querySelectorAll('bdi b')).to.have.length(0)
    await expect(panel).to.be.accessible()
    breach?.click()
    expect(opened).to.deep.equal([{ agentId: 'cons8510', from: at(NOON - 1800) }])
  })

  it('are none where nobody is over a threshold, and appear as soon as another is set', async () => {
    const { panel, preferences } = await shown(60)
    expect(breaches(panel)).to.deep.equal([])
    preferences.set(THRESHOLDS, { 'NOT_READY 71': [null, 20] })
    await settled(panel)
    expect(breaches(panel)).to.have.length(1)
  })

  it('and a reason that comes while the panel is open can soon have a threshold', async () => {
    const { panel, floor, timers } = await shown(20)
    const names = (): string => deepText(panel.shadowRoot?.querySelector('rch-thresholds-form') ?? null)
    floor.relayListener.onWelcome(welcome({ catalogue: [{ ...LUNCH, label: 'BREAK' }] }), 0)
    timers.pass(6000)
    await settled(panel)
    expect(names()).to.contain('BREAK 71')
  })

  it('are not spoken of while no threshold is set', async () => {
    const { panel } = await shown(null)
    expect(panel.shadowRoot?.querySelector('#inbox')).to.equal(null)
    await expect(panel).to.be.accessible()
  })
})
