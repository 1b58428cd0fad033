import { describe, expect, it } from 'vitest'
import type { Dialect } from '../../src/cti/dialect.ts'
import { ReconnectPlan } from '../../src/cti/reconnect-plan.ts'

const plan = (dialect: Dialect, servers: number, random = 0, clients = 20) =>
  new ReconnectPlan({ dialect, servers, clients, random: () => random })

/** Server and pause of so many failures one after the other. */
const failuresOf = (one: ReconnectPlan, count: number, elsewhere = false) =>
  Array.from({ length: count }, () => one.failed(elsewhere)).map(({ server, delayMs }) => [server, delayMs])

describe('UCCE sides', () => {
  it('are tried as published: same side, other side, a random pause, then 15, 30, 60, 120 s, in turns', () => {
    expect(failuresOf(plan('ucce', 2), 8)).toEqual([
      [0, 0],
      [1, 0],
      [0, 0],
      [1, 15_000],
      [0, 30_000],
      [1, 60_000],
      [0, 120_000],
      [1, 120_000],
    ])
  })

  it('are waited for at random, up to a tenth of a second for each client', () => {
    const [, , third] = failuresOf(plan('ucce', 2, 0.5, 40), 3)
    expect(third).toEqual([0, 0.5 * 4000 * 1.1])
  })

  it('that point elsewhere are not tried again first', () => {
    expect(plan('ucce', 2).failed(true)).toEqual({ server: 1, delayMs: 0 })
  })
})

describe('UCCX nodes', () => {
  it('are tried in turn, with pauses that grow once each has been tried', () => {
    expect(failuresOf(plan('uccx', 2), 8)).toEqual([
      [1, 0],
      [0, 0],
      [1, 1000],
      [0, 2000],
      [1, 4000],
      [0, 8000],
      [1, 15_000],
      [0, 15_000],
    ])
  })

  it('may be one alone', () => {
    expect(failuresOf(plan('uccx', 1), 3)).toEqual([
      [0, 0],
      [0, 1000],
      [0, 2000],
    ])
  })

  it('are kept after a session that worked: no way back to a preferred one, and no pause', () => {
    const one = plan('uccx', 3)
    failuresOf(one, 4)
    expect(one.server).toBe(1)
    one.worked()
    expect(one.server).toBe(1)
    expect(one.failed(false)).toEqual({ server: 2, delayMs: 0 })
  })
})

it('draws pauses out by chance, by a fifth at most, and never shortens them', () => {
  const [, , , fourth] = failuresOf(plan('ucce', 2, 0.999), 4)
  expect(fourth?.[1]).toBeGreaterThan(15_000)
  expect(fourth?.[1]).toBeLessThanOrEqual(18_000)
})
