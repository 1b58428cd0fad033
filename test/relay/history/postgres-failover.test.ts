import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Lease, Row } from '../../../src/relay/history/history-store.ts'
import { PostgresServer, WHY_NO_POSTGRES } from '../../support/postgres.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { append, appendPatiently, eventNow, openRelayOf, patient } from './shared-history.ts'
import { PATIENCE } from '../../support/patience.ts'

/** Follows a relay's history; `isWhole` while no seq was left out or came twice. */
function follow(relay: { follow: (follower: (rows: readonly Row[]) => void) => () => void }) {
  const rows: Row[] = []
  relay.follow((more) => rows.push(...more))
  return { rows, isWhole: () => rows.every(({ seq }, index) => seq === index + 1) }
}

/** Appends one event after the other until it is told to end; answers what was acknowledged. */
function writeOn(lease: Lease, site: string) {
  const state = { acknowledged: [] as { seq: number; agentId: string }[], isEnding: false }
  const done = (async () => {
    for (let n = 0; !state.isEnding; n++) {
      const agentId = `${site}-${n}`
      state.acknowledged.push({ seq: await appendPatiently(lease, [eventNow(agentId)]), agentId })
    }
  })()
  const end = async () => {
    state.isEnding = true
    await done
    return state.acknowledged
  }
  return { state, end }
}

describe.skipIf(WHY_NO_POSTGRES !== null)('a primary that dies', () => {
  test('gives way to its standby: nothing that was published is lost or there twice, and writing goes on', async () => {
    const primary = await PostgresServer.start()
    onTestFinished(() => primary.remove())
    const standby = await PostgresServer.standbyOf(primary)
    onTestFinished(() => standby.remove())
    const database = await primary.newDatabase()
    const servers = [primary, standby]
    const relays = [await openRelayOf(database, servers), await openRelayOf(database, servers)] as const
    const leases = await Promise.all(relays.map((relay, index) => relay.lead(`ccx${index}`, patient)))
    const terms = leases.map(({ term }) => term)
    const reader = await openRelayOf(database, servers)
    const told = follow(reader)
    const writers = leases.map((lease, index) => writeOn(lease, `site${index}`))
    const counts = () => writers.map(({ state }) => state.acknowledged.length)
    const growOn = async () => {
      const before = counts()
      await vi.waitFor(() => expect(counts().every((count, index) => count > before[index]! + 50)).toBe(true), PATIENCE)
    }
    await growOn()

    await primary.end('SIGKILL')
    await vi.waitFor(() => expect(reader.fault()?.code).toBe('history-unreachable'), PATIENCE)
    const published = [...told.rows]
    await standby.promote()
    const stuckAt = counts()
    await vi.waitFor(() => expect(counts().every((count, index) => count > stuckAt[index]!)).toBe(true), PATIENCE)
    await growOn()

    const acknowledged = (await Promise.all(writers.map(({ end }) => end()))).flat()
    const there = await standby.query(database, 'SELECT seq, agent_id FROM reason_history.observations ORDER BY seq')
    const agents = there.map(({ agent_id: agentId }) => String(agentId))
    expect(new Set(agents).size).toBe(agents.length)
    expect(there.map(({ seq }) => Number(seq))).toEqual(agents.map((_, index) => index + 1))
    for (const { seq, agentId } of [...acknowledged, ...published]) expect(agents[seq - 1]).toBe(agentId)
    // The same leaders went on, each under a new term; who followed was told all of it, once.
    expect(leases.map(({ lost }) => lost.aborted)).toEqual([false, false])
    expect(leases.every(({ term }, index) => term > terms[index]!)).toBe(true)
    await vi.waitFor(() => expect(told.rows).toHaveLength(agents.length), PATIENCE)
    expect(told.isWhole()).toBe(true)
    expect(reader.fault()).toBe(null)
  })
})

const write = async (lease: Lease, count: number) => {
  for (let n = 0; n < count; n++) await appendPatiently(lease, [eventNow('a')])
}

