import { expect, fixture, html } from '@open-wc/testing'
import { describe, it } from 'vitest'
import type { ViewsDialog } from '../../../src/gadget/components/views-dialog.ts'
import '../../../src/gadget/components/views-dialog.ts'
import { PreferenceStore } from '../../../src/gadget/preferences/preference-store.ts'
import { saved } from '../../../src/gadget/preferences/view-changes.ts'
import { FIRST_VIEW, type View, VIEWS } from '../../../src/gadget/preferences/views.ts'
import { deepText, settled } from './deep.ts'

async function opened(): Promise<{ dialog: ViewsDialog; preferences: PreferenceStore; chosen: View[] }> {
  const preferences = new PreferenceStore('super1', null)
  const chosen: View[] = []
  const dialog = await fixture<ViewsDialog>(
    html`<rch-views-dialog .preferences=${preferences} .view=${FIRST_VIEW}></rch-views-dialog>`,
  )
  dialog.addEventListener('rch-view', (event) => chosen.push(event.detail))
  await settled(dialog)
  return { dialog, preferences, chosen }
}

const press = async (dialog: ViewsDialog, name: string): Promise<void> => {
  const buttons = [...dialog.renderRoot.querySelectorAll('button')]
  const found = buttons.find((one) => (one.getAttribute('aria-label') ?? one.textContent?.trim()) === name)
  if (!found) throw new Error(`no button ${name}`)
  found.click()
  await settled(dialog)
}

async function save(dialog: ViewsDialog, name: string): Promise<void> {
  const input = dialog.renderRoot.querySelector<HTMLInputElement>('#name')
  if (!input) throw new Error('no name to give')
  input.value = name
  input.dispatchEvent(new Event('input'))
  await settled(dialog)
  await press(dialog, 'Save')
}

describe('saved views', () => {
  it('are saved under a name, chosen, begun with, renamed and deleted', async () => {
    const { dialog, preferences, chosen } = await opened()
    await save(dialog, ' Lunch ')
    await press(dialog, 'Begin with it: Lunch')
    expect(preferences.get(VIEWS)).to.deep.equal({ views: [{ ...FIRST_VIEW, name: 'Lunch' }], first: 'Lunch' })
    await press(dialog, 'Lunch')
    expect(chosen).to.deep.equal([FIRST_VIEW])
    await press(dialog, 'Rename: Lunch')
    const input = dialog.renderRoot.querySelector<HTMLInputElement>('li input')
    expect(dialog.shadowRoot?.activeElement, 'the focus goes to the name').to.equal(input)
    if (input) input.value = 'Noon'
    await press(dialog, 'OK')
    expect(dialog.shadowRoot?.activeElement?.textContent?.trim(), 'and back').to.equal('Noon')
    expect(preferences.get(VIEWS).first).to.equal('Noon')
    await press(dialog, 'Delete: Noon')
    expect(preferences.get(VIEWS)).to.deep.equal({ views: [], first: null })
  })

  it('have the focus after they were renamed, also where one of that name went for it', async () => {
    const { dialog } = await opened()
    for (const name of ['One', 'Two', 'Three']) await save(dialog, name)
    const rename = async (from: string, to: string): Promise<string | undefined> => {
      await press(dialog, `Rename: ${from}`)
      const input = dialog.renderRoot.querySelector<HTMLInputElement>('li input')
      expect(input?.value).to.equal(from)
      if (input) input.value = to
      await press(dialog, 'OK')
      return dialog.shadowRoot?.activeElement?.textContent?.trim()
    }
    expect(await rename('Two', 'Noon')).to.equal('Noon')
    expect(await rename('Three', ' ')).to.equal('Three')
    expect(await rename('Three', 'One')).to.equal('One')
  })

  it('are deleted one by one: the second of two clicks was not meant for the next', async () => {
    const { dialog, preferences } = await opened()
    await save(dialog, 'One')
    await save(dialog, 'Two')
    const button = dialog.renderRoot.querySelector("[aria-label='Delete: One']")
    for (const detail of [1, 2]) {
      button?.dispatchEvent(new MouseEvent('click', { detail, bubbles: true }))
      await settled(dialog)
    }
    expect(preferences.get(VIEWS).views.map(({ name }) => name)).to.deep.equal(['Two'])
  })

  it('are there again, where they were, once their deletion is undone', async () => {
    const { dialog, preferences } = await opened()
    for (const name of ['One', 'Two', 'Three']) await save(dialog, name)
    await press(dialog, 'Begin with it: Two')
    const before = preferences.get(VIEWS)
    await press(dialog, 'Delete: Two')
    expect(preferences.get(VIEWS)).to.deep.equal({ views: [before.views[0], before.views[2]], first: null })
    const status = dialog.renderRoot.querySelector('[role=status]')
    expect(deepText(status)).to.contain('Deleted: Two.')
    expect(dialog.shadowRoot?.activeElement, 'the focus goes to what undoes it').to.equal(
      status?.querySelector('button'),
    )
    await expect(dialog).to.be.accessible()
    await press(dialog, 'Undo')
    expect(preferences.get(VIEWS)).to.deep.equal(before)
    expect(deepText(status)).to.equal('')
    expect(dialog.shadowRoot?.activeElement?.textContent?.trim(), 'and back').to.equal('Two')
  })

  it('cannot be had back once something else was changed', async () => {
    const { dialog } = await opened()
    await save(dialog, 'One')
    await press(dialog, 'Delete: One')
    await save(dialog, 'One')
    expect(deepText(dialog.renderRoot.querySelector('[role=status]'))).to.equal('')
  })

  it('are those that another frame has saved meanwhile, too, and none of its is lost', async () => {
    const { dialog, preferences } = await opened()
    await save(dialog, 'One')
    preferences.set(VIEWS, saved(preferences.get(VIEWS), 'Another’s', FIRST_VIEW))
    await settled(dialog)
    await press(dialog, 'Begin with it: Another’s')
    await press(dialog, 'Delete: One')
    expect(preferences.get(VIEWS)).to.deep.equal({ views: [{ ...FIRST_VIEW, name: 'Another’s' }], first: 'Another’s' })
  })

  it('can change how an agent’s history is shown, at once', async () => {
    const { dialog, chosen } = await opened()
    const select = dialog.renderRoot.querySelector<HTMLSelectElement>('#layout')
    if (select) select.value = 'instead'
    select?.dispatchEvent(new Event('change'))
    expect(chosen).to.deep.equal([{ ...FIRST_VIEW, layout: 'instead' }])
  })

  it('pass the accessibility check', async () => {
    const { dialog } = await opened()
    await save(dialog, '<b>bold</b>')
    await expect(dialog).to.be.accessible()
    await press(dialog, 'Rename: <b>bold</b>')
    await expect(dialog).to.be.accessible()
  })
})
