import { fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { PostgresServer, settingsOf, WHY_NO_POSTGRES } from '../../support/postgres.ts'
import { append, eventNow, openRelayOf, patient } from './shared-history.ts'
import { PATIENCE } from '../../support/patience.ts'

const waitFor = <T>(check: () => T | Promise<T>): Promise<T> => vi.waitFor(check, PATIENCE)

describe.skipIf(WHY_NO_POSTGRES !== null)('leases in PostgreSQL', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await PostgresServer.start()
  })
  afterAll(() => server.remove())

  const twoRelays = async () => {
    const database = await server.newDatabase()
    return { database, first: await openRelayOf(database, [server]), second: await openRelayOf(database, [server]) }
  }
  const seqsOf = async (database: string) =>
    (await server.query(database, 'SELECT seq FROM reason_history.observations ORDER BY seq')).map(({ seq }) =>
      Number(seq),
    )

  /** Leads `ccx1` in a process of its own. */
  const leadApart = async (database: string) => {
    const child = fork(new URL('leading-process.ts', import.meta.url), [JSON.stringify(settingsOf(database, server))])
    onTestFinished(() => void child.kill('SIGKILL'))
    const said: Record<string, unknown>[] = []
    child.on('message', (message) => said.push(message as Record<string, unknown>))
    await waitFor(() => expect(said).toHaveLength(1))
    return { child, said }
  }

  test('one relay leads a site; the other gets it at once when it is given up, under a higher term', async () => {
    const { first, second } = await twoRelays()
    const lease = await first.lead('ccx1', patient)
    let next: Awaited<ReturnType<typeof second.lead>> | null = null
    const waiting = second.lead('ccx1', patient).then((had) => (next = had))
    await append(lease, [eventNow('a')])
    await waitFor(() => expect(second.leaderOf('ccx1')).toMatchObject({ isSelf: false, isAlive: true }))
    expect(next).toBe(null)
    await lease.release()
    const had = await waiting
    expect(had.term).toBe(lease.term + 1)
    expect(await append(had, [eventNow('b')])).toBe(2)
    await expect(append(lease, [eventNow('a')])).rejects.toMatchObject({ code: 'history-fenced' })
  })

  test('sites are led apart from each other', async () => {
    const { first, second } = await twoRelays()
    const [one, two] = await Promise.all([first.lead('ccx1', patient), second.lead('ccx2', patient)])
    expect(await append(one, [eventNow('a')])).toBe(1)
    expect(await append(two, [eventNow('b')])).toBe(2)
    expect(await append(one, [eventNow('a')])).toBe(3)
    await waitFor(() => expect([first.lastSeq, second.lastSeq]).toEqual([3, 3]))
  })

  test('who does not want a site any more does not get it', async () => {
    const { first, second } = await twoRelays()
    const lease = await first.lead('ccx1', patient)
    const wish = new AbortController()
    const waiting = second.lead('ccx1', wish.signal)
    wish.abort(new Error('not any more'))
    await expect(waiting).rejects.toThrow('not any more')
    await lease.release()
    expect((await first.lead('ccx1', patient)).term).toBe(lease.term + 1)
  })

  test('a killed leader’s site is taken over', async () => {
    const database = await server.newDatabase()
    const { child, said } = await leadApart(database)
    const other = await openRelayOf(database, [server])
    const waiting = other.lead('ccx1', patient)
    await waitFor(() => expect(other.leaderOf('ccx1')?.isAlive).toBe(true))
    child.kill('SIGKILL')
    const lease = await waiting
    expect(lease.term).toBe(Number(said[0]?.['term']) + 1)
  })

  test('a frozen leader loses its site and, when it goes on, writes nothing more', async () => {
    const database = await server.newDatabase()
    const { child, said } = await leadApart(database)
    child.send('before')
    await waitFor(() => expect(said).toContainEqual({ seq: 1 }))
    const other = await openRelayOf(database, [server])
    const waiting = other.lead('ccx1', patient)
    child.kill('SIGSTOP')
    const lease = await waiting
    expect(await append(lease, [eventNow('b')])).toBe(2)
    // What it hears first when it goes on is what it was to write while it was frozen.
    child.send('frozen')
    child.kill('SIGCONT')
    await waitFor(() => expect(said).toContainEqual({ lost: 'history-fenced' }))
    await waitFor(() => expect(said.some((word) => 'refused' in word)).toBe(true))
    child.send('after')
    await waitFor(() => expect(said).toContainEqual({ refused: 'history-fenced' }))
    expect(await seqsOf(database)).toEqual([1, 2])
    expect(lease.lost.aborted).toBe(false)
  })

  test('a batch that is sent again is there once', async () => {
    const { database, first } = await twoRelays()
    const lease = await first.lead('ccx1', patient)
    const [batch, drafts] = [randomUUID(), [eventNow('a'), eventNow('b')]]
    expect(await lease.append(drafts, batch)).toBe(1)
    expect(await lease.append(drafts, batch)).toBe(1)
    expect(await lease.append([eventNow('c')], randomUUID())).toBe(3)
    expect(await seqsOf(database)).toEqual([1, 2, 3])
  })

  test('a leader whose session is ended by the server goes on under a new term, and keeps its last batch', async () => {
    const { first, second, database } = await twoRelays()
    const lease = await first.lead('ccx1', patient)
    const { term } = lease
    void second.lead('ccx1', patient)
    const batch = randomUUID()
    await lease.append([eventNow('a')], batch)
    await server.query(
      database,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'reason-relay leases' AND pid IN
         (SELECT pid FROM pg_locks WHERE locktype = 'advisory')`,
    )
    await waitFor(() => expect(lease.term).toBe(term + 1))
    expect(lease.lost.aborted).toBe(false)
    expect(await lease.append([eventNow('a')], batch)).toBe(1)
    expect(await append(lease, [eventNow('b')])).toBe(2)
  })

  test('only who leads the site may note that it is heard, and tell its feed', async () => {
    const { first, second } = await twoRelays()
    const lease = await first.lead('ccx1', patient)
    await lease.noteListening(5)
    await lease.release()
    const next = await second.lead('ccx1', patient)
    expect(await second.lastListening('ccx1')).toBe(5)
    await expect(lease.noteListening(6)).rejects.toMatchObject({ code: 'history-fenced' })
    await expect(lease.putDocument('feed:ccx1', '{}')).rejects.toMatchObject({ code: 'history-fenced' })
    await next.noteListening(7)
    expect(await first.lastListening('ccx1')).toBe(7)
  })

  test('a ticket is good once, at whichever relay', async () => {
    const { first, second } = await twoRelays()
    await Promise.all(Array.from({ length: 20 }, (_, n) => first.tickets.put(`hash${n}`, `session${n}`, 1_000)))
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => [first, second].map((relay) => relay.tickets.take(`hash${n}`, 0))).flat(),
    )
    expect(answers.filter((answer) => answer === 'ticket-used')).toHaveLength(20)
    expect(new Set(answers.map((answer) => (typeof answer === 'string' ? '' : answer.session)))).toHaveProperty(
      'size',
      21,
    )
  })

  test('a document that one relay puts is known to the other', async () => {
    const { first, second } = await twoRelays()
    const told: (string | null)[] = []
    second.documents.follow((_, body) => told.push(body))
    await first.documents.put('team:3', '["a"]')
    await waitFor(() => expect(second.documents.all.get('team:3')).toBe('["a"]'))
    await second.forget('a')
    await waitFor(() => expect(first.documents.all.size).toBe(0))
    await waitFor(() => expect(told).toEqual(['["a"]', null]))
  })
})
