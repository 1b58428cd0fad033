import { expect } from '@open-wc/testing'
import { afterEach, describe, it, vi } from 'vitest'
import '../../../src/gadget/components/copy-button.ts'
import { PATIENCE } from '../../support/patience.ts'
import { alone, buttonOf } from './alone.ts'
import { deepText } from './deep.ts'

const TEXT = 'PUT /finesse/api/User/cons8510\n\n<User/>'

afterEach(() => vi.restoreAllMocks())

const shown = () => alone('rch-copy-button', { text: TEXT, label: 'Copy the request' })

describe('a button that copies', () => {
  it('puts the text as it is into the clipboard, and says so until there is another text', async () => {
    const copied: string[] = []
    vi.spyOn(navigator.clipboard, 'writeText').mockImplementation(async (text) => void copied.push(text))
    const button = await shown()
    buttonOf(button, 'Copy').click()
    await vi.waitFor(() => expect(deepText(button)).to.equal('Copy Copied'), PATIENCE)
    expect(copied).to.deep.equal([TEXT])
    await expect(button).to.be.accessible()
    button.text = 'another'
    await button.updateComplete
    expect(deepText(button)).to.equal('Copy')
  })

  it('says what to do where the frame may not', async () => {
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new DOMException('no', 'NotAllowedError'))
    const button = await shown()
    buttonOf(button, 'Copy').click()
    const status = button.shadowRoot?.querySelector('[role=status]') ?? null
    await vi.waitFor(() => expect(deepText(status)).not.to.equal(''), PATIENCE)
    expect(deepText(status)).not.to.equal('Copied')
  })
})
