import { expect } from '@open-wc/testing'
import { describe, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import { encode } from '../../../src/cti/codec.ts'
import { layoutFor } from '../../../src/cti/layout.ts'
import { RelayError } from '../../../src/gadget/connection/relay-error.ts'
import type { RawFrame } from '../../../src/gadget/components/raw-frame.ts'
import '../../../src/gadget/components/raw-frame.ts'
import { MAX_FRAME } from '../../../src/wire/protocol.ts'
import { frameFields } from '../../../src/cti/frame-fields.ts'
import type { Floor } from '../../../src/gadget/floor/floor.ts'
import type { ReportedFloor } from '../../../src/gadget/reports/relay-reports.ts'
import { AGENT } from '../../history/heard.ts'
import { FakeRelay } from '../reports/fake-relay.ts'
import { alone } from './alone.ts'
import { deepText, settled } from './deep.ts'

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

const READING = frameFields(frame, 'uccx', AGENT)

/** The bytes with what a relay says of them; `reading` undefined: with none that says anything. */
async function shown({ raw = RAW, reading }: { raw?: string; reading?: unknown } = {}): Promise<RawFrame> {
  const relay = new FakeRelay()
  const floor: ReportedFloor = { relay: reading === undefined ? null : relay, history: { finesseAheadMs: 0 } }
  const view = await alone('rch-raw-frame', {
    raw,
    floor: { ...floor, deploymentOf: () => 'uccx' } as unknown as Floor,
    site: 'ccx1',
    agentId: AGENT,
  })
  if (relay.asked.length > 0) relay.say(0, { reading })
  await settled(view)
  return view
}

const marked = (view: RawFrame): string[] =>
  [...(view.shadowRoot?.querySelectorAll('.marked') ?? [])].map((each) => deepText(each))
const rowOf = (view: RawFrame, name: string): Element | undefined =>
  [...(view.shadowRoot?.querySelectorAll('li') ?? [])].find((row) => deepText(row).startsWith(name))

describe('the bytes of a CTI event', () => {
  it('are all there, and stand beside what they say', async () => {
    const view = await shown({ reading: READING })
    const bytes = [...(view.shadowRoot?.querySelectorAll('button') ?? [])].map((button) => button.textContent?.trim())
    expect(bytes.join(' ')).to.equal(RAW.match(/../g)?.join(' '))
    expect(deepText(rowOf(view, 'eventReasonCode') ?? null)).to.equal('eventReasonCode71')
    expect(deepText(rowOf(view, 'ctiClientSignature') ?? null)).to.contain('<b>acd</b>')
    expect(deepText(view)).to.contain('AGENT_STATE_EVENT')
  })

  it('are read once the relay is there that was away when they were looked at', async () => {
    const relay = new FakeRelay()
    const floor = { relay, history: { finesseAheadMs: 0 }, deploymentOf: () => 'uccx' } as unknown as Floor
    const view = await alone('rch-raw-frame', { raw: RAW, floor, site: 'ccx1', agentId: AGENT })
    relay.asked[0]?.listener.onFault(new RelayError('closed'))
    await settled(view)
    view.relayStatus = { phase: 'waiting', code: 'closed', until: 0 }
    await settled(view)
    expect(relay.asked).to.have.length(1)
    view.relayStatus = { phase: 'open' }
    await settled(view)
    relay.say(1, { reading: READING })
    await settled(view)
    expect(deepText(view)).to.contain('AGENT_STATE_EVENT')
    view.relayStatus = { phase: 'open' }
    await settled(view)
    expect(relay.asked, 'what was read is not asked for again').to.have.length(2)
  })

  it('are marked where their field is pointed at, and the reverse', async () => {
    const view = await shown({ reading: READING })
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
    const view = await shown({ reading: READING })
    view.shadowRoot?.querySelector<HTMLElement>("button[tabindex='0']")?.focus()
    await userEvent.keyboard('{ArrowRight}')
    await view.updateComplete
    expect(marked(view)[1]).to.equal('MessageType30')
  })

  it('are bare where the relay does not know the message', async () => {
    expect(deepText(await shown({ raw: '00000000000000ed', reading: null }))).to.equal('00 00 00 00 00 00 00 ed')
  })

  it('are bare without a relay, and where they are more than one can be asked about', async () => {
    expect(deepText(await shown())).to.equal(RAW.match(/../g)?.join(' '))
    const long = '00'.repeat(MAX_FRAME)
    expect(deepText(await shown({ raw: long, reading: READING })).length).to.equal(3 * MAX_FRAME - 1)
  })

  it('pass the accessibility check', async () => {
    await expect(await shown({ reading: READING })).to.be.accessible()
  })
})
