import { expect, it } from 'vitest'
import type { CtiAgentState } from '../../../src/cti/agent-state.ts'
import { decode, encode } from '../../../src/cti/codec.ts'
import { layoutFor } from '../../../src/cti/layout.ts'
import type { Message } from '../../../src/cti/messages.ts'
import { ReasonCodeBook } from '../../../src/sandbox/finesse/reason-code-book.ts'
import { type AskedChange, UserStates } from '../../../src/sandbox/finesse/user-states.ts'

const ID = 'cons8510'
const NOW = Date.UTC(2026, 0, 1)
const BOOK = new ReasonCodeBook('uccx')
const [LUNCH = null] = BOOK.chosen
const TO_LUNCH: AskedChange = { state: 'NOT_READY', reason: LUNCH, requestId: 'r1' }

const layout = layoutFor('uccx', 14)
const event = (agentState: CtiAgentState, ctiClientSignature?: string, stateDuration = 0, eventReasonCode = 0) => {
  const message = { agentState, agentIdLong: ID, ctiClientSignature, stateDuration, eventReasonCode }
  return decode(encode({ type: 'AGENT_STATE_EVENT', ...message }, layout), layout) as Message<'AGENT_STATE_EVENT'>
}

it('puts a reason to the first event of its own only: a later one has none', () => {
  const states = new UserStates('Finesse', BOOK)
  states.asked(ID, TO_LUNCH)
  expect(states.heardEvent(event('NOT_READY', 'Finesse'), NOW)).toEqual({ id: ID, requestId: 'r1' })
  expect(states.of(ID).reason).toBe(LUNCH)
  expect(states.heardEvent(event('NOT_READY', 'Finesse', 0, 72), NOW)).toEqual({ id: ID, requestId: '' })
  expect(states.of(ID).reason).toBeNull()
})

it('takes what is told once for each skill group as one event', () => {
  const states = new UserStates('Finesse', BOOK)
  states.asked(ID, TO_LUNCH)
  states.heardEvent(event('NOT_READY', 'Finesse', 0, 71), NOW)
  expect(states.heardEvent(event('NOT_READY', 'Finesse', 0, 71), NOW + 1)).toBeNull()
  expect(states.of(ID)).toMatchObject({ reason: LUNCH, since: new Date(NOW).toISOString() })
})

it('puts no reason to an event of another state, of another client or of nobody', () => {
  for (const other of [event('AVAILABLE', 'Finesse'), event('NOT_READY', 'another'), event('NOT_READY')]) {
    const states = new UserStates('Finesse', BOOK)
    states.asked(ID, TO_LUNCH)
    states.heardEvent(other, NOW)
    expect(states.of(ID).reason).toBeNull()
  }
})

it('knows again what the contact centre gave by itself, but not right after a sign-in, and nothing that people may choose', () => {
  const states = new UserStates('Finesse', BOOK)
  const reasonOf = (agentState: CtiAgentState, code: number) => {
    states.heardEvent(event(agentState, undefined, 0, code), NOW)
    return states.of(ID).reason?.label
  }
  expect(reasonOf('NOT_READY', 32_763)).toBe('Call Not Answered')
  expect(reasonOf('LOGOUT', 32_765)).toBe('System Disconnect')
  expect(reasonOf('NOT_READY', 32_760)).toBeUndefined()
  expect(reasonOf('NOT_READY', 71)).toBeUndefined()
  expect(reasonOf('AVAILABLE', 33)).toBeUndefined()
})

it('forgets what was refused, and what was asked in a session that is over', () => {
  for (const forget of [(states: UserStates) => states.refused(ID), (states: UserStates) => states.sessionOpened()]) {
    const states = new UserStates('Finesse', BOOK)
    states.asked(ID, TO_LUNCH)
    forget(states)
    states.heardEvent(event('NOT_READY', 'Finesse'), NOW)
    expect(states.of(ID).reason).toBeNull()
  }
})

it('has a pending state only for a call, and not where the event came before the confirmation', () => {
  const states = new UserStates('Finesse', BOOK)
  states.asked(ID, TO_LUNCH)
  expect(states.confirmed(ID, TO_LUNCH)).toBeNull()
  states.heardEvent(event('TALKING'), NOW)
  expect(states.confirmed(ID, TO_LUNCH)).toEqual({ id: ID, requestId: 'r1' })
  expect(states.of(ID).pendingState).toBe('NOT_READY')
  states.heardEvent(event('NOT_READY', 'Finesse'), NOW)
  states.heardEvent(event('TALKING'), NOW)
  expect(states.confirmed(ID, TO_LUNCH)).toBeNull()
  expect(states.of(ID).pendingState).toBeNull()
})

it('says since when, by its own clock and the duration in the event', () => {
  const states = new UserStates('Finesse', BOOK)
  states.heardEvent(event('AVAILABLE', undefined, 60), NOW)
  expect(states.of(ID)).toMatchObject({ state: 'READY', since: '2025-12-31T23:59:00.000Z' })
})

it('calls a state that Finesse does not have UNKNOWN', () => {
  const states = new UserStates('Finesse', BOOK)
  states.heardEvent(event('PAUSED'), NOW)
  expect(states.of(ID).state).toBe('UNKNOWN')
})
