import { expect, test } from 'vitest'
import { decode, encode } from '../../../src/cti/codec.ts'
import { layoutFor } from '../../../src/cti/layout.ts'
import type { Message, MessageInput } from '../../../src/cti/messages.ts'
import { AgentDevices } from '../../../src/relay/cti/agent-devices.ts'
import { AgentEvents } from '../../../src/relay/cti/agent-events.ts'
import { ctiObservation, MORNING } from '../../support/observations.ts'

const LAYOUT = layoutFor('uccx', 14)

/** An event as it comes from the wire: encoded and decoded, with its bytes. */
function event(fields: Partial<MessageInput<'AGENT_STATE_EVENT'>>) {
  const frame = encode(
    {
      type: 'AGENT_STATE_EVENT',
      peripheralId: 1,
      peripheralType: 21,
      agentState: 'NOT_READY',
      agentIdLong: 'cons8510',
      agentExtension: '8510',
      ...fields,
    },
    LAYOUT,
  )
  return { frame, message: decode(frame, LAYOUT) as Message<'AGENT_STATE_EVENT'> }
}

const hear = (events: AgentEvents, fields: Partial<MessageInput<'AGENT_STATE_EVENT'>>, at = MORNING) => {
  const { message, frame } = event(fields)
  return events.hear(message, frame, at)
}

test('an event becomes an observation with everything it said, and its bytes', () => {
  const { message, frame } = event({ eventReasonCode: 71, ctiClientSignature: 'acd-console', stateDuration: 3 })
  expect(new AgentEvents('ccx1', new AgentDevices()).hear(message, frame, MORNING)).toEqual(
    ctiObservation('cons8510', MORNING, {
      reason: 71,
      client: 'acd-console',
      extension: '8510',
      stateDuration: 3,
      raw: Buffer.from(frame).toString('hex'),
    }),
  )
})

test('state names are Finesse’s, and reason 0 is none', () => {
  const events = new AgentEvents('ccx1', new AgentDevices())
  expect(hear(events, { agentState: 'AVAILABLE' })).toMatchObject({ state: 'READY', reason: null, client: null })
  expect(hear(events, { agentState: 'WORK_NOT_READY' })).toMatchObject({ state: 'WORK' })
})

test('what repeats state and reason is one observation, per agent, until a gap', () => {
  const events = new AgentEvents('ccx1', new AgentDevices())
  hear(events, { eventReasonCode: 71 })
  expect(hear(events, { eventReasonCode: 71, skillGroupNumber: 5 })).toBe('repeated')
  expect(hear(events, { eventReasonCode: 71, agentIdLong: 'other', agentExtension: '8511' })).toMatchObject({
    agentId: 'other',
  })
  expect(hear(events, { eventReasonCode: 72 })).toMatchObject({ reason: 72 })
  events.reset()
  expect(hear(events, { eventReasonCode: 72 })).toMatchObject({ reason: 72 })
})

test('an event without an agent id is that of the extension’s agent, if an earlier event told who that is', () => {
  const events = new AgentEvents('ccx1', new AgentDevices())
  expect(hear(events, { agentIdLong: undefined })).toBe('no-agent')
  hear(events, { agentState: 'AVAILABLE' })
  expect(hear(events, { agentIdLong: undefined })).toMatchObject({ agentId: 'cons8510', state: 'NOT_READY' })
})

test('other media than voice are not listened to', () => {
  const told: string[] = []
  const events = new AgentEvents('ccx1', new AgentDevices(), (agentId) => told.push(agentId))
  expect(hear(events, { mrdId: 5001 })).toBe('other-media')
  expect(told, 'the state in voice is as unknown as before').toEqual([])
})

test('it is told whose state is known, also by his phone, and by a repetition', () => {
  const told: string[] = []
  const events = new AgentEvents('ccx1', new AgentDevices(), (agentId) => told.push(agentId))
  hear(events, {})
  hear(events, {})
  hear(events, { agentIdLong: undefined, agentState: 'AVAILABLE' })
  expect(told).toEqual(['cons8510', 'cons8510', 'cons8510'])
})
