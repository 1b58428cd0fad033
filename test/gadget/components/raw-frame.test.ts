import { expect, fixture, html } from '@open-wc/testing'
import { describe, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import { encode } from '../../../src/cti/codec.ts'
import { layoutFor } from '../../../src/cti/layout.ts'
import type { RawFrame } from '../../../src/gadget/components/raw-frame.ts'
import '../../../src/gadget/components/raw-frame.ts'
import { tokens } from '../../../src/gadget/styles/tokens.ts'
import { AGENT } from '../../history/heard.ts'
import { deepText } from './deep.ts'

const frame = encode(
  {
    type: 'AGENT_STATE_EVENT',
    agentState: 'NOT_READY',
    eventReasonCode: 71,
    ctiClientSignature: '<b>acd</b>',
    agentIdLong: AGENT,
    agentExtension: '8510',
  },
  layoutFor('uccx', 14),
)
const RAW = Array.from(frame, (byte) => byte.toString(16).padStart(2, '0')).join('')

async function shown(raw = RAW): Promise<RawFrame> {
  const box = await fixture<HTMLElement>(html`<div style="width:700px"></div>`)
  const style = document.createElement('style')
  style.textContent = tokens.cssText.replaceAll(':host', 'div')
  const view = document.createElement('rch-raw-frame')
  Object.assign(view, { raw, dialect: 'uccx', agentId: AGENT })
  box.append(style, view)
  await view.updateComplete
  return view
}

const marked = (view: RawFrame): string[] =>
  [...(view.shadowRoot?.querySelectorAll('.marked') ?? [])].map((each) => deepText(each))
const rowOf = (view: RawFrame, name: string): Element | undefined =>
  [...(view.shadowRoot?.querySelectorAll('li') ?? [])].find((row) => deepText(row).startsWith(name))

describe('the bytes of a CTI event', () => {
  it('are all there, and stand beside what they say', async () => {
    const view = await shown()
    const bytes = [...(view.shadowRoot?.querySelectorAll('button') ?? [])].map((button) => button.textContent?.trim())
    expect(bytes.join(' ')).to.equal(RAW.match(/../g)?.join(' '))
    expect(deepText(rowOf(view, 'eventReasonCode') ?? null)).to.equal('eventReasonCode71')
    expect(deepText(rowOf(view, 'ctiClientSignature') ?? null)).to.contain('<b>acd</b>')
    expect(deepText(view)).to.contain('AGENT_STATE_EVENT')
  })

  it('are marked where their field is pointed at, and the reverse', async () => {
    const view = await shown()
    rowOf(view, 'eventReasonCode')?.dispatchEvent(new PointerEvent('pointerenter'))
    await view.updateComplete
    expect(marked(view)).to.deep.equal(['00 47', 'eventReasonCode71'])
    rowOf(view, 'eventReasonCode')?.dispatchEvent(new PointerEvent('pointerleave'))
    await view.updateComplete
    expect(marked(view)).to.deep.equal([])
    const button = [...(view.shadowRoot?.querySelectorAll('button') ?? [])].find(
      (each) => each.title === 'agentState: NOT_READY',
    )
    button?.dispatchEvent(new PointerEvent('pointerenter'))
    await view.updateComplete
    expect(marked(view)).to.deep.equal(['00 02', 'agentStateNOT_READY'])
  })

  it('are walked through by arrow keys', async () => {
    const view = await shown()
    view.shadowRoot?.querySelector<HTMLElement>("button[tabindex='0']")?.focus()
    await userEvent.keyboard('{ArrowRight}')
    await view.updateComplete
    expect(marked(view)[1]).to.equal('MessageType30')
  })

  it('are bare where nothing here knows the message', async () => {
    const view = await shown('00000000000000ed')
    expect(deepText(view)).to.equal('00 00 00 00 00 00 00 ed')
  })

  it('pass the accessibility check', async () => {
    await expect(await shown()).to.be.accessible()
  })
})
