import { expect, fixture, html } from '@open-wc/testing'
import { afterEach, describe, it } from 'vitest'
import type { SettingsButton } from '../../../src/gadget/components/settings-button.ts'
import '../../../src/gadget/components/settings-button.ts'
// Loaded when it is wanted; here it is there before.
import '../../../src/gadget/parts.ts'
import { followAppearance } from '../../../src/gadget/preferences/appearance.ts'
import { DENSITY, LANGUAGE, THEME } from '../../../src/gadget/preferences/preferences.ts'
import { PreferenceStore } from '../../../src/gadget/preferences/preference-store.ts'
import { renderAgain } from '../../../src/gadget/components/render-again.ts'
import { tokens } from '../../../src/gadget/styles/tokens.ts'
import { ALERTS, THRESHOLDS } from '../../../src/gadget/thresholds/threshold-preferences.ts'
import { useLanguage } from '../../../src/gadget/words/language.ts'
import { LanguageKeeper } from '../../../src/gadget/words/language-keeper.ts'
import { floorOf } from '../floor-fixture.ts'
import { deepQuery, deepText, settled } from './deep.ts'

afterEach(() => useLanguage('en'))

async function opened(
  width = 800,
): Promise<{ button: SettingsButton; preferences: PreferenceStore; changed: Promise<void> }> {
  const preferences = new PreferenceStore('super1', null)
  const { promise: changed, resolve: tell } = Promise.withResolvers<void>()
  const language = new LanguageKeeper({
    preferences,
    desktop: 'en-GB',
    browser: [],
    page: document.createElement('div'),
    onChange: () => {
      renderAgain(button)
      tell()
    },
  })
  const box = await fixture<HTMLElement>(html`<div style="width:${width}px"></div>`)
  const button = document.createElement('rch-settings-button')
  Object.assign(button, {
    settings: {
      preferences,
      language,
      relayAddress: 'https://relay.example.com:8543',
      supervisorId: 'super1',
      toast: null,
    },
    floor: floorOf([]).floor,
  })
  box.append(button)
  await settled(button)
  deepQuery<HTMLElement>(button, 'button')?.click()
  await settled(button)
  return { button, preferences, changed }
}

function choose(button: SettingsButton, id: string, value: string): void {
  const select = deepQuery<HTMLSelectElement>(button, `select#${id}`)
  if (!select) throw new Error(`no list ${id}`)
  select.value = value
  select.dispatchEvent(new Event('change'))
}

