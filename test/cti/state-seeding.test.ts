import { describe, expect, it } from 'vitest'
import { StateSeeding } from '../../src/cti/state-seeding.ts'

describe('asking for present states', () => {
  it('takes one agent after the other, at most so many a second', () => {
    const seeding = new StateSeeding(4)
    for (const agentId of ['a', 'b', 'c']) seeding.configured(agentId)
    expect(seeding.take(1000)).toBe('a')
    expect(seeding.deadline).toBe(1250)
    expect(seeding.take(1249)).toBeNull()
    expect(seeding.take(1250)).toBe('b')
    expect(seeding.take(9000)).toBe('c')
    expect(seeding.take(9999)).toBeNull()
    expect(seeding.deadline).toBe(Infinity)
  })

  it('leaves out who is known, before and after being configured, and asks nobody twice', () => {
    const seeding = new StateSeeding(1000)
    seeding.known('a')
    seeding.configured('a')
    seeding.configured('b')
    seeding.known('b')
    seeding.configured('c')
    expect(seeding.take(0)).toBe('c')
    seeding.configured('c')
    expect(seeding.take(1000)).toBeNull()
  })

  it('puts a question that was not answered once more, after the others', () => {
    const seeding = new StateSeeding(1000)
    for (const agentId of ['a', 'b']) seeding.configured(agentId)
    expect(seeding.take(0)).toBe('a')
    seeding.unanswered('a')
    expect([seeding.take(10), seeding.take(20)]).toEqual(['b', 'a'])
    seeding.unanswered('a')
    expect(seeding.take(30)).toBe(null)
  })

  it('begins anew with the session', () => {
    const seeding = new StateSeeding(1000)
    seeding.configured('a')
    seeding.take(0)
    seeding.opened()
    seeding.configured('a')
    expect(seeding.take(1000)).toBe('a')
  })
})
