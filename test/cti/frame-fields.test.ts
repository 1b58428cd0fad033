import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decode, encode } from '../../src/cti/codec.ts'
import { frameFields } from '../../src/cti/frame-fields.ts'
import { layoutFor } from '../../src/cti/layout.ts'
import { type MessageName, MESSAGES } from '../../src/cti/messages.ts'
import { ALL_LAYOUTS, anyMessage } from '../support/cti-arbitrary.ts'

const NAMES = Object.keys(MESSAGES) as MessageName[]
const AGENT = 'cons8510'

/**
 * A frame does not say of which version it is, so the layout that fits is taken. Texts of control characters, which no server
 * sends, may fit two.
 */
const printable = <M extends object>(message: M): M =>
  Object.assign(
    { ...message },
    Object.fromEntries(
      Object.entries(message)
        .filter(([name, value]) => name !== 'type' && typeof value === 'string')
        .map(([name, value]) => [name, String(value).replaceAll(/[^ -~]/g, 'x')]),
    ),
  )

describe('a kept frame', () => {
  it('is taken apart into its fields, each with its bytes and what it says', () => {
    const frame = encode(
      {
        type: 'AGENT_STATE_EVENT',
        agentState: 'NOT_READY',
        eventReasonCode: 71,
        ctiClientSignature: 'acd-console',
        agentIdLong: AGENT,
        agentExtension: '8510',
      },
      layoutFor('uccx', 14),
    )
    const reading = frameFields(frame, 'uccx', AGENT)
    expect(reading?.message).toBe('AGENT_STATE_EVENT')
    const said = Object.fromEntries(reading?.fields.map(({ name, value }) => [name, value]) ?? [])
    expect(said).toMatchObject({
      MessageType: '30',
      agentState: 'NOT_READY',
      eventReasonCode: '71',
      ctiClientSignature: 'acd-console',
      agentIdLong: AGENT,
      agentExtension: '8510',
    })
    const reason = reading?.fields.find(({ name }) => name === 'eventReasonCode')
    expect([...frame.subarray(reason?.from, reason?.to)]).toEqual([0, 71])
  })

  it('says what the codec says, in every layout, and leaves no byte out', () => {
    fc.assert(
      fc.property(
        fc
          .constantFrom(...ALL_LAYOUTS)
          .chain((layout) =>
            fc.constantFrom(...NAMES).chain((name) => fc.tuple(fc.constant(layout), anyMessage(name, layout))),
          ),
        ([layout, message]) => {
          const frame = encode(Object.assign(printable(message), { agentIdLong: AGENT, agentId: AGENT }), layout)
          const fields = frameFields(frame, layout.dialect, AGENT)?.fields ?? []
          expect(fields.map(({ from }) => from)).toEqual([0, ...fields.slice(0, -1).map(({ to }) => to)])
          expect(fields.at(-1)?.to).toBe(frame.length)
          const decoded: Readonly<Record<string, unknown>> = { ...decode(frame, layout) }
          // What a group has comes later, and may have the name of a field of the message itself.
          const firsts = fields.filter(({ name }, index) => fields.findIndex((each) => each.name === name) === index)
          const scalars = firsts.filter(({ name }) => typeof (decoded[name] ?? {}) !== 'object')
          expect(Object.fromEntries(scalars.map(({ name, value }) => [name, value]))).toEqual(
            Object.fromEntries(scalars.map(({ name }) => [name, String(decoded[name])])),
          )
        },
      ),
      { numRuns: 300 },
    )
  })

  it('that fits two layouts is read by the one that knows its tags', () => {
    // By the width of lengths that is tried first, the text would be empty and a field of tag 544 follow.
    const layout = layoutFor('uccx', 18, 2)
    const reading = frameFields(encode({ type: 'FAILURE_EVENT', status: 0, text: ' ' }, layout), 'uccx', AGENT)
    expect(reading?.fields.slice(2).map(({ name, value }) => [name, value])).toEqual([
      ['status', '0'],
      ['text', ' '],
    ])
  })

  it('that is cut, of a message that is not known, or none at all, is not guessed at, nor one without end', () => {
    const frame = encode({ type: 'AGENT_STATE_EVENT', agentState: 'NOT_READY' }, layoutFor('uccx', 14))
    const other = Uint8Array.of(0, 0, 0, 0, 0, 0, 0xff, 0xff)
    const cut = frame.subarray(0, frame.length - 3)
    // Tags without a value, one after the other.
    const endless = Uint8Array.from([...frame, ...Array.from({ length: 1000 }, () => 0)])
    for (const each of [cut, endless, other, new Uint8Array(0), new Uint8Array([0, 0, 0])]) {
      expect(frameFields(each, 'uccx', AGENT)).toBe(null)
    }
  })
})
