import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Message, MessageInput } from '../../../src/cti/messages.ts'
import { decode, encode } from '../../../src/cti/codec.ts'
import { layoutFor } from '../../../src/cti/layout.ts'
import { CtiProtocolError } from '../../../src/cti/protocol-error.ts'
import { CtiRequestError } from '../../../src/cti/request-error.ts'
import type { Request } from '../../../src/cti/requests.ts'
import { STATUS_CODES } from '../../../src/cti/status-codes.ts'
import type { CtiObservation } from '../../../src/history/observation.ts'
import { SiteLearning } from '../../../src/relay/cti/site-learning.ts'
import { instant, MORNING } from '../../support/observations.ts'

const LAYOUT = layoutFor('uccx', 14)

/** A message with its bytes, as a server would send it. */
function message(input: MessageInput): [Message, Uint8Array] {
  const frame = encode(input, LAYOUT)
  const decoded = decode(frame, LAYOUT)
  if (!decoded) throw new Error('no such message')
  return [decoded, frame]
}

let sent: (MessageInput | Request)[]
let asked: string[]
let seeds: CtiObservation[]
let ends: (number | null)[]
let named: string[]
let refused: [agentId: string, code: string][]
let isOpen: boolean
let answers: Map<string, () => Promise<Message<'QUERY_AGENT_STATE_CONF'>>>
let learning: SiteLearning

beforeEach(() => {
  vi.useFakeTimers({ now: MORNING })
  sent = []
  asked = []
  seeds = []
  ends = []
  named = []
  refused = []
  isOpen = true
  answers = new Map()
  learning = new SiteLearning({
    config: { site: 'ccx1', dialect: 'uccx', peripheralId: undefined, seedsPerSecond: 10 },
    client: {
      get isOpen() {
        return isOpen
      },
      send: (request) => void sent.push(request),
      queryAgentState: (query) => {
        const agentId = 'agentId' in query ? query.agentId : ''
        asked.push(agentId)
        return answers.get(agentId)?.() ?? Promise.reject(new CtiRequestError('refused', 'no such agent'))
      },
    },
    onSeed: (observation) => seeds.push(observation),
    onAgent: ({ agentId }) => named.push(agentId),
    onUploadEnd: (status) => ends.push(status),
    onRefusal: (agentId, { code }) => refused.push([agentId, code]),
  })
})

afterEach(() => void vi.useRealTimers())

const hear = (input: MessageInput): void => learning.heard(...message(input), Date.now())

const agentRecord = (loginId: string) => ({
  recordType: 0,
  loginId,
  firstName: 'Console',
  lastName: loginId.slice(4),
  extension: loginId.slice(4),
})

function upload(records: readonly ReturnType<typeof agentRecord>[]): void {
  learning.opened()
  hear({ type: 'CONFIG_KEY_EVENT' })
  hear({ type: 'CONFIG_BEGIN_EVENT', configType: 1, configInformation: 1 })
  hear({ type: 'CONFIG_AGENT_EVENT', records } as unknown as MessageInput)
  hear({ type: 'CONFIG_END_EVENT', status: 0 })
}

const answerOf = (state: string): Message<'QUERY_AGENT_STATE_CONF'> => {
  const [answer, frame] = message({ type: 'QUERY_AGENT_STATE_CONF', invokeId: 5, agentState: state } as MessageInput)
  learning.heard(answer, frame, Date.now())
  return answer as Message<'QUERY_AGENT_STATE_CONF'>
}

