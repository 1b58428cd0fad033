import { describe, expect, it } from 'vitest'
import { Heartbeat } from '../../src/cti/heartbeat.ts'

describe('heartbeats', () => {
  it('are due at a fixed interval', () => {
    const heartbeat = new Heartbeat(10_000)
    expect(heartbeat.deadline).toBe(Infinity)
    heartbeat.begin(1000)
    expect(heartbeat.deadline).toBe(11_000)
    expect([heartbeat.isDue(10_999), heartbeat.isDue(11_000)]).toEqual([false, true])
    heartbeat.sent(1, 11_000)
    heartbeat.confirmed(11_020)
    expect(heartbeat.deadline).toBe(21_000)
  })

  it('mean a lost link when three went unanswered and the third has had its time', () => {
    const heartbeat = new Heartbeat(10_000)
    heartbeat.begin(0)
    for (const [id, at] of [
      [1, 10_000],
      [2, 20_000],
      [3, 30_000],
    ] as const) {
      expect(heartbeat.isLost(at)).toBe(false)
      heartbeat.sent(id, at)
    }
    expect(heartbeat.deadline).toBe(35_000)
    expect([heartbeat.isLost(34_999), heartbeat.isLost(35_000)]).toEqual([false, true])
  })

  it('start anew with any answer, even the last moment’s', () => {
    const heartbeat = new Heartbeat(5000)
    heartbeat.begin(0)
    for (const id of [1, 2, 3]) heartbeat.sent(id, id * 5000)
    expect([heartbeat.isWaitingFor(1), heartbeat.isWaitingFor(4)]).toEqual([true, false])
    heartbeat.confirmed(19_999)
    expect(heartbeat.isLost(1_000_000)).toBe(false)
    expect(heartbeat.deadline).toBe(24_999)
    expect(heartbeat.isWaitingFor(1)).toBe(false)
  })

  it('of an earlier session count for nothing in the next', () => {
    const heartbeat = new Heartbeat(5000)
    heartbeat.begin(0)
    for (const id of [1, 2, 3]) heartbeat.sent(id, id * 5000)
    heartbeat.begin(60_000)
    expect(heartbeat.deadline).toBe(65_000)
  })
})
