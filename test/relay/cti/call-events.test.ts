import * as fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { decode, encode } from '../../../src/cti/codec.ts'
import { layoutFor } from '../../../src/cti/layout.ts'
import type { MessageInput } from '../../../src/cti/messages.ts'
import { AgentDevices } from '../../../src/relay/cti/agent-devices.ts'
import { CallEvents } from '../../../src/relay/cti/call-events.ts'
import type { CallerNumbers } from '../../../src/relay/cti/caller-number.ts'
import { isStoredObservation } from '../../../src/wire/stored-observation.ts'
import { ALL_LAYOUTS, anyMessage, MESSAGE_NAMES } from '../../support/cti-arbitrary.ts'
import { instant, MORNING } from '../../support/observations.ts'

const CALLER = '+4930123456'
let calls: CallEvents

function begin(numbers: CallerNumbers = 'masked'): void {
  const devices = new AgentDevices()
  devices.learn('anna', '8510')
  devices.learn('ben', '8511')
  devices.learn('carl', '8512')
  calls = new CallEvents('ccx1', devices, numbers)
}

beforeEach(() => begin())

/** What an event becomes that comes from the wire, encoded and decoded. */
function hear(input: MessageInput) {
  const layout = layoutFor('uccx', 14)
  const message = decode(encode(input, layout), layout)
  return message === null ? [] : calls.hear(message, MORNING)
}

/** The same, shortly: who is told of what, and as what. */
const told = (input: MessageInput): string[] =>
  hear(input).map(({ agentId, event, role, callId }) => `${agentId} ${event} ${role} ${callId}`)

const delivered = (connectionCallId: number, alertingDeviceId: string, callingDeviceId = CALLER): MessageInput => ({
  type: 'CALL_DELIVERED_EVENT',
  connectionCallId,
  alertingDeviceId,
  callingDeviceId,
})
const established = (connectionCallId: number, answeringDeviceId: string, callingDeviceId = CALLER): MessageInput => ({
  type: 'CALL_ESTABLISHED_EVENT',
  connectionCallId,
  answeringDeviceId,
  callingDeviceId,
})

describe('a call that is not answered', () => {
  it('is told to the agent with its times, its cause and the masked caller, and then no more until it ends', () => {
    expect(told({ type: 'BEGIN_CALL_EVENT', connectionCallId: 7, connectionDeviceId: '3000', ani: CALLER })).toEqual([])
    expect(hear(delivered(7, '8510', ''))).toEqual([
      {
        kind: 'call',
        site: 'ccx1',
        agentId: 'anna',
        event: 'DELIVERED',
        role: 'subject',
        callId: 7,
        at: instant(MORNING),
        extension: '8510',
        caller: '*****56',
        cause: null,
      },
    ])
    const diverted = hear({
      type: 'CALL_DIVERTED_EVENT',
      connectionCallId: 7,
      divertingDeviceId: '8510',
      eventCause: 10,
    })
    expect(diverted).toMatchObject([
      { agentId: 'anna', event: 'DIVERTED', role: 'subject', cause: 'CALL_NOT_ANSWERED', caller: '*****56' },
    ])
    expect(told(delivered(7, '8511'))).toEqual(['ben DELIVERED subject 7'])
    expect(told(established(7, '8511'))).toEqual(['ben ESTABLISHED subject 7'])
    expect(told({ type: 'END_CALL_EVENT', connectionCallId: 7 })).toEqual([
      'anna END_CALL party 7',
      'ben END_CALL party 7',
    ])
  })
})

describe('a call that is answered', () => {
  it('is told step by step up to its end, which names nobody', () => {
    const steps = [
      delivered(1, '8510'),
      established(1, '8510'),
      { type: 'CALL_HELD_EVENT', connectionCallId: 1, holdingDeviceId: '8510' },
      { type: 'CALL_RETRIEVED_EVENT', connectionCallId: 1, retrievingDeviceId: '8510' },
      { type: 'CALL_CONNECTION_CLEARED_EVENT', connectionCallId: 1, releasingDeviceId: '8510' },
      { type: 'CALL_CLEARED_EVENT', connectionCallId: 1 },
      { type: 'END_CALL_EVENT', connectionCallId: 1 },
    ] as const satisfies MessageInput[]
    expect(steps.flatMap((step) => told(step))).toEqual([
      'anna DELIVERED subject 1',
      'anna ESTABLISHED subject 1',
      'anna HELD subject 1',
      'anna RETRIEVED subject 1',
      'anna CONNECTION_CLEARED subject 1',
      'anna CLEARED party 1',
      'anna END_CALL party 1',
    ])
    expect(told({ type: 'END_CALL_EVENT', connectionCallId: 1 }), 'it is forgotten').toEqual([])
  })

  it('between two agents is told to both, each as what he is; a colleague’s extension is not masked', () => {
    expect(told(delivered(2, '8511', '8510'))).toEqual(['ben DELIVERED subject 2', 'anna DELIVERED caller 2'])
    expect(hear(established(2, '8511', '8510'))).toMatchObject([{ caller: '8510' }, { caller: '8510' }])
    expect(told({ type: 'CALL_HELD_EVENT', connectionCallId: 2, holdingDeviceId: '8510' })).toEqual([
      'anna HELD subject 2',
      'ben HELD party 2',
    ])
  })

  it('is another one when its id begins again', () => {
    hear(delivered(3, '8510'))
    hear({ type: 'BEGIN_CALL_EVENT', connectionCallId: 3 })
    expect(told(delivered(3, '8511'))).toEqual(['ben DELIVERED subject 3'])
  })
})

