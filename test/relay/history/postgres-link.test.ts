import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { GONE, PostgresLink } from '../../../src/relay/history/postgres-link.ts'
import { HOST } from '../../../src/sandbox/ports.ts'
import { PATIENCE } from '../../support/patience.ts'
import { PostgresServer, settingsOf, WHY_NO_POSTGRES } from '../../support/postgres.ts'

describe.skipIf(WHY_NO_POSTGRES !== null)('a link to the database', () => {
  let server: PostgresServer
  let database: string
  beforeAll(async () => {
    server = await PostgresServer.start()
    database = await server.newDatabase()
  })
  afterAll(() => server.remove())

  function linkTo(name: string): PostgresLink {
    const link = new PostgresLink(settingsOf(database, server), { name, max: 1 })
    onTestFinished(() => link.close())
    return link
  }

  /** A link through a door in front of the server, which can be closed upon whoever went in. */
  async function linkWithDoor() {
    const inside = new Set<Socket>()
    const door = createServer((outer) => {
      const inner = connect(server.port, HOST)
      inner.pipe(outer).pipe(inner)
      for (const socket of [inner, outer]) socket.on('error', () => inner.destroy())
      inside.add(outer)
    })
    door.listen(0, HOST)
    await once(door, 'listening')
    const { port } = door.address() as AddressInfo
    const link = new PostgresLink(settingsOf(database, { port }), { name: 'test', max: 1 })
    onTestFinished(async () => {
      await link.close()
      door.close()
    })
    const shut = (): void => {
      for (const socket of inside) socket.end()
      inside.clear()
    }
    return { link, shut }
  }

  test('that is ended within a transaction fails it, and nothing else', async () => {
    const { link, shut } = await linkWithDoor()
    const asked = link.transaction(async (tx) => {
      await tx`SELECT 1`
      setImmediate(shut)
      return tx`SELECT pg_sleep(60)`
    })
    await expect(asked).rejects.toMatchObject({ code: 'history-unreachable' })
    expect(await link.use((sql) => sql`SELECT 1 AS one`)).toEqual([{ one: 1 }])
  })

  test('is given up by the server when nobody is at its other end any more', async () => {
    const link = linkTo('test')
    // The server answers with what its socket has.
    const settings = await link.use(
      (sql) => sql<{ setting: string }[]>`
        SELECT setting FROM unnest(${Object.keys(GONE)}::text[]) WITH ORDINALITY AS wanted (name, place)
        JOIN pg_settings USING (name) ORDER BY place`,
    )
    expect(settings.map(({ setting }) => setting)).toEqual(['10', '5', '3', '25000', '10000'])
  })

  test('that stands still within a transaction is ended by the server, which fails that and nothing else', async () => {
    const [link, other] = [linkTo('test'), linkTo('other')]
    await other.use((sql) => sql`CREATE TABLE public.held (n int)`)
    const [locked, stood] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const standing = link.transaction(async (tx) => {
      await tx`LOCK TABLE public.held`
      // Last: however slow this machine is, nothing else is to be asked in time.
      await tx`SET LOCAL idle_in_transaction_session_timeout = 50`
      locked.resolve()
      await stood.promise
      return tx`INSERT INTO public.held VALUES (1)`
    })
    const failed = standing.catch((error: unknown) => error)
    await locked.promise
    // Waits for the lock, which nobody gives up.
    await other.use((sql) => sql`INSERT INTO public.held VALUES (2)`)
    stood.resolve()
    expect(await failed).toMatchObject({ code: 'history-unreachable' })
    expect(await link.use((sql) => sql`SELECT n FROM public.held`)).toEqual([{ n: 2 }])
  })

  test('asks for the password at each connection, so that it can be changed', async () => {
    const hba = join(server.data, 'pg_hba.conf')
    writeFileSync(hba, `host all guarded 127.0.0.1/32 scram-sha-256\n${readFileSync(hba, 'utf8')}`)
    await server.ask('postgres', `CREATE ROLE guarded LOGIN PASSWORD 'old'`)
    await server.ask('postgres', 'SELECT pg_reload_conf()')
    const settings = { ...settingsOf(database, server), user: 'guarded' }
    const askWith = (password: () => string) => {
      const link = new PostgresLink({ ...settings, password }, { name: 'test', max: 1 })
      onTestFinished(() => link.close())
      return () => link.use((sql) => sql`SELECT 1 AS one`).then(([row]) => row?.['one'] as unknown, String)
    }
    const refused = expect.stringContaining('Check history.user, its password') as unknown
    // The server takes the new rule a moment later: who is connected by then stays.
    await expect.poll(() => askWith(() => 'guess')(), PATIENCE).toEqual(refused)
    let password = 'old'
    const ask = askWith(() => password)
    expect(await ask()).toBe(1)
    await server.ask('postgres', `ALTER ROLE guarded PASSWORD 'new'`)
    await server.ask('postgres', `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'guarded'`)
    await expect.poll(ask, PATIENCE).toEqual(refused)
    password = 'new'
    expect(await ask()).toBe(1)
  })

  test('says once what several servers say, and what may be wrong where TLS is not had', async () => {
    const nowhere = { ...settingsOf('nowhere', server, server) }
    const link = new PostgresLink(nowhere, { name: 'test', max: 1 })
    await expect(link.use((sql) => sql`SELECT 1`)).rejects.toThrow(
      /^[^.]*does not exist\. [^.]*history\.database does not exist\.$/,
    )
    const encrypted = new PostgresLink({ ...nowhere, tls: () => ({}) }, { name: 'test', max: 1 })
    await expect(encrypted.use((sql) => sql`SELECT 1`)).rejects.toThrow(/ Is TLS on at the server \(ssl = on\)\?$/)
  })

  test('takes back what a transaction did that fails', async () => {
    const { link } = await linkWithDoor()
    await link.use((sql) => sql`CREATE TABLE public.kept (n int)`)
    const failing = link.transaction(async (tx) => {
      await tx`INSERT INTO public.kept VALUES (1)`
      await tx`SELECT 1 / 0`
    })
    await expect(failing).rejects.toMatchObject({ code: 'history-failed' })
    expect(await link.use((sql) => sql`SELECT n FROM public.kept`)).toEqual([])
  })
})
