import { describe, expect, test } from 'vitest'
import {
  AGENT_STATES,
  carriesReason,
  isSameState,
  reasonCategoryOf,
  stateFromCti,
} from '../../src/history/agent-state.ts'

describe('the name of a state', () => {
  test.each([
    ['AVAILABLE', 3, 'READY'],
    ['WORK_NOT_READY', 5, 'WORK'],
    ['LOGIN', 0, 'LOGIN'],
    ['LOGOUT', 1, 'LOGOUT'],
    ['NOT_READY', 2, 'NOT_READY'],
    ['TALKING', 4, 'TALKING'],
    ['WORK_READY', 6, 'WORK_READY'],
    ['RESERVED', 8, 'RESERVED'],
    ['UNKNOWN', 9, 'UNKNOWN'],
    ['HOLD', 10, 'HOLD'],
    ['NOT_ACTIVE', 14, 'NOT_ACTIVE'],
  ] as const)('%s, %i on the CTI wire, is %s', (name, number, state) => {
    expect([stateFromCti(name), stateFromCti(number)]).toEqual([state, state])
  })

  test('is UNKNOWN where no guide lists it', () => {
    expect([stateFromCti(15), stateFromCti(-1), stateFromCti(1.5), stateFromCti('STATE_99')]).toEqual(
      Array.from({ length: 4 }, () => 'UNKNOWN'),
    )
  })
})

describe('reasons', () => {
  test('are kept in NOT_READY and LOGOUT only', () => {
    expect(AGENT_STATES.filter(carriesReason)).toEqual(['LOGOUT', 'NOT_READY'])
  })

  test('have a category in the states in which UCCX gives codes', () => {
    expect(AGENT_STATES.flatMap((state) => reasonCategoryOf(state) ?? [])).toEqual([
      'LOGOUT',
      'NOT_READY',
      'READY',
      'RESERVED',
      'RESERVED',
      'RESERVED',
      'WORK',
      'WORK',
    ])
    expect(reasonCategoryOf('TALKING')).toBeNull()
  })
})

test('the CTI word RESERVED stands for three of Finesse, and not the other way round', () => {
  expect(isSameState('RESERVED', 'RESERVED_OUTBOUND_PREVIEW')).toBe(true)
  expect(isSameState('RESERVED', 'RESERVED_OUTBOUND')).toBe(true)
  expect(isSameState('RESERVED_OUTBOUND', 'RESERVED')).toBe(false)
  expect(isSameState('TALKING', 'HOLD')).toBe(false)
})
