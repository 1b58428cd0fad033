import { existsSync, openSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { STATUS_CODES } from '../../src/cti/status-codes.ts'
import type { Answer } from '../support/cti-server.ts'
import { follow, metricOf, openFloor, ORIGIN } from '../support/floor.ts'
import { runRelay, spawnRelay } from '../support/relay-process.ts'
import { SocketClient } from '../support/socket-client.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { PATIENCE } from '../support/patience.ts'

/** Linux: a file that nothing can be written to. */
const FULL = '/dev/full'

const USER = '/finesse/api/User/cons8510'

describe('a relay that is asked to end', () => {
  it('ends in good order when it is asked to', async () => {
    const floor = await openFloor()
    const relay = await spawnRelay(floor.configFile, floor.config)
    await floor.connected(relay.address)
    const { client } = await follow(relay.address)
    expect(await relay.kill('SIGTERM')).toBe(0)
    expect(await client.end()).toBe(1001)
    expect(floor.cti.heard.map(({ type }) => type)).toContain('CLOSE_REQ')
  })

  it('says so in its log, and nothing beside it', async () => {
    const floor = await openFloor()
    const relay = await spawnRelay(floor.configFile, { ...floor.config, log: { level: 'info' } })
    await floor.connected(relay.address)
    expect(await relay.kill('SIGTERM')).toBe(0)
    const lines = (await relay.output()).trimEnd().split('\n')
    expect(lines.filter((line) => !line.startsWith('{'))).toEqual([])
    expect(lines.join('')).toContain('"msg":"the relay ends"')
  })

  it.each<[string, Answer]>([
    ['does not confirm the end', ({ type }) => type === 'CLOSE_REQ'],
    [
      'has the configuration begin once more',
      ({ type }, peer) => {
        if (type === 'CLOSE_REQ') {
          peer.send({ type: 'CONFIG_KEY_EVENT' })
          peer.send({ type: 'FAILURE_EVENT', status: STATUS_CODES.AUTO_CONFIG_RESET })
        }
        return false
      },
    ],
  ])('ends in good order also where the CTI server %s', async (_, answer) => {
    const floor = await openFloor()
    const relay = await spawnRelay(floor.configFile, floor.config)
    await floor.connected(relay.address)
    floor.cti.answer = answer
    // It would end with 1 when its time is over, or at once with an error that nobody caught.
    expect(await relay.kill('SIGTERM')).toBe(0)
    expect(floor.cti.heard.map(({ type }) => type)).toContain('CLOSE_REQ')
  })

  it('ends in good order also while Finesse does not answer', async () => {
    const floor = await openFloor()
    const passwordFile = join(floor.folder, 'password')
    writeFileSync(passwordFile, 'admin')
    const finesse = { ...floor.config.finesse, witness: { user: 'admin', passwordFile } }
    floor.finesse.http.respond = () => undefined
    const relay = await spawnRelay(floor.configFile, { ...floor.config, finesse })
    await floor.connected(relay.address)
    floor.say('cons8510', 'NOT_READY', 71)
    await vi.waitFor(() => expect(floor.finesse.http.asked.map(({ path }) => path)).toContain(USER), PATIENCE)
    expect(await relay.kill('SIGTERM')).toBe(0)
  })

  it.skipIf(!existsSync(FULL))(
    'ends so also when its log goes to a disk that is full, on which it went on',
    async () => {
      const floor = await openFloor()
      const relay = await spawnRelay(floor.configFile, { ...floor.config, log: { level: 'info' } }, openSync(FULL, 'w'))
      await floor.connected(relay.address)
      expect(await relay.kill('SIGTERM')).toBe(0)
    },
  )

  it('says goodbye to a hundred supervisors, and writes what waits to be written', async () => {
    const floor = await openFloor()
    const relay = await spawnRelay(floor.configFile, floor.config)
    await floor.connected(relay.address)
    const clients: SocketClient[] = []
    for (let number = 0; number < 100; number++) clients.push((await follow(relay.address)).client)
    const file = join(floor.folder, 'history.db')
    // Whoever holds the file up: what is heard waits.
    const holder = new DatabaseSync(file)
    onTestFinished(() => holder.close())
    holder.exec('BEGIN IMMEDIATE')
    for (let reason = 1; reason <= 500; reason++) floor.say('cons8510', 'NOT_READY', reason)
    await vi.waitFor(async () => expect(await metricOf(relay.address, 'relay_journal_depth')).toBe(500), PATIENCE)

    const ended = relay.kill('SIGTERM')
    // The goodbyes do not wait for what is to be written. One is enough here: the relay’s time to end is limited.
    await clients[0]?.end()
    await expect(SocketClient.open(relay.address, { origin: ORIGIN })).rejects.toThrow('ECONNREFUSED')
    holder.exec('ROLLBACK')
    expect(await ended).toBe(0)
    for (const client of clients) {
      expect(await client.next('error')).toMatchObject({ code: 'going-away' })
      expect(await client.end()).toBe(1001)
    }
    expect(floor.cti.heard.map(({ type }) => type)).toContain('CLOSE_REQ')
    const reasons = holder
      .prepare(`SELECT body ->> 'reason' AS reason FROM observations WHERE body ->> 'kind' = 'cti' ORDER BY seq`)
      .all()
    expect(reasons.map(({ reason }) => reason)).toEqual(Array.from({ length: 500 }, (_, index) => index + 1))
  })
})

type Changes = { readonly listen?: object; readonly cti?: readonly object[]; readonly finesse?: object }

describe('the command', () => {
  it('says everything that is wrong with a configuration, each with its path, and ends with 2', async () => {
    const file = join(tempFolder(), 'relay.json')
    writeFileSync(
      file,
      JSON.stringify({
        listen: { host: '0.0.0.0', port: 70_000 },
        allowedOrigins: ['https://finesse.example.com:8445/desktop'],
        cti: [{ site: 'ccx1', dialect: 'ccx', servers: ['10.0.0.1'], heartbeatSeconds: 1 }],
        finesse: { servers: ['http://finesse.example.com'] },
        histroy: {},
      }),
    )
    const { code, output } = await runRelay(['--config', file])
    expect(code).toBe(2)
    for (const path of [
      'listen.port:',
      'listen.host:',
      'allowedOrigins[0]:',
      'cti[0].dialect:',
      'cti[0].servers[0]:',
      'cti[0].heartbeatSeconds:',
      'finesse.servers[0]:',
      'histroy: is not a setting of this program',
    ]) {
      expect(output).toContain(`  ${path}`)
    }
    expect(output).not.toContain('    at ')
  })

  it.each([
    [['--config', '/nowhere/relay.json'], 2, 'cannot be read'],
    [[], 2, "required option '--config <file>' not specified"],
    [['serve', '--config', 'x', '--port', '1'], 2, "unknown option '--port'"],
    [['set-state', '--config', 'x', '--agent', 'a', '--state', 'TALKING'], 2, 'Allowed choices are'],
    [['export', '--config', 'x', '--from', 'noon'], 2, 'Write it as 2026-11-24'],
    [['export', '--config', 'x', '--to', '71'], 2, 'Write it as 2026-11-24'],
    [['exprot', '--config', 'x'], 2, "unknown command 'exprot'"],
    [['doctor', '--help'], 0, 'check every link'],
    [['--help'], 0, 'Usage: relay [options] [command]'],
  ])('with %j ends with %i', async (args, expected, words) => {
    const { code, output } = await runRelay(args)
    expect({ code, says: output.includes(words) }).toEqual({ code: expected, says: true })
  })

  it.each([
    ['cti[site ccx1].tls.caFile: FILE cannot be read', { cti: [{ tls: { caFile: 'none.pem' } }] }],
    ['listen.tls.certFile: FILE cannot be read', { listen: { tls: { certFile: 'none.pem', keyFile: 'none.pem' } } }],
    ['finesse.caFile: FILE cannot be read', { finesse: { caFile: 'none.pem' } }],
    [
      'finesse.witness.passwordFile: FILE cannot be read',
      { finesse: { witness: { user: 'a', passwordFile: 'none.pem' } } },
    ],
  ])('says “%s”, and ends with 2 before anything is begun', async (words, changes: Changes) => {
    const floor = await openFloor()
    const [site] = floor.config.cti
    writeFileSync(
      floor.configFile,
      JSON.stringify({
        ...floor.config,
        listen: { ...floor.config.listen, ...changes.listen },
        cti: [{ ...site, ...changes.cti?.[0] }],
        finesse: { ...floor.config.finesse, ...changes.finesse },
      }),
    )
    const { code, output } = await runRelay(['--config', floor.configFile])
    expect(output).toContain(words.replace('FILE', join(floor.folder, 'none.pem')))
    expect(output).not.toContain('    at ')
    expect(code).toBe(2)
    expect(existsSync(join(floor.folder, 'history.db'))).toBe(false)
  })

  it('says that a port is taken, and ends with 1', async () => {
    const floor = await openFloor()
    const squatter = createServer().listen(0, '127.0.0.1')
    await once(squatter, 'listening')
    onTestFinished(() => void squatter.close())
    const { port } = squatter.address() as AddressInfo
    writeFileSync(floor.configFile, JSON.stringify({ ...floor.config, listen: { port } }))
    const { code, output } = await runRelay(['--config', floor.configFile])
    expect(output).toContain(`Port ${port} of 127.0.0.1 is taken, perhaps by another relay.`)
    expect(code).toBe(1)
  })
})
