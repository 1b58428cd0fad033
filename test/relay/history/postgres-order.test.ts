import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { PATIENCE } from '../../support/patience.ts'
import { PostgresServer, WHY_NO_POSTGRES } from '../../support/postgres.ts'
import { append, eventNow, openRelayOf, patient } from './shared-history.ts'

const WRITERS = 8

/** Rows in all. The full size: `ORDER_ROWS=1000000 npx vitest run test/relay/history/postgres-order.test.ts`. */
const ROWS = Number(process.env['ORDER_ROWS'] ?? 40_000)

describe.skipIf(WHY_NO_POSTGRES !== null)('order in PostgreSQL', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await PostgresServer.start()
  })
  afterAll(() => server.remove())

  test(
    `${WRITERS} relays write at once: whoever follows misses nothing and is told everything in order`,
    { timeout: 1_800_000 },
    async () => {
      const database = await server.newDatabase()
      const relays = await Promise.all(Array.from({ length: WRITERS }, () => openRelayOf(database, [server])))
      const reader = await openRelayOf(database, [server])
      // Each follower keeps only what does not fit: a hole, or a repeat.
      const followers = [...relays, reader].map((relay) => {
        const follower = { last: 0, faults: [] as number[] }
        relay.follow((rows) => {
          for (const { seq } of rows) {
            if (seq !== follower.last + 1) follower.faults.push(seq)
            follower.last = seq
          }
        })
        return follower
      })
      const write = async (relay: (typeof relays)[number], index: number): Promise<number> => {
        const lease = await relay.lead(`site${index}`, patient)
        let written = 0
        for (let size = 1; written < ROWS / WRITERS; size = (size * 7) % 101) {
          const drafts = Array.from({ length: size }, (_, n) => eventNow(`agent${(written + n) % 50}`))
          await append(lease, drafts)
          written += size
        }
        return written
      }
      const written = await Promise.all(relays.map(write))
      const total = written.reduce((sum, count) => sum + count, 0)
      expect(total).toBeGreaterThanOrEqual(ROWS)
      await vi.waitFor(() => expect(followers.map(({ last }) => last)).toEqual(followers.map(() => total)), PATIENCE)
      expect(followers.flatMap(({ faults }) => faults)).toEqual([])
      // And it is what the history has.
      let place = 0
      for (let isMore = true; isMore;) {
        const rows = await reader.readAfter(place, 2_000)
        for (const { seq } of rows) expect(seq).toBe(++place)
        isMore = rows.length === 2_000
      }
      expect(place).toBe(total)
    },
  )
})
