import { writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Observation } from '../../../src/history/observation.ts'
import { importHistory, type Progress } from '../../../src/relay/history/postgres-import.ts'
import type { HistoryStore } from '../../../src/relay/history/history-store.ts'
import { openSqlite } from '../../support/sqlite-history.ts'
import { ctiObservation, gapObservation, MORNING } from '../../support/observations.ts'
import { PostgresServer, settingsOf, WHY_NO_POSTGRES } from '../../support/postgres.ts'
import { runRelay } from '../../support/relay-process.ts'
import { append, eventNow, openRelayOf, patient } from '../history/shared-history.ts'
import { recordHistory } from './recorded-history.ts'

const DAY_MS = 86_400_000

/** Five days of a small floor, with a gap that was told two days late. */
const DAYS: readonly Observation[] = Array.from({ length: 5 }, (_, day) => MORNING - (5 - day) * DAY_MS).flatMap(
  (morning, day) => [
    ...Array.from({ length: 1_000 }, (_, n) =>
      ctiObservation(`agent${n % 7}`, morning + n * 10_000, { reason: n % 90 }),
    ),
    ...(day === 3 ? [gapObservation(morning - 2 * DAY_MS, null)] : []),
  ],
)

const everything = async (store: HistoryStore) => {
  const rows = await Promise.all(
    Array.from({ length: 7 }, (_, n) => store.readAgent(`agent${n}`, MORNING - 9 * DAY_MS, MORNING + DAY_MS, 10_000)),
  )
  return rows.map((of) => of.map(({ at, body }) => [at, body]))
}

describe.skipIf(WHY_NO_POSTGRES !== null)('import', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await PostgresServer.start()
  })
  afterAll(() => server.remove())

  const start = async () => {
    const recorded = await recordHistory(DAYS)
    const source = await openSqlite(recorded.historyFile)
    await source.noteListening('ccx1', MORNING + 7)
    await source.forget('agent3')
    const expected = await everything(source)
    await source.close()
    const database = await server.newDatabase()
    const history = { engine: 'postgres', hosts: [`127.0.0.1:${server.port}`], database, user: 'reason_relay' }
    writeFileSync(recorded.configFile, JSON.stringify({ ...recorded.configuration, history }))
    const args = ['import', '--config', recorded.configFile, '--from', recorded.historyFile]
    return { ...recorded, database, expected, run: () => runRelay(args), rows: 5_001 - 5 * 143 }
  }
  const importHere = async (
    { historyFile, database }: { historyFile: string; database: string },
    onProgress: (progress: Progress) => void,
  ) => {
    const source = await openSqlite(historyFile)
    try {
      return await importHistory(source, settingsOf(database, server), { sites: ['ccx1'], onProgress })
    } finally {
      await source.close()
    }
  }

  test('moves a whole history, each row to its day, and says so; once more changes nothing', async () => {
    const { database, historyFile, expected, run, rows } = await start()
    const { code, output } = await run()
    expect(output).toBe(
      `copying    [##############################] 100 %  ${rows} observations\n` +
        `verifying  [##############################] 100 %  ${rows} observations\n` +
        `${rows} observations of ${historyFile} were imported; number and checksum are the same.\n`,
    )
    expect(code).toBe(0)
    expect((await run()).output).toBe(`${rows} observations of ${historyFile} were imported and verified before.\n`)
    const relay = await openRelayOf(database, [server])
    expect(relay.lastSeq).toBe(rows)
    expect(await everything(relay)).toEqual(expected)
    expect(await relay.lastListening('ccx1')).toBe(MORNING + 7)
    expect((await relay.lead('ccx1', patient)).term).toBe(1)
    const kept = await server.query(database, 'SELECT count(*)::int AS n FROM reason_history.observations_default')
    expect(kept[0]?.['n']).toBe(1)
  })

  test('goes on where it was interrupted', async () => {
    const { rows, expected, ...scene } = await start()
    let pages = 0
    const interrupted = importHere(scene, () => {
      if (++pages === 3) throw new Error('interrupted')
    })
    await expect(interrupted).rejects.toThrow('interrupted')
    // Meanwhile a relay has run.
    const relay = await openRelayOf(scene.database, [server])
    const lease = await relay.lead('ccx1', patient)
    await append(lease, [eventNow('b')])
    await lease.release()
    const begun: number[] = []
    expect(await importHere(scene, ({ done }) => begun.push(done))).toEqual({ rows, wasThere: false })
    expect(begun[0]).toBeGreaterThan(100)
    expect(await everything(relay)).toEqual(expected)
  })

  test('is refused while a relay writes to it: its clients would be sent all of it', async () => {
    const { database, run } = await start()
    const relay = await openRelayOf(database, [server])
    await relay.lead('ccx1', patient)
    const { code, output } = await run()
    expect(output).toContain('a relay writes to it. End all relays of it')
    expect(code).toBe(1)
    expect(relay.lastSeq).toBe(0)
  })

  test('begins a new epoch where there was a history already', async () => {
    const { database, run } = await start()
    const relay = await openRelayOf(database, [server])
    const lease = await relay.lead('ccx1', patient)
    await append(lease, [eventNow('b')])
    const { epoch } = relay
    await relay.close()
    expect((await run()).code).toBe(0)
    expect((await openRelayOf(database, [server])).epoch).not.toBe(epoch)
  })

  test('finds out that the copy is not the same', async () => {
    const scene = await start()
    let pages = 0
    const interrupted = importHere(scene, () => {
      if (++pages === 3) throw new Error('interrupted')
    })
    await expect(interrupted).rejects.toThrow('interrupted')
    await server.query(scene.database, `UPDATE reason_history.observations SET body = body || ' ' WHERE seq = 77`)
    await expect(importHere(scene, () => undefined)).rejects.toMatchObject({ code: 'import-differs' })
  })

  test('wants a history in PostgreSQL in the configuration, and a file', async () => {
    const { configFile, historyFile } = await recordHistory([])
    const toSqlite = await runRelay(['import', '--config', configFile, '--from', historyFile])
    expect(toSqlite).toEqual({ code: 1, output: expect.stringContaining('must name the PostgreSQL history') as string })
    const { run, historyFile: there, configFile: config } = await start()
    expect((await runRelay(['import', '--config', config, '--from', `${there}.no`])).output).toContain(
      'There is no history in',
    )
    expect((await run()).code).toBe(0)
  })
})