describe('the settings', () => {
  it('open in a dialog, say where the relay is and how it stands, and what is kept', async () => {
    const { button } = await opened()
    expect(deepQuery<HTMLDialogElement>(button, 'dialog')?.open).to.equal(true)
    const text = deepText(deepQuery(button, 'rch-settings-dialog'))
    expect(text).to.contain('https://relay.example.com:8543')
    expect(text).to.contain('Connection connected')
    expect(text).to.contain('As the desktop (English)')
    expect(text).to.contain('This browser does not let the gadget keep them.')
    expect(text).to.match(/Version \d+\.\d+\.\d+/)
  })

  it('are the supervisor’s from the moment he chooses', async () => {
    const { button, preferences, changed } = await opened()
    choose(button, 'theme', 'dark')
    choose(button, 'density', 'compact')
    expect([preferences.get(THEME), preferences.get(DENSITY)]).to.deep.equal(['dark', 'compact'])
    choose(button, 'language', 'fr')
    await changed
    await settled(button)
    expect(deepText(deepQuery(button, 'rch-settings-dialog'))).to.contain('Comme le bureau (English)')
    choose(button, 'language', '')
    expect(preferences.get(LANGUAGE)).to.equal(null)
  })

  it('have the thresholds among them, and how to be told of a breach', async () => {
    const { button, preferences } = await opened()
    deepQuery<HTMLElement>(button, 'summary')?.click()
    await settled(button)
    await expect(button).to.be.accessible()
    const form = deepQuery(button, 'rch-thresholds-form')?.shadowRoot
    const field = form?.querySelector<HTMLInputElement>("input[aria-label='LUNCH 71: Too long after']")
    if (!field) throw new Error('no field')
    field.value = '30'
    field.dispatchEvent(new Event('change', { bubbles: true }))
    expect(preferences.get(THRESHOLDS)).to.deep.equal({ 'NOT_READY 71': [null, 30] })
    const [toast, sound] = form?.querySelectorAll<HTMLInputElement>("input[type='checkbox']") ?? []
    expect(toast?.disabled, 'this desktop shows no messages').to.equal(true)
    sound?.click()
    expect(preferences.get(ALERTS)).to.deep.equal({ toast: false, sound: true })
    await settled(button)
    preferences.resetAll()
    await settled(button)
    expect(field.value).to.equal('')
    expect(sound?.checked).to.equal(false)
  })

  it('are forgotten after a question only', async () => {
    const { button, preferences } = await opened()
    preferences.set(THEME, 'dark')
    const press = async (name: string): Promise<void> => {
      const dialog = deepQuery(button, 'rch-settings-dialog')
      const found = [...(dialog?.shadowRoot?.querySelectorAll('button') ?? [])].find(
        (one) => one.textContent?.trim() === name,
      )
      if (!found) throw new Error(`no button ${name}`)
      found.click()
      await settled(button)
    }
    const focused = (): string | undefined =>
      deepQuery(button, 'rch-settings-dialog')?.shadowRoot?.activeElement?.textContent?.trim()
    await press('Reset everything …')
    expect(focused(), 'what does no harm').to.equal('Cancel')
    await press('Cancel')
    expect(focused()).to.equal('Reset everything …')
    expect(preferences.get(THEME)).to.equal('dark')
    await press('Reset everything …')
    await press('Reset now')
    expect(preferences.get(THEME)).to.equal('system')
    expect(deepText(deepQuery(button, 'rch-settings-dialog'))).to.contain('Everything is as it was at first.')
  })

  it('close, and keep their keys from the page behind them', async () => {
    const { button } = await opened()
    const heard: string[] = []
    button.addEventListener('keydown', ({ key }) => heard.push(key))
    const dialog = deepQuery<HTMLDialogElement>(button, 'dialog')
    dialog?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true }))
    expect(heard).to.deep.equal([])
    dialog?.close()
    await new Promise((resolve) => dialog?.addEventListener('close', resolve, { once: true }))
    await settled(button)
    expect(deepQuery(button, 'dialog')).to.equal(null)
  })

  for (const width of [320, 1400]) {
    it(`pass the accessibility check at ${width} px`, async () => {
      const { button } = await opened(width)
      await expect(button).to.be.accessible()
      const dialog = deepQuery<HTMLDialogElement>(button, 'dialog')
      expect(dialog?.scrollWidth).to.equal(dialog?.clientWidth)
    })
  }
})

describe('the appearance', () => {
  it('follows what is chosen', () => {
    const preferences = new PreferenceStore('super1', null)
    const host = document.createElement('div')
    const style = document.createElement('style')
    style.textContent = tokens.cssText
    const root = host.attachShadow({ mode: 'open' })
    root.append(style)
    document.body.append(host)
    followAppearance(preferences, host)
    const look = () => {
      const { backgroundColor, color, fontSize } = getComputedStyle(host)
      return { backgroundColor, color, fontSize }
    }
    preferences.set(THEME, 'light')
    const light = look()
    preferences.set(THEME, 'dark')
    preferences.set(DENSITY, 'compact')
    const dark = look()
    host.remove()
    expect(light).to.deep.equal({ backgroundColor: 'rgb(255, 255, 255)', color: 'rgb(27, 31, 36)', fontSize: '13px' })
    expect(dark).to.deep.equal({ backgroundColor: 'rgb(23, 26, 30)', color: 'rgb(231, 234, 237)', fontSize: '12px' })
  })
})
