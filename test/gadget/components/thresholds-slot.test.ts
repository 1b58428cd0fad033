import { expect } from '@open-wc/testing'
import { describe, it } from 'vitest'
import '../../../src/gadget/components/thresholds-slot.ts'
// Loaded when it is wanted; here it is there before.
import '../../../src/gadget/parts.ts'
import { PreferenceStore } from '../../../src/gadget/preferences/preference-store.ts'
import { FloorSelection, NO_FILTERS } from '../../../src/gadget/selectors/floor-rows.ts'
import { THRESHOLDS, thresholdsFrom } from '../../../src/gadget/thresholds/threshold-preferences.ts'
import { createFormats } from '../../../src/gadget/words/formats.ts'
import { cti } from '../../history/heard.ts'
import { floorOf, NOON } from '../floor-fixture.ts'
import { alone, buttonOf } from './alone.ts'
import { deepQuery, deepText, settled } from './deep.ts'

async function shown(minutes: number | null) {
  const { floor } = floorOf([cti(NOON - 1800, 'NOT_READY', 71)])
  const preferences = new PreferenceStore('super1', null)
  if (minutes !== null) preferences.set(THRESHOLDS, { 'NOT_READY 71': [null, minutes] })
  const thresholds = thresholdsFrom(preferences.get(THRESHOLDS))
  const selection = new FloorSelection()
  selection.select(floor, NO_FILTERS, thresholds, floor.clock.now())
  return alone('rch-thresholds-slot', {
    floor,
    rows: selection.everyone,
    hasThresholds: thresholds.size > 0,
    preferences,
    toast: null,
    formats: createFormats('en-GB'),
  })
}

describe('the way to the thresholds', () => {
  it('counts who is over one now, and opens them', async () => {
    const slot = await shown(20)
    const button = buttonOf(slot, 'Thresholds')
    expect(deepText(button)).to.equal('Thresholds 1')
    await expect(slot).to.be.accessible()
    button.click()
    await settled(slot)
    expect(deepQuery<HTMLDialogElement>(slot, 'dialog')?.open).to.equal(true)
    await expect(slot).to.be.accessible()
  })

  it('has no count while nobody is, and nothing to alert of while none is set', async () => {
    expect(deepText(buttonOf(await shown(60), 'Thresholds'))).to.equal('Thresholds')
    expect(deepQuery(await shown(null), 'rch-breach-alerts')).to.equal(null)
  })
})
