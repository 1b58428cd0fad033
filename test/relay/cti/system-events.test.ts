import { expect, test } from 'vitest'
import { decode, encode } from '../../../src/cti/codec.ts'
import { layoutFor } from '../../../src/cti/layout.ts'
import type { Message, MessageInput } from '../../../src/cti/messages.ts'
import { SYSTEM_EVENTS } from '../../../src/cti/system-events.ts'
import { AgentDevices } from '../../../src/relay/cti/agent-devices.ts'
import { systemObservation } from '../../../src/relay/cti/system-events.ts'
import { instant, MORNING } from '../../support/observations.ts'

function hear(fields: Omit<MessageInput<'SYSTEM_EVENT'>, 'type'>) {
  const layout = layoutFor('ucce', 20)
  const message = decode(encode({ type: 'SYSTEM_EVENT', ...fields }, layout), layout) as Message<'SYSTEM_EVENT'>
  const devices = new AgentDevices()
  devices.learn('anna', '8510')
  return systemObservation(message, { site: 'cce', devices, at: MORNING })
}

test('an event about a phone concerns the agent at it', () => {
  const { INSTRUMENT_OUT_OF_SERVICE: systemEventId } = SYSTEM_EVENTS
  expect(hear({ systemEventId, eventDeviceId: '8510', text: '' })).toEqual({
    kind: 'system',
    site: 'cce',
    agentId: 'anna',
    event: 'INSTRUMENT_OUT_OF_SERVICE',
    at: instant(MORNING),
    extension: '8510',
    text: null,
  })
})

test('any other concerns everybody, with the server’s words', () => {
  const event = hear({ systemEventId: SYSTEM_EVENTS.TEXT_FYI, text: 'maintenance at noon' })
  expect(event).toMatchObject({ agentId: null, event: 'TEXT_FYI', extension: null, text: 'maintenance at noon' })
  expect(hear({ systemEventId: 99 })).toMatchObject({ event: 'EVENT_99' })
})

test('that half an hour has gone by is no news', () => {
  expect(hear({ systemEventId: SYSTEM_EVENTS.HALF_HOUR_CHANGE })).toBe(null)
})
