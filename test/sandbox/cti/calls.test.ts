import { beforeEach, describe, expect, it } from 'vitest'
import type { CtiAgentState } from '../../../src/cti/agent-state.ts'
import { Calls } from '../../../src/sandbox/cti/calls.ts'
import { isAgent, people } from '../../../src/sandbox/people.ts'

const agents = people(1).filter(isAgent).slice(0, 1)

let calls: Calls
beforeEach(() => {
  calls = new Calls()
})

/** What is told when the agent goes into these states, one after the other. */
const follow = (...states: readonly CtiAgentState[]) =>
  states.flatMap((state) => agents.flatMap((agent) => calls.follow({ agent, state, reason: 0, client: '' })))
const told = (...states: readonly CtiAgentState[]): readonly string[] =>
  follow(...states).map(({ type }) => type.replace('_EVENT', ''))

describe('the calls of the sandbox', () => {
  it('ring where an agent is reserved, are talked on, held and taken back, and end with the next state', () => {
    expect(told('AVAILABLE', 'RESERVED', 'TALKING', 'HOLD', 'TALKING', 'WORK_NOT_READY', 'AVAILABLE')).toEqual([
      'CALL_DELIVERED',
      'CALL_ESTABLISHED',
      'CALL_HELD',
      'CALL_RETRIEVED',
      'CALL_CONNECTION_CLEARED',
      'END_CALL',
    ])
  })

  it('go elsewhere where nobody answers', () => {
    expect(told('RESERVED', 'NOT_READY')).toEqual(['CALL_DELIVERED', 'CALL_DIVERTED', 'END_CALL'])
  })

  it('are others each time', () => {
    const ids = follow('RESERVED', 'AVAILABLE', 'RESERVED').map(({ connectionCallId }) => connectionCallId)
    expect(ids).toEqual([1, 1, 1, 2])
  })
})