describe('what a CTI server does not say by itself', () => {
  it('asks for the configuration, and knows the agents by name from it', () => {
    upload([agentRecord('cons8510')])
    expect(sent.map(({ type }) => type)).toEqual([
      'CONFIG_REQUEST_KEY_EVENT',
      'TEAM_CONFIG_REQ',
      'CONFIG_REQUEST_EVENT',
    ])
    expect(learning.agent('cons8510')).toEqual({ name: 'Console 8510', extension: '8510' })
    expect(learning.agent('nobody')).toBe(null)
    expect(named).toEqual(['cons8510'])
    expect(ends).toEqual([0])
  })

  it('asks for the states nobody told, no faster than configured, and seeds them without a reason', async () => {
    const names = ['cons8510', 'cons8511', 'cons8512']
    for (const name of names) answers.set(name, async () => answerOf('NOT_READY'))
    upload(names.map((name) => agentRecord(name)))
    expect(asked).toEqual(['cons8510'])
    await vi.advanceTimersByTimeAsync(99)
    expect(asked).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(101)
    expect(asked).toEqual(names)
    expect(seeds).toHaveLength(3)
    expect(seeds[0]).toMatchObject({
      agentId: 'cons8510',
      state: 'NOT_READY',
      reason: null,
      seeded: true,
      at: instant(MORNING),
      extension: '8510',
    })
    expect(seeds[0]?.raw).toMatch(/^[0-9a-f]{16,}$/)
  })

  it('never overwrites what an event said meanwhile', async () => {
    answers.set('cons8510', async () => {
      learning.told('cons8510')
      return answerOf('NOT_READY')
    })
    answers.set('cons8511', async () => answerOf('NOT_READY'))
    upload([agentRecord('cons8510'), agentRecord('cons8511')])
    learning.told('cons8511')
    await vi.advanceTimersByTimeAsync(1000)
    expect(seeds).toEqual([])
    expect(asked, 'who has spoken is not asked').toEqual(['cons8510'])
  })

  it('takes a state from the configuration, unless an event said more in this session', () => {
    const states = [{ agentState: 'NOT_READY' }]
    const record = { ...agentRecord('cons8510'), states }
    upload([record])
    expect(seeds).toMatchObject([{ agentId: 'cons8510', state: 'NOT_READY', reason: null, seeded: true }])
    learning.told('cons8510')
    hear({ type: 'CONFIG_AGENT_EVENT', records: [record] } as unknown as MessageInput)
    expect(seeds).toHaveLength(1)
    upload([record])
    expect(seeds).toHaveLength(2)
  })

  it('dates a state by when it was read: an event that was read with it comes after it', () => {
    learning.opened()
    hear({ type: 'CONFIG_KEY_EVENT' })
    const records = [{ ...agentRecord('cons8510'), states: [{ agentState: 'AVAILABLE' }] }]
    const [told, frame] = message({ type: 'CONFIG_AGENT_EVENT', records } as unknown as MessageInput)
    vi.setSystemTime(MORNING + 7)
    learning.heard(told, frame, MORNING)
    expect(seeds).toMatchObject([{ agentId: 'cons8510', state: 'READY', at: instant(MORNING) }])
  })

  it('goes on without a configuration that does not come, and past a refusal', async () => {
    learning.opened()
    hear({ type: 'CONFIG_KEY_EVENT' })
    hear({
      type: 'CONFIG_AGENT_EVENT',
      records: [agentRecord('gone1'), agentRecord('cons8511')],
    } as unknown as MessageInput)
    answers.set('cons8511', async () => answerOf('AVAILABLE'))
    await vi.advanceTimersByTimeAsync(30_000)
    expect(ends).toEqual([null])
    expect(seeds.map(({ agentId, state }) => [agentId, state])).toEqual([['cons8511', 'READY']])
  })

  it('asks whom it knows from an earlier session where the configuration fails, and for that again, each time later', async () => {
    upload([agentRecord('cons8510')])
    await vi.advanceTimersByTimeAsync(1000)
    answers.set('cons8510', async () => answerOf('AVAILABLE'))
    learning.opened()
    hear({ type: 'CONFIG_KEY_EVENT' })
    hear({ type: 'CONFIG_BEGIN_EVENT', configType: 1, configInformation: 1 })
    hear({ type: 'CONFIG_END_EVENT', status: 1 })
    await vi.advanceTimersByTimeAsync(1000)
    expect(seeds.map(({ agentId, state }) => [agentId, state])).toEqual([['cons8510', 'READY']])
    expect(ends).toEqual([0, 1])
    sent = []
    await vi.advanceTimersByTimeAsync(60_000)
    expect(sent.map(({ type }) => type)).toEqual(['CONFIG_REQUEST_EVENT'])
    await vi.advanceTimersByTimeAsync(100_000)
    expect(sent, 'it was not answered, and that is two minutes ago').toHaveLength(1)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(sent).toHaveLength(2)
    hear({ type: 'CONFIG_BEGIN_EVENT', configType: 1, configInformation: 1 })
    hear({ type: 'CONFIG_END_EVENT', status: 0 })
    await vi.advanceTimersByTimeAsync(10_000_000)
    expect(sent).toHaveLength(2)
  })

  it('asks after a loss also for those whom no configuration names, but whom it has heard before', async () => {
    answers.set('cons8510', async () => answerOf('NOT_READY'))
    learning.opened()
    learning.told('cons8510')
    await vi.advanceTimersByTimeAsync(30_000)
    expect(asked, 'it has just been heard').toEqual([])
    learning.closed()
    learning.opened()
    await vi.advanceTimersByTimeAsync(30_000)
    expect(seeds.map(({ agentId, state }) => [agentId, state])).toEqual([['cons8510', 'NOT_READY']])
  })

  it('waits for a long configuration for as long as it comes', async () => {
    learning.opened()
    hear({ type: 'CONFIG_KEY_EVENT' })
    hear({ type: 'CONFIG_BEGIN_EVENT', configType: 1, configInformation: 1 })
    for (let part = 0; part < 5; part++) {
      await vi.advanceTimersByTimeAsync(15_000)
      hear({ type: 'CONFIG_AGENT_EVENT', records: [agentRecord(`cons851${part}`)] } as unknown as MessageInput)
    }
    expect([ends, asked]).toEqual([[], []])
  })

  it('asks once more where there is no answer, and for an agent whom an update brings', async () => {
    let tries = 0
    answers.set('cons8510', async () => {
      tries += 1
      if (tries === 1) throw new CtiRequestError('timeout', 'no answer')
      return answerOf('NOT_READY')
    })
    answers.set('cons8599', async () => answerOf('AVAILABLE'))
    upload([agentRecord('cons8510')])
    await vi.advanceTimersByTimeAsync(1000)
    hear({ type: 'CONFIG_BEGIN_EVENT', configType: 2, configInformation: 1 })
    hear({ type: 'CONFIG_AGENT_EVENT', records: [agentRecord('cons8599')] } as unknown as MessageInput)
    hear({ type: 'CONFIG_END_EVENT', status: 0 })
    await vi.advanceTimersByTimeAsync(1000)
    expect(seeds.map(({ agentId }) => agentId)).toEqual(['cons8510', 'cons8599'])
    expect(refused).toEqual([['cons8510', 'timeout']])
  })

  it('passes by an agent whose id cannot be written in the dialect', async () => {
    answers.set('cons8510', () => Promise.reject(new CtiProtocolError('unencodable', 0, 36, 'too long')))
    answers.set('cons8511', async () => answerOf('NOT_READY'))
    upload([agentRecord('cons8510'), agentRecord('cons8511')])
    await vi.advanceTimersByTimeAsync(1000)
    expect(refused).toEqual([['cons8510', 'unencodable']])
    expect(seeds.map(({ agentId }) => agentId)).toEqual(['cons8511'])
  })

  it('asks for nothing while the session ends, whatever the server says then', async () => {
    learning.opened()
    isOpen = false
    hear({ type: 'CONFIG_KEY_EVENT' })
    hear({ type: 'FAILURE_EVENT', status: STATUS_CODES.AUTO_CONFIG_RESET })
    hear({ type: 'CONFIG_AGENT_EVENT', records: [agentRecord('cons8510')] } as unknown as MessageInput)
    await vi.advanceTimersByTimeAsync(100_000)
    expect(sent.map(({ type }) => type)).toEqual(['CONFIG_REQUEST_KEY_EVENT', 'TEAM_CONFIG_REQ'])
    expect(asked).toEqual([])
  })

  it('asks no more once the session is closed', async () => {
    learning.opened()
    learning.closed()
    await vi.advanceTimersByTimeAsync(60_000)
    expect([ends, asked]).toEqual([[], []])
  })
})
