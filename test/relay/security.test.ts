import { once } from 'node:events'
import { copyFileSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { type AddressInfo, connect } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { connect as connectTls, createServer } from 'node:tls'
import { Agent, request } from 'undici'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { basicAuthorization, bearerAuthorization, parseAuthorization } from '../../src/finesse/credential.ts'
import { parseConfig } from '../../src/relay/config.ts'
import { followCertificate, readCertificate } from '../../src/relay/http/certificate.ts'
import { createLog } from '../../src/relay/log.ts'
import { startRelay } from '../../src/relay/relay.ts'
import { canMakeCertificates, makeCertificate } from '../support/certificates.ts'
import {
  type Floor,
  follow,
  openFloor,
  ORIGIN,
  postSession,
  signIn,
  startFloorRelay,
  runFloor,
} from '../support/floor.ts'
import { spawnRelay } from '../support/relay-process.ts'
import { SocketClient } from '../support/socket-client.ts'
import { PATIENCE } from '../support/patience.ts'

/** From now on Finesse knows tokens as well: each is as good as its owner's password. */
function acceptTokens({ finesse }: Floor, owners: Record<string, string>): void {
  const respond = finesse.http.respond
  finesse.http.respond = (response, asked) => {
    const credential = parseAuthorization(asked.headers.authorization ?? '')
    const owner = credential?.scheme === 'bearer' ? (owners[credential.token] ?? '') : null
    const authorization = owner === null ? asked.headers.authorization : basicAuthorization(owner, owner)
    respond(response, { ...asked, headers: { ...asked.headers, authorization } })
  }
}

const bearer = (token: string) => ({ authorization: bearerAuthorization(token) })

describe('a token', () => {
  it('signs its owner in, and nobody else', async () => {
    const floor = await openFloor()
    acceptTokens(floor, { good: 'super1', agent: 'cons8510' })
    const { address } = await startFloorRelay(floor)
    const { status, body } = await postSession(address, bearer('good'), { id: 'super1' })
    expect(status).toBe(200)
    expect(body).toMatchObject({ agentId: 'super1', teams: [{ id: '3', name: 'MN Team 1' }] })
    expect((await postSession(address, bearer('agent'), { id: 'cons8510' })).body['code']).toBe('not-a-supervisor')
    for (const [token, id] of [
      ['good', 'super2'],
      ['agent', 'super1'],
      ['expired', 'super1'],
    ] as const) {
      expect(await postSession(address, bearer(token), { id })).toMatchObject({
        status: 401,
        body: { code: 'credential-refused' },
      })
    }
  })

  it('that is renewed by the desktop renews the session', async () => {
    const floor = await openFloor()
    acceptTokens(floor, { morning: 'super1', noon: 'super1' })
    const { address } = await startFloorRelay(floor)
    const morning = await postSession(address, bearer('morning'), { id: 'super1' })
    const client = await SocketClient.open(address, { origin: ORIGIN })
    onTestFinished(() => client.close())
    client.send({ type: 'hello', ticket: morning.body['ticket'] })
    expect((await client.next('welcome'))['agents']).toHaveLength(2)
    floor.finesse.teams.set('3', ['cons8511'])
    const noon = await postSession(address, bearer('noon'), { id: 'super1' })
    client.send({ type: 'renew', ticket: noon.body['ticket'] })
    expect((await client.next('agents'))['agents']).toEqual([{ agentId: 'cons8511', teamId: '3' }])
  })
})

describe('a session', () => {
  it('ends at once when Finesse calls its owner no supervisor any more', async () => {
    const { address, finesse } = await runFloor()
    const { client } = await follow(address)
    finesse.change('super1', { roles: { role: ['Agent'] } })
    expect((await signIn(address, 'super1')).status).toBe(403)
    expect(await client.end()).toBe(4410)
  })

  it('is not ended by somebody who has the wrong password', async () => {
    const { address, say } = await runFloor()
    const { client } = await follow(address)
    expect((await signIn(address, 'super1', 'guess')).status).toBe(401)
    say('cons8510', 'NOT_READY', 71)
    await client.next('observations')
    expect(client.closed).toBe(null)
  })

  it('follows the members of its teams when the CTI server tells that they change', async () => {
    process.env['TEST_WITNESS_PASSWORD'] = 'admin'
    const floor = await openFloor()
    const admin = floor.finesse.people.get('admin')
    if (admin) floor.finesse.people.set('admin', { ...admin, supervises: ['3', '4'] })
    const witness = { user: 'admin', passwordEnv: 'TEST_WITNESS_PASSWORD' }
    const { address } = await startFloorRelay(floor, { finesse: { ...floor.config.finesse, witness } })
    const { client } = await follow(address)
    floor.finesse.teams.set('3', ['cons8511', 'cons8520'])
    floor.cti.peer.send({ type: 'TEAM_CONFIG_EVENT', teamId: 3, operation: 1, teamName: 'MN Team 1', members: [] })
    expect((await client.next('agents'))['agents']).toEqual([
      { agentId: 'cons8511', teamId: '3' },
      { agentId: 'cons8520', teamId: '3' },
    ])
    for (const agentId of ['cons8510', 'cons8520']) floor.say(agentId, 'NOT_READY', 71)
    await client.next('observations')
    expect(client.observations.map(({ agentId }) => agentId)).not.toContain('cons8510')
  })
})

describe('signing in', () => {
  it('is limited per address, with the time to wait, which a page may read', async () => {
    const { address, finesse } = await runFloor({ limits: { signInsPerMinute: 3 } })
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
    const { address } = await runFloor()
    const statuses = new Set<number>()
    for (let done = 0; done < 1000; done += 50) {
      const some = Array.from({ length: 50 }, (_, n) => signIn(address, n % 2 === 0 ? 'super1' : 'super2'))
      for (const { status } of await Promise.all(some)) statuses.add(status)
    }
    expect([...statuses]).toEqual([200])
  })
})

/** Sends bytes as they are, which a proper client would tidy up, and answers everything that came back. */
async function sendRaw(address: string, bytes: string): Promise<string> {
  const { port } = new URL(address)
  const socket = connect(Number(port), '127.0.0.1')
  socket.write(bytes)
  return text(socket)
}

it('what a relay writes no other user of the machine can read, while it runs and after it', async () => {
  const floor = await openFloor()
  const relay = await spawnRelay(floor.configFile, floor.config)
  await floor.connected(relay.address)
  const { client } = await follow(relay.address)
  floor.say('cons8510', 'NOT_READY', 71)
  await client.next('observations')
  const written = (): string[] => readdirSync(floor.folder).filter((name) => name.startsWith('history.db'))
  const readable = (): string[] => written().filter((name) => (statSync(join(floor.folder, name)).mode & 0o077) !== 0)
  const names = ['history.db', 'history.db-lock', 'history.db-mark', 'history.db-shm', 'history.db-wal']
  expect(written()).toEqual(expect.arrayContaining(names))
  expect(readable()).toEqual([])
  expect(await relay.kill('SIGTERM')).toBe(0)
  expect(readable()).toEqual([])
})

describe('an answer', () => {
  it('with a file of the gadget may be used by any page: modules are loaded so', async () => {
    const { address } = await runFloor()
    for (const origin of [ORIGIN, 'https://elsewhere.example.com']) {
      const { headers } = await fetch(`${address}/gadget/gadget.xml`, { headers: { origin } })
      expect(headers.get('access-control-allow-origin')).toBe('*')
      expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin')
    }
  })

  it.each(['/healthz', '/readyz', '/nowhere', '/gadget/gadget.xml', '/v1/session', '/%'])(
    'of %s has headers that keep browsers from making anything else of it',
    async (path) => {
      const { address } = await runFloor()
      const { headers } = await fetch(address + path)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      const frames = path.startsWith('/gadget/') ? `'self' ${ORIGIN}` : "'none'"
      expect(headers.get('content-security-policy')).toBe(`default-src 'none'; frame-ancestors ${frames}`)
      expect(headers.get('server')).toBe(null)
      expect(headers.get('x-powered-by')).toBe(null)
    },
  )

  it.each([
    '/gadget/../package.json',
    '/gadget/../../package.json',
    '/gadget/%2e%2e/%2e%2e/package.json',
    '/gadget/%2e%2e%2f%2e%2e%2fpackage.json',
    '/gadget/..%2f..%2fpackage.json',
    '/gadget/..%5c..%5cpackage.json',
    '/gadget/%252e%252e%252fpackage.json',
    '/gadget//etc/passwd',
    '/gadget/%00',
    '/gadget/....//....//package.json',
    '//gadget/../../../../etc/passwd',
    'file:///etc/passwd',
  ])('of %s never has a file from outside of the gadget’s folder', async (path) => {
    const { address } = await runFloor()
    const answer = await sendRaw(address, `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
    expect(answer).toMatch(/^HTTP\/1\.1 (400|403|404) /)
    expect(answer).not.toMatch(/reason-code-history|root:|node_modules/)
  })
})

describe.skipIf(!canMakeCertificates)('over TLS', () => {
  it('a changed certificate is used for new connections, and open ones stay', async () => {
    const floor = await openFloor()
    const tls = makeCertificate(floor.folder, 'first', { days: 10 })
    const next = makeCertificate(floor.folder, 'second', { days: 20 })
    const server = createServer(readCertificate(tls)).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const ends: number[] = []
    const unfollow = followCertificate(server, tls, createLog('silent'), (end) => ends.push(end), 10)
    onTestFinished(() => {
      unfollow()
      server.close()
    })
    const { port } = server.address() as AddressInfo
    const open = async () => {
      const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false })
      onTestFinished(() => void socket.destroy())
      await once(socket, 'secureConnect')
      return socket
    }
    const nameOf = (socket: Awaited<ReturnType<typeof open>>) => socket.getPeerCertificate().subject.CN
    const before = await open()
    expect(nameOf(before)).toBe('first')
    // The certificate alone does not fit the key: the old pair stays.
    copyFileSync(next.certFile, tls.certFile)
    expect(nameOf(await open())).toBe('first')
    copyFileSync(next.keyFile, tls.keyFile)
    await vi.waitFor(async () => expect(nameOf(await open())).toBe('second'), PATIENCE)
    const days = ends.map((end) => Math.round((end - Date.now()) / 86_400_000))
    expect([days[0], days.at(-1)]).toEqual([10, 20])
    expect(before.destroyed).toBe(false)
    before.write('x')
  })

  it('everything works as without, and browsers are told to stay with it', async () => {
    const floor = await openFloor()
    const tls = makeCertificate(floor.folder, 'relay')
    const config = parseConfig({ ...floor.config, listen: { host: '0.0.0.0', port: 0, tls } }, floor.configFile)
    const relay = await startRelay(config, createLog('silent'))
    onTestFinished(() => relay.close())
    const ca = readFileSync(tls.certFile, 'utf8')
    const { port } = new URL(relay.address)
    const agent = new Agent({ connect: { ca } })
    onTestFinished(() => agent.close())
    const authorization = basicAuthorization('super1', 'super1')
    const { statusCode, headers, body } = await request(`https://127.0.0.1:${port}/v1/session`, {
      method: 'POST',
      headers: { authorization, origin: ORIGIN },
      dispatcher: agent,
    })
    expect(statusCode).toBe(200)
    expect(headers['strict-transport-security']).toContain('max-age')
    const { ticket } = (await body.json()) as { ticket: string }
    const client = await SocketClient.open(`https://127.0.0.1:${port}`, { origin: ORIGIN, tls: { ca } })
    onTestFinished(() => client.close())
    client.send({ type: 'hello', ticket })
    await client.next('welcome')
    const metrics = await request(`https://127.0.0.1:${port}/metrics`, { dispatcher: agent })
    const end = /^relay_certificate_end_timestamp_seconds (\S+)/m.exec(await metrics.body.text())?.[1]
    expect(Number(end)).toBeGreaterThan(Date.now() / 1000)
  })

  it('is the only way from other machines', () => {
    const listen = { host: '0.0.0.0' }
    expect(() => parseConfig({ listen, allowedOrigins: [ORIGIN], cti: [] }, 'relay.json')).toThrow(/loopback/)
  })
})
