import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Worker } from 'node:worker_threads'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { type Floor, follow, hasReasons, metricOf, openFloor, reasonsOf, startFloorRelay } from '../support/floor.ts'
import { runRelay } from '../support/relay-process.ts'
import { canMount, canSetWritable, setWritable, smallDisk } from '../support/troubled-disk.ts'
import { PATIENCE } from '../support/patience.ts'

/** More than a relay keeps of what it cannot write: an event as below takes some 700 of the 64 Mi characters. */
const MORE_THAN_WAITS = 140_000

/** Waits until `/readyz` fails with a code. */
const fails = (address: string, code: string) =>
  vi.waitFor(
    async () => {
      const response = await fetch(`${address}/readyz`)
      expect(response.status).toBe(503)
      expect(await response.json()).toMatchObject({ reasons: [{ code }] })
    },
    { ...PATIENCE, interval: 20 },
  )

/** Another reason each time, in order, as many as are asked for: none is a repetition of the one before. */
function say({ cti: { peer } }: Floor, from: number, count: number): void {
  const frames = Array.from({ length: count }, (_, index) =>
    peer.session.encode({
      type: 'AGENT_STATE_EVENT',
      agentState: 'NOT_READY',
      eventReasonCode: 1 + ((from + index) % 65_535),
      agentIdLong: 'cons8510',
      ctiClientSignature: 'an application with a long name, as far as the protocol lets it',
    }),
  )
  peer.socket.write(Buffer.concat(frames))
}

/** A relay, and a supervisor who has an event already. @param folder Of its history; the floor's own where it is left out. */
async function listened(folder?: string) {
  const floor = await openFloor()
  const file = join(folder ?? floor.folder, 'history.db')
  const { address, close } = await startFloorRelay(floor, { history: { file } })
  const { client } = await follow(address)
  say(floor, 0, 1)
  await hasReasons(client, [1])
  return { floor, file, address, close, client }
}

describe.skipIf(!canMount)('a relay whose disk is full (skipped where no file system may be mounted)', () => {
  it('publishes nothing, says why, and goes on with all it has heard when there is room again', async () => {
    const disk = smallDisk(20)
    const { floor, address, client, close } = await listened(disk.folder)
    disk.fill()
    say(floor, 1, 2_000)
    await fails(address, 'history-disk-full')
    // Nothing of what could be written before the disk was full is missing, and nothing came after it.
    const published = reasonsOf(client).length
    say(floor, 2_001, 100)
    await vi.waitFor(
      async () => expect(await metricOf(address, 'relay_journal_depth')).toBe(2_101 - published),
      PATIENCE,
    )
    expect(reasonsOf(client)).toHaveLength(published)

    disk.makeRoom()
    await hasReasons(
      client,
      Array.from({ length: 2_101 }, (_, index) => 1 + index),
    )
    await floor.connected(address)
    expect(await metricOf(address, 'relay_observations_lost_total')).toBe(0)
    await close()
  })

  it('reads on for as long as it lasts, in bounded memory, and records a gap for what it had to drop', async () => {
    const disk = smallDisk(400)
    const { floor, address, client, close } = await listened(disk.folder)
    disk.fill()
    const started = Date.now()
    let said = 1
    for (; said < MORE_THAN_WAITS; said += 10_000) {
      say(floor, said, 10_000)
      await vi.waitFor(() => expect(floor.cti.peer.socket.writableLength).toBe(0), { ...PATIENCE, interval: 5 })
    }
    await fails(address, 'history-disk-full')
    const waiting = await metricOf(address, 'relay_journal_depth')
    expect(waiting).toBeLessThan(MORE_THAN_WAITS)
    expect(waiting).toBeGreaterThan(50_000)

    disk.makeRoom()
    const gaps = () => client.observations.filter(({ kind }) => kind === 'gap') as unknown as Record<string, string>[]
    await vi.waitFor(() => expect(gaps()).toHaveLength(2), { ...PATIENCE, interval: 20 })
    await floor.connected(address)
    const told = reasonsOf(client)
    expect(told).toEqual(Array.from({ length: told.length }, (_, index) => 1 + (index % 65_535)))
    expect(await metricOf(address, 'relay_observations_lost_total')).toBe(said - told.length)
    expect(gaps().map(({ why }) => why)).toEqual(['history-unwritable', 'history-unwritable'])
    expect(Date.parse(gaps()[1]?.['from'] ?? '')).toBeGreaterThanOrEqual(started)
    // And what is said from then on is heard.
    say(floor, said, 1)
    await hasReasons(client, [...(told as number[]), 1 + (said % 65_535)])
    await close()
  })
})

describe('a relay whose disk has become read-only', () => {
  const folder = mkdtempSync(join(tmpdir(), 'reason-code-history-'))
  const isPossible = canSetWritable(folder)
  rmSync(folder, { recursive: true })

  it.skipIf(!isPossible)(
    'says so and goes on when it can be written again (skipped where chattr cannot do that)',
    async () => {
      const { floor, file, address, client } = await listened()
      const files = [file, `${file}-wal`]
      onTestFinished(() => void setWritable(true, ...files))
      setWritable(false, ...files)
      say(floor, 1, 10)
      await fails(address, 'history-read-only')
      expect(reasonsOf(client)).toEqual([1])
      setWritable(true, ...files)
      await hasReasons(client, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
      await floor.connected(address)
    },
  )

  it.skipIf(!isPossible)('does not start, and says why (skipped where chattr cannot do that)', async () => {
    const { floor, file, close } = await listened()
    await close()
    writeFileSync(floor.configFile, JSON.stringify(floor.config))
    onTestFinished(() => void setWritable(true, file))
    setWritable(false, file)
    const { code, output } = await runRelay(['--config', floor.configFile])
    expect(code).toBe(1)
    expect(output).toContain('It may not be written to: check the rights of the file and of its folder.')
  })
})

describe('a relay whose disk is slow', () => {
  it('publishes nothing while a commit lasts, says so, and goes on by itself', async () => {
    const { floor, file, address, client } = await listened()
    // Whoever holds the file up: commits take until it lets go.
    const holder = new DatabaseSync(file)
    onTestFinished(() => holder.close())
    holder.exec('BEGIN IMMEDIATE')
    say(floor, 1, 5)
    await fails(address, 'history-slow')
    expect(await metricOf(address, 'relay_journal_wait_seconds')).toBeGreaterThan(1)
    await fails(address, 'history-locked')
    say(floor, 6, 5)
    expect(reasonsOf(client)).toEqual([1])
    holder.exec('ROLLBACK')
    await hasReasons(client, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    await floor.connected(address)
  })
})

describe('a relay whose writing thread ends by itself', () => {
  it('begins another one, loses nothing of what it hears, and counts it', async () => {
    const post = vi.spyOn(Worker.prototype, 'postMessage')
    onTestFinished(() => post.mockRestore())
    const { floor, address, client } = await listened()
    const writer = post.mock.calls.findLastIndex(([call]) => (call as { method: string }).method === 'append')
    // What it is asked before it has ended comes to nothing, or is there already.
    const ended = (post.mock.contexts[writer] as Worker).terminate()
    say(floor, 1, 20)
    await ended
    say(floor, 21, 20)
    await hasReasons(
      client,
      Array.from({ length: 41 }, (_, index) => 1 + index),
    )
    await floor.connected(address)
    expect(await metricOf(address, 'relay_history_threads_ended_total')).toBe(1)
    expect(await metricOf(address, 'relay_observations_total')).toBe(client.observations.length)
  })
})