describe.skipIf(WHY_NO_POSTGRES !== null)('a synchronous standby that is away', () => {
  test('holds up commits: nothing is told that is not there as well, and what waited is there once', async () => {
    const primary = await PostgresServer.start()
    onTestFinished(() => primary.remove())
    const standby = await PostgresServer.standbyOf(primary)
    onTestFinished(() => standby.remove())
    const database = await primary.newDatabase()
    const relay = await openRelayOf(database, [primary])
    const told = follow(relay)
    const lease = await relay.lead('ccx1', patient)
    await append(lease, [eventNow('a')])
    await standby.end()
    const waiting = appendPatiently(lease, [eventNow('b')])
    const isWaiting = `SELECT FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND query LIKE '%append(%'`
    await vi.waitFor(async () => expect(await primary.ask('postgres', isWaiting)).toHaveLength(1), PATIENCE)
    expect(told.rows).toHaveLength(1)
    await standby.boot()
    expect(await waiting).toBe(2)
    await vi.waitFor(() => expect(told.rows).toHaveLength(2), PATIENCE)
    expect(told.isWhole()).toBe(true)
  })
})

describe.skipIf(WHY_NO_POSTGRES !== null)('a database that was restored', () => {
  let server: PostgresServer
  beforeEach(async () => {
    server = await PostgresServer.start()
  })
  afterEach(() => server.remove())

  test('is noticed by a relay that runs: the history has another epoch, once, and goes on', async () => {
    const database = await server.newDatabase()
    const relay = await openRelayOf(database, [server])
    const other = await openRelayOf(database, [server])
    const renewed = vi.fn<() => void>()
    other.onRenewal(renewed)
    const lease = await relay.lead('ccx1', patient)
    await write(lease, 3)
    const backup = await server.backUp()
    await write(lease, 5)
    await vi.waitFor(() => expect(other.lastSeq).toBe(8), PATIENCE)
    const { epoch } = relay
    await server.restore(backup)
    await vi.waitFor(() => expect(other.epoch).not.toBe(epoch), PATIENCE)
    await vi.waitFor(() => expect(relay.epoch).toBe(other.epoch), PATIENCE)
    expect(renewed).toHaveBeenCalledTimes(1)
    await write(lease, 1)
    await vi.waitFor(() => expect([relay.lastSeq, other.lastSeq]).toEqual([4, 4]), PATIENCE)
    expect(renewed).toHaveBeenCalledTimes(1)
  })

  test('is noticed by a relay that comes back when others have written further than it knew', async () => {
    const database = await server.newDatabase()
    const markFile = join(tempFolder(), 'mark.json')
    const relay = await openRelayOf(database, [server], { markFile })
    const backup = await server.backUp()
    const lease = await relay.lead('ccx1', patient)
    await write(lease, 3)
    const { epoch } = relay
    await relay.close()
    await server.restore(backup)
    const stranger = await openRelayOf(database, [server])
    await write(await stranger.lead('ccx1', patient), 9)
    expect(stranger.epoch).toBe(epoch)
    const again = await openRelayOf(database, [server], { markFile })
    expect(again.epoch).not.toBe(epoch)
    await vi.waitFor(() => expect(stranger.epoch).toBe(again.epoch), PATIENCE)
  })

  test('is not what a relay sees that comes back to the same history', async () => {
    const database = await server.newDatabase()
    const markFile = join(tempFolder(), 'mark.json')
    const relay = await openRelayOf(database, [server], { markFile })
    await append(await relay.lead('ccx1', patient), [eventNow('a'), eventNow('b')])
    const { epoch } = relay
    await relay.close()
    const other = await openRelayOf(database, [server])
    await append(await other.lead('ccx1', patient), [eventNow('c')])
    await server.end('SIGKILL')
    await server.boot()
    const again = await openRelayOf(database, [server], { markFile })
    expect(again.epoch).toBe(epoch)
    await vi.waitFor(() => expect(again.lastSeq).toBe(3), PATIENCE)
  })
})
