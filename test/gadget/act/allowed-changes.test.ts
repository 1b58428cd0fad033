import { describe, expect, it } from 'vitest'
import { CHANGES, forcedReason, isPossible } from '../../../src/gadget/act/allowed-changes.ts'
import { SYSTEM_CODES } from '../../../src/history/system-codes.ts'
import { AGENT_STATES } from '../../../src/history/agent-state.ts'

describe('what a supervisor may ask for', () => {
  it.each([
    ['READY', ['NOT_READY', 'LOGOUT']],
    ['NOT_READY', ['READY', 'LOGOUT']],
    ['WORK', ['READY', 'NOT_READY', 'LOGOUT']],
    ['WORK_READY', ['NOT_READY', 'LOGOUT']],
    ['RESERVED', ['LOGOUT']],
    ['RESERVED_OUTBOUND', ['LOGOUT']],
    ['RESERVED_OUTBOUND_PREVIEW', ['LOGOUT']],
    ['TALKING', ['LOGOUT']],
    ['HOLD', ['LOGOUT']],
  ] as const)('from %s is %j', (state, possible) => {
    expect(CHANGES.filter((change) => isPossible(change, state))).toEqual(possible)
  })

  it('is nothing from any other state', () => {
    const others = [
      'LOGOUT',
      'LOGIN',
      'UNKNOWN',
      'BUSY_OTHER',
      'ACTIVE',
      'PAUSED',
      'INTERRUPTED',
      'NOT_ACTIVE',
    ] as const
    for (const state of others) expect(CHANGES.some((change) => isPossible(change, state))).toBe(false)
    expect(AGENT_STATES).toHaveLength(9 + others.length)
  })
})

describe('what is recorded as the reason of a forced change', () => {
  it('is the code that Finesse sends by itself', () => {
    const codes = (['uccx', 'ucce'] as const).map((deployment) =>
      CHANGES.map((change) => forcedReason(SYSTEM_CODES, deployment, change)?.code ?? null),
    )
    expect(codes).toEqual([
      [null, 33, 22],
      [null, 999, 999],
    ])
    expect(forcedReason(SYSTEM_CODES, 'uccx', 'NOT_READY')?.label).toBe('Supervisor Initiated')
  })
})
