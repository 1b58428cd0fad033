import { expect } from '@open-wc/testing'
import { describe, it } from 'vitest'
import '../../../src/gadget/components/thresholds-form.ts'
import { PreferenceStore } from '../../../src/gadget/preferences/preference-store.ts'
import { ALERTS, THRESHOLDS } from '../../../src/gadget/thresholds/threshold-preferences.ts'
import { Catalogue } from '../../../src/history/catalogue.ts'
import { code, LUNCH, MEETING } from '../../history/heard.ts'
import { floorOf } from '../floor-fixture.ts'
import { alone } from './alone.ts'
import { deepText, settled } from './deep.ts'

const EVIL = '\u202E<img src=x onerror=alert(1)>'

async function shown(hasToast = true) {
  const preferences = new PreferenceStore('super1', null)
  const { floor } = floorOf([], { catalogue: [LUNCH, { ...MEETING, label: EVIL }] })
  const form = await alone('rch-thresholds-form', { catalogue: floor.history.catalogue, preferences, hasToast })
  /** From when on a stay of that name deserves a look, and is too long. */
  const field = (name: string, which: 'warn' | 'breach'): HTMLInputElement => {
    const row = [...(form.shadowRoot?.querySelectorAll('tbody tr') ?? [])].find((each) => deepText(each) === name)
    const found = row?.querySelectorAll('input')[which === 'warn' ? 0 : 1]
    if (!found) throw new Error(`no fields for ${name}`)
    return found
  }
  const set = async (name: string, which: 'warn' | 'breach', minutes: string): Promise<void> => {
    field(name, which).value = minutes
    field(name, which).dispatchEvent(new Event('change', { bubbles: true }))
    await settled(form)
  }
  return { form, preferences, field, set }
}

describe('the thresholds', () => {
  it('are set in minutes for a reason or a state, and none is kept where both are empty again', async () => {
    const { form, preferences, set } = await shown()
    await set('LUNCH 71', 'breach', '45')
    await set('Wrap-up', 'warn', '3')
    expect(preferences.get(THRESHOLDS)).to.deep.equal({ 'NOT_READY 71': [null, 45], WORK: [3, null] })
    await set('LUNCH 71', 'breach', '')
    expect(preferences.get(THRESHOLDS)).to.deep.equal({ WORK: [3, null] })
    await expect(form).to.be.accessible()
  })

  it('can be set for a reason that comes while they are open, and what is being typed stays where it is', async () => {
    const { form, field } = await shown()
    field('LUNCH 71', 'breach').value = '45'
    form.catalogue = new Catalogue([{ ...LUNCH, label: 'BREAK', code: code(70) }, LUNCH, MEETING])
    await settled(form)
    expect(field('BREAK 70', 'breach').value).to.equal('')
    expect(field('LUNCH 71', 'breach').value).to.equal('45')
  })

  it('are not what is no number of minutes, which is marked until it is one', async () => {
    const { form, preferences, field, set } = await shown()
    await set('LUNCH 71', 'warn', '30')
    for (const wrong of ['0', '-5', '1.5', '99999999']) {
      await set('LUNCH 71', 'warn', wrong)
      expect(field('LUNCH 71', 'warn').matches(':invalid')).to.equal(true)
      expect(form.shadowRoot?.activeElement).to.equal(field('LUNCH 71', 'warn'))
    }
    expect(preferences.get(THRESHOLDS)).to.deep.equal({ 'NOT_READY 71': [30, null] })
  })

  it('warn before it is too long: a warning that would never come is marked and not kept, whichever field made it so', async () => {
    const { form, preferences, field, set } = await shown()
    const kept = () => preferences.get(THRESHOLDS)['NOT_READY 71']
    await set('LUNCH 71', 'breach', '10')
    for (const never of ['10', '15']) {
      await set('LUNCH 71', 'warn', never)
      expect(field('LUNCH 71', 'warn').validationMessage).to.contain('9')
      expect(kept()).to.deep.equal([null, 10])
    }
    await set('LUNCH 71', 'breach', '20')
    expect(field('LUNCH 71', 'warn').matches(':invalid')).to.equal(false)
    expect(kept()).to.deep.equal([15, 20])
    await set('LUNCH 71', 'breach', '15')
    expect(field('LUNCH 71', 'warn').matches(':invalid')).to.equal(true)
    expect(kept()).to.deep.equal([15, 20])
    await set('LUNCH 71', 'breach', '')
    expect(kept()).to.deep.equal([15, null])
    await set('LUNCH 71', 'breach', '0.5')
    expect(form.shadowRoot?.activeElement, 'what is wrong with it is said there').to.equal(field('LUNCH 71', 'breach'))
  })

  it('are told of as the supervisor wants it, as far as the desktop can', async () => {
    const { form, preferences } = await shown(false)
    const [toast, sound] = form.shadowRoot?.querySelectorAll<HTMLInputElement>("input[type='checkbox']") ?? []
    expect(toast?.disabled).to.equal(true)
    sound?.click()
    expect(preferences.get(ALERTS)).to.deep.equal({ toast: false, sound: true })
    await expect(form).to.be.accessible()
  })

  it('name a label that means harm as the text that it is, in its own place', async () => {
    const { form } = await shown()
    const heads = [...(form.shadowRoot?.querySelectorAll('th bdi') ?? [])].map((each) => deepText(each))
    expect(heads).to.include(`${EVIL} 72`)
    expect(form.shadowRoot?.querySelectorAll('img')).to.have.length(0)
  })
})
