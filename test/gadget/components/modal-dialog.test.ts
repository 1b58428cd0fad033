import { expect } from '@open-wc/testing'
import { describe, it, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import '../../../src/gadget/components/modal-dialog.ts'
import { PATIENCE } from '../../support/patience.ts'
import { alone, buttonOf, heardFrom } from './alone.ts'
import { settled } from './deep.ts'

async function shown() {
  const before = document.createElement('button')
  before.textContent = 'Before'
  document.body.append(before)
  before.focus()
  const dialog = await alone('rch-modal-dialog', { heading: 'Totals' })
  dialog.append('What it is about.')
  await settled(dialog)
  return { before, dialog, closed: heardFrom(dialog, 'rch-closed') }
}

describe('a page over the gadget', () => {
  it('opens by itself with the focus in it, is named by its heading, and is closed by its button', async () => {
    const { before, dialog, closed } = await shown()
    const page = dialog.shadowRoot?.querySelector('dialog')
    expect(page?.open).to.equal(true)
    expect(page?.matches(':focus-within')).to.equal(true)
    await expect(dialog).to.be.accessible()
    buttonOf(dialog, 'Close').click()
    await vi.waitFor(() => expect(closed).to.deep.equal([null]), PATIENCE)
    expect(document.activeElement).to.equal(before)
    before.remove()
  })

  it('is closed by Esc, of which nothing else in the gadget hears', async () => {
    const { before, dialog, closed } = await shown()
    const keys: string[] = []
    const listen = ({ key }: KeyboardEvent): void => void keys.push(key)
    document.addEventListener('keydown', listen)
    await userEvent.keyboard('a{Escape}')
    await vi.waitFor(() => expect(closed).to.deep.equal([null]), PATIENCE)
    document.removeEventListener('keydown', listen)
    expect(dialog.shadowRoot?.querySelector('dialog')?.open).to.equal(false)
    expect(keys).to.deep.equal([])
    before.remove()
  })
})
