import { describe, expect, it } from 'vitest'
import { ORIGIN, openFloor, signIn, startFloorRelay } from '../support/floor.ts'

async function running(changes: object = {}) {
  const floor = await openFloor()
  const { address, close } = await startFloorRelay(floor, changes)
  return { ...floor, address, close }
}

describe('signing in', () => {
  it('is limited per address, with the time to wait, which a page may read', async () => {
    const { address, finesse } = await running({ limits: { signInsPerMinute: 3 } })
    const answers = []
    for (let n = 0; n < 5; n++) answers.push(await signIn(address, 'super1'))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429, 429])
    const refusal = answers[4]
    expect(refusal?.body['code']).toBe('too-many-requests')
    const retryAfter = Number(refusal?.headers.get('retry-after'))
    expect(retryAfter).toBeGreaterThan(0)
    expect(retryAfter).toBeLessThanOrEqual(60)
    expect(refusal?.headers.get('access-control-allow-origin')).toBe(ORIGIN)
    expect(refusal?.headers.get('access-control-expose-headers')).toContain('retry-after')
    expect(finesse.http.asked.filter(({ path }) => path === '/finesse/api/User/super1')).toHaveLength(3)
  })

  it('of a thousand supervisors behind one address needs no settings', async () => {
    const { address } = await running()
    const statuses = new Set<number>()
    for (let done = 0; done < 1000; done += 50) {
      const some = Array.from({ length: 50 }, (_, n) => signIn(address, n % 2 === 0 ? 'super1' : 'super2'))
      for (const { status } of await Promise.all(some)) statuses.add(status)
    }
    expect([...statuses]).toEqual([200])
  })
})
