import { expect, test } from 'vitest'
import { ContextHistory } from '../../src/history/context-history.ts'
import type { CallObservation } from '../../src/history/observation.ts'
import { AGENT, call as heardCall, cti, floor, system } from './heard.ts'

const call = (seq: number, second: number, fields: Partial<CallObservation> = {}): CallObservation =>
  heardCall(second, 'DELIVERED', { seq, ...fields })

const phone = system(25, 'INSTRUMENT_OUT_OF_SERVICE', { seq: 8, agentId: AGENT })
const centre = system(0, 'PERIPHERAL_OFFLINE', { seq: 9 })

test('what concerns an agent is in the order in which the relay heard it, each once, whatever came in which order', () => {
  const history = new ContextHistory()
  const events = [call(3, 20, { event: 'END_CALL' }), call(1, 10), call(2, 20), call(4, 5, { agentId: 'other' }), phone]
  history.add([...events, centre, cti(1, 'READY')])
  const before = history.of(AGENT)
  history.add(events)
  expect(before.map(({ seq }) => seq)).toEqual([1, 2, 3, 8])
  expect(history.of(AGENT)).toBe(before)
  expect(history.of('nobody')).toEqual([])
})

test('what concerns everybody stands by itself', () => {
  const history = new ContextHistory()
  history.add([phone, centre])
  expect(history.of(null)).toEqual([centre])
  expect(history.of(AGENT)).toEqual([phone])
})

test('a moment that is none is refused with a code, be it the first, and nothing of its batch is kept', () => {
  const history = new ContextHistory()
  const refusal = expect.objectContaining({ code: 'unreadable-instant' }) as Error
  expect(() => history.add([call(1, 10, { agentId: 'other' }), call(2, 10, { at: 'yesterday' })])).toThrow(refusal)
  expect([history.of(AGENT), history.of('other')]).toEqual([[], []])
})

test('a floor’s entries know nothing of calls and system events', () => {
  const history = floor()
  expect([...history.add([call(1, 10), centre])]).toEqual([])
  expect(history.agentIds()).toEqual([])
})
