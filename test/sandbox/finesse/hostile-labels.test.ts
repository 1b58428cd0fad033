import { expect, it } from 'vitest'
import { runCentre } from './running-finesse.ts'
import { HOSTILE_LABELS } from '../../../src/sandbox/finesse/hostile-labels.ts'

it('gives every label and every name a hostile text that Finesse would take', async () => {
  const { as, cti, hears } = await runCentre('uccx', { hostileLabels: true })
  const codes = await as('admin').getReasonCodes('ALL')
  expect(codes.length).toBeGreaterThan(20)
  for (const { label } of codes) expect(HOSTILE_LABELS.map((text) => text.trim())).toContain(label)
  const { name, users } = await as('super1').getTeam('3', { includeLoggedOut: true })
  expect(HOSTILE_LABELS).toContain(name)
  for (const { firstName, lastName, loginId } of users) {
    expect(HOSTILE_LABELS).toContain(firstName)
    expect(HOSTILE_LABELS).toContain(lastName)
    expect(loginId).toMatch(/^(cons|super)\d+$/)
  }
  const heard = hears('super1')
  cti.setState('cons8510', 'NOT_READY', 71)
  await expect.poll(() => heard.length).toBeGreaterThan(0)
  expect(HOSTILE_LABELS).toContain(heard[0]?.update.user?.lastName)
})

it('has markup, a formula, writing directions, forty characters and signs beyond the first plane among them', () => {
  const all = HOSTILE_LABELS.join('\n')
  expect(all).toMatch(/<img/)
  expect(HOSTILE_LABELS.some((text) => text.startsWith('='))).toBe(true)
  expect(all).toMatch(/\u202E/)
  expect(HOSTILE_LABELS.some(({ length }) => length === 40)).toBe(true)
  expect(HOSTILE_LABELS.every(({ length }) => length <= 40)).toBe(true)
  expect(all).toMatch(/\p{Extended_Pictographic}/u)
})
