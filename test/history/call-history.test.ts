import { expect, test } from 'vitest'
import { CallHistory } from '../../src/history/call-history.ts'
import type { CallObservation, SystemObservation } from '../../src/history/observation.ts'
import { AGENT, at, call as heardCall, cti, floor, MORNING } from './heard.ts'

const call = (seq: number, second: number, fields: Partial<CallObservation> = {}): CallObservation =>
  heardCall(second, 'DELIVERED', { seq, ...fields })

const system: SystemObservation = {
  kind: 'system',
  seq: 9,
  site: 'ccx1',
  agentId: null,
  event: 'TEXT_FYI',
  at: new Date(MORNING).toISOString(),
  extension: null,
  text: 'hello',
}

test('an agent’s calls are in order of time, each once, whatever came in which order', () => {
  const history = new CallHistory()
  const events = [call(3, 20, { event: 'END_CALL' }), call(1, 10), call(2, 20), call(4, 5, { agentId: 'other' })]
  expect([...history.add([...events, system, cti(1, 'READY')])]).toEqual([AGENT, 'other'])
  expect([...history.add(events)]).toEqual([])
  expect(history.calls(AGENT).map(({ seq }) => seq)).toEqual([1, 2, 3])
  expect(history.calls(AGENT)).toBe(history.calls(AGENT))
  expect(history.calls('nobody')).toEqual([])
})

test('what is old can be forgotten', () => {
  const history = new CallHistory()
  history.add([call(1, 10), call(2, 20), call(3, 1, { agentId: 'other' })])
  expect(history.calls(AGENT)).toHaveLength(2)
  history.trim(at(15))
  expect(history.calls(AGENT).map(({ seq }) => seq)).toEqual([2])
  expect(history.calls('other')).toEqual([])
})

test('a floor’s entries know nothing of calls and system events', () => {
  const history = floor()
  expect([...history.add([call(1, 10), system])]).toEqual([])
  expect(history.agentIds()).toEqual([])
})
