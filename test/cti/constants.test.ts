import { describe, expect, it } from 'vitest'
import { agentStateNumber, agentStateOf, CTI_AGENT_STATES } from '../../src/cti/agent-state.ts'
import * as calls from '../../src/cti/call-constants.ts'
import { CONTROL_FAILURE_CODES, controlFailureText } from '../../src/cti/control-failure-codes.ts'
import * as masks from '../../src/cti/masks.ts'
import { MESSAGE_TYPES } from '../../src/cti/message-types.ts'
import { STATUS_CODES, statusText } from '../../src/cti/status-codes.ts'
import { CCX_STATUS, PG_STATUS_BITS, SYSTEM_EVENTS } from '../../src/cti/system-events.ts'
import { TAGS } from '../../src/cti/tags.ts'

const { EVENT_CAUSES, NULL_ID, NULL_ID_16, LIST_LIMITS, ...callTables } = calls

describe('numbers', () => {
  it.each(
    Object.entries({
      MESSAGE_TYPES,
      TAGS,
      STATUS_CODES,
      CONTROL_FAILURE_CODES,
      SYSTEM_EVENTS,
      PG_STATUS_BITS,
      CCX_STATUS,
      ...callTables,
      ...masks,
    }),
  )('of %s have one name each', (_, table) => {
    const numbers = Object.values(table)
    expect(new Set(numbers).size).toBe(numbers.length)
    expect(numbers.every((number) => Number.isInteger(number) && number >= 0)).toBe(true)
  })

  it.each(Object.entries({ PG_STATUS_BITS, ...masks }))('of %s are single bits', (_, table) => {
    for (const bit of Object.values(table)) expect((bit & (bit - 1)) >>> 0).toBe(0)
  })

  it('are those of the guides, here and there', () => {
    expect(MESSAGE_TYPES).toMatchObject({ AGENT_STATE_EVENT: 30, TEAM_CONFIG_EVENT: 243, CONFIG_TERMINAL_EVENT: 276 })
    expect(TAGS).toMatchObject({ AGENT_ID: 5, CALL_VAR_10: 22, NAMED_ARRAY: 83, RECORD_TYPE: 183, AGENT_ID_LONG: 194 })
    expect(STATUS_CODES).toMatchObject({ CTI_SERVER_OFFLINE: 15, SERVER_NOT_MASTER: 92, AUTO_CONFIG_RESET: 96 })
    expect(masks.CALL_MSG_MASKS.NETWORK_RECORDING_TARGET_INFO).toBe(0x80000000)
    expect(EVENT_CAUSES).toMatchObject({ 28: 'REDIRECTED', 1015: 'REDIRECTED', 0xffff: 'NONE' })
    expect([NULL_ID, NULL_ID_16, LIST_LIMITS.UCCX_CSQS]).toEqual([0xffffffff, 0xffff, 99])
  })
})

describe('agent states', () => {
  it('have names, and numbers that no guide lists keep themselves', () => {
    expect(CTI_AGENT_STATES.map(agentStateNumber)).toEqual([...CTI_AGENT_STATES.keys()])
    expect([2, 3, 15, 65535].map(agentStateOf)).toEqual(['NOT_READY', 'AVAILABLE', 'STATE_15', 'STATE_65535'])
    expect(['STATE_15', 'STATE_2', 'READY', 'STATE_', 'STATE_1e3'].map(agentStateNumber)).toEqual([
      15,
      2,
      NaN,
      NaN,
      NaN,
    ])
  })
})

describe('codes as a person reads them', () => {
  it('have number, name and meaning, as far as there are', () => {
    expect(statusText(92)).toBe('92 SERVER_NOT_MASTER: this node is not the master; the other one is')
    expect(statusText(24)).toBe('24 INVALID_DIGITS')
    expect(statusText(4711)).toBe('4711')
    expect(controlFailureText(266)).toBe('266 INVALID_AGENT_REASON_CODE: the server does not know this reason code')
  })
})
