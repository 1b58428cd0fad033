import { expect, test } from 'vitest'
import { isReasonCode } from '../../src/cti/reason-code.ts'
import { SYSTEM_CODES } from '../../src/history/system-codes.ts'
import { CATALOGUE, code } from './heard.ts'

test('every system code is a code, named and explained, and stands once', () => {
  const keys = SYSTEM_CODES.map((each) => `${each.deployment} ${each.category} ${each.code}`)
  expect(new Set(keys).size).toBe(keys.length)
  for (const each of SYSTEM_CODES) {
    expect([each.code, isReasonCode(each.code)]).toEqual([each.code, true])
    expect([each.label, each.meaning].every((text) => text.trim() === text && text !== '')).toBe(true)
  }
})

test('a number means what the deployment and the category say', () => {
  expect(CATALOGUE.systemCode('uccx', 'LOGOUT', code(32767))?.label).toBe('Device Conflict')
  expect(CATALOGUE.systemCode('ucce', 'NOT_READY', code(32767))?.label).toBe('Call Not Answered')
  expect(CATALOGUE.systemCode('ucce', 'NOT_READY', code(50002))?.label).toBe('Connection Failure')
  expect(CATALOGUE.systemCode('ucce', 'LOGOUT', code(50002))?.label).toBe('System Failure')
  expect(CATALOGUE.systemCode('uccx', 'NOT_READY', code(32767))).toBeNull()
  expect(CATALOGUE.systemCode('uccx', 'NOT_READY', code(71))).toBeNull()
})

test.each([
  ['uccx', 'READY', 33, 'supervisor'],
  ['uccx', 'LOGOUT', 22, 'supervisor'],
  ['ucce', 'LOGOUT', 999, 'supervisor'],
  ['ucce', 'NOT_READY', 20003, 'agent'],
  ['uccx', 'NOT_READY', 32760, 'sign-in'],
  ['uccx', 'NOT_READY', 32763, 'system'],
] as const)('%s %s %i is brought about by: %s', (deployment, category, number, causedBy) => {
  expect(CATALOGUE.systemCode(deployment, category, code(number))?.causedBy).toBe(causedBy)
})

test("Finesse's silence is harmless for two codes only", () => {
  const harmless = SYSTEM_CODES.filter(({ expectedWithoutFinesse }) => expectedWithoutFinesse !== undefined)
  expect(harmless.map((each) => [each.deployment, each.code, each.expectedWithoutFinesse])).toEqual([
    ['uccx', 32760, 'after-sign-in'],
    ['uccx', 32766, 'always'],
  ])
})