describe('two calls that become one', () => {
  it('by a transfer: who transferred is off it, and either id names it', () => {
    hear(established(1, '8510'))
    hear(established(2, '8511', '8510'))
    const transferred: MessageInput = {
      type: 'CALL_TRANSFERRED_EVENT',
      primaryCallId: 1,
      secondaryCallId: 2,
      transferringDeviceId: '8510',
      transferredDeviceId: '8511',
    }
    expect(told(transferred)).toEqual(['anna TRANSFERRED subject 1', 'ben TRANSFERRED party 1'])
    expect(told({ type: 'CALL_HELD_EVENT', connectionCallId: 2, holdingDeviceId: '8511' })).toEqual([
      'ben HELD subject 2',
    ])
  })

  it('by a conference: all are on it', () => {
    hear(established(1, '8510'))
    const conferenced: MessageInput = {
      type: 'CALL_CONFERENCED_EVENT',
      primaryCallId: 1,
      secondaryCallId: 2,
      controllerDeviceId: '8510',
      addedPartyDeviceId: '8511',
      parties: [{ partyCallId: 1, partyDeviceIdType: 0, partyDeviceId: '8512' }],
    }
    expect(told(conferenced)).toEqual([
      'anna CONFERENCED subject 1',
      'ben CONFERENCED party 1',
      'carl CONFERENCED party 1',
    ])
    expect(told({ type: 'CALL_CLEARED_EVENT', connectionCallId: 2 })).toHaveLength(3)
  })
})

describe('a caller’s number', () => {
  it.each([
    ['full', CALLER],
    ['none', null],
  ] as const)('is kept as configured: %s', (numbers, kept) => {
    begin(numbers)
    expect(hear(delivered(1, '8510'))).toMatchObject([{ caller: kept }])
  })

  it('masked stands nowhere else in the observation', () => {
    hear({ type: 'BEGIN_CALL_EVENT', connectionCallId: 1, ani: CALLER })
    expect(JSON.stringify(hear(delivered(1, '8510')))).not.toContain('3456')
  })
})

it('a call of nobody known, or without an id, is told to nobody', () => {
  expect(told(delivered(1, '9999'))).toEqual([])
  expect(told(delivered(0xffffffff, '8510'))).toEqual([])
})

it('after a gap, who was on a call is not known any more', () => {
  hear(established(1, '8510'))
  calls.reset()
  expect(told({ type: 'CALL_CLEARED_EVENT', connectionCallId: 1 })).toEqual([])
})

describe('whatever a server says about calls', () => {
  const DEVICES = ['8510', '8511', '8512', '8510.8511', '9999', CALLER]
  const NUMBERS = ['+4930123456', '08001234567', '12345']

  /** Any call event of any version, about few phones, few calls and few callers, so that they meet. */
  const anyCallEvent = fc.constantFrom(...ALL_LAYOUTS).chain((layout) =>
    fc.constantFrom(...MESSAGE_NAMES.filter((name) => /^(BEGIN_|END_)?CALL_.*EVENT$/.test(name))).chain((name) =>
      fc
        .tuple(
          anyMessage(name, layout),
          fc.array(fc.constantFrom(...DEVICES), { minLength: 4, maxLength: 4 }),
          fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 2 }),
          fc.constantFrom(...NUMBERS),
        )
        .map(([message, devices, ids, ani]) => {
          let next = 0
          const fields = Object.entries(message).map(([key, value]): [string, unknown] => {
            if (key.endsWith('DeviceId')) return [key, devices[next++ % devices.length]]
            if (key.endsWith('CallId')) return [key, ids[next++ % ids.length]]
            return [key, key === 'ani' ? ani : value]
          })
          const frame = encode(Object.fromEntries(fields) as MessageInput, layout)
          return { message: decode(frame, layout), name }
        }),
    ),
  )

  it('becomes observations that fit the wire, at most one for each agent, and no caller is in the clear', () => {
    fc.assert(
      fc.property(fc.array(anyCallEvent, { maxLength: 30 }), (events) => {
        begin()
        for (const { message } of events) {
          const observations = message === null ? [] : calls.hear(message, MORNING)
          expect(new Set(observations.map(({ agentId }) => agentId)).size).toBe(observations.length)
          expect(observations.filter((observation) => !isStoredObservation({ seq: 1, ...observation }))).toEqual([])
          const text = JSON.stringify(observations)
          expect(NUMBERS.filter((number) => text.includes(number))).toEqual([])
        }
      }),
      { numRuns: 300 },
    )
  })
})
