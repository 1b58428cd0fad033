import type { ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { teamXml, userTree, userXml } from '../support/finesse-documents.ts'
import { follow, openFloor, signIn } from '../support/floor.ts'
import { always, type Respond } from '../support/http-server.ts'
import { residentMiB, spawnRelay } from '../support/relay-process.ts'
import { PATIENCE } from '../support/patience.ts'

/** A relay that has just started has some 170. */
const MAX_MIB = 500
const CHUNK = Buffer.alloc(256 * 1024, 'x')

/** Writes on and on, as fast as it is taken or slower, until the relay has had enough. */
async function write(response: ServerResponse, chunk: Buffer, everyMs: number): Promise<void> {
  response.on('error', () => undefined)
  response.writeHead(200, { 'content-type': 'application/xml' })
  response.write('<User>')
  while (!response.destroyed) {
    await new Promise<void>((resolve) => void response.write(chunk, () => resolve()))
    if (everyMs > 0) await pause(everyMs)
  }
}

const SUPERVISOR = { loginId: 'super1', roles: { role: ['Agent', 'Supervisor'] } }
const xml = { 'content-type': 'application/xml' }

const ANSWERS: Readonly<Record<string, Respond>> = {
  'a body without end': (response) => void write(response, CHUNK, 0),
  'a body that drips': (response) => void write(response, CHUNK.subarray(0, 1), 50),
  'no word at all': () => undefined,
  'half an answer': (response) => void response.writeHead(200, { ...xml, 'content-length': '1000' }).write('<User>'),
  'a redirect': always(302, '', { location: 'http://169.254.169.254/latest' }),
  'a redirect to itself': (response, { path }) => response.writeHead(307, { location: path }).end(),
  'a DOCTYPE': always(200, '<!DOCTYPE User [<!ENTITY a "b">]><User>&a;</User>', xml),
  'entities in entities': always(
    200,
    `<!DOCTYPE User [<!ENTITY a0 "x">${Array.from({ length: 20 }, (_, n) => `<!ENTITY a${n + 1} "${`&a${n};`.repeat(10)}">`).join('')}]><User>&a20;</User>`,
  ),
  'another type': always(200, '{"User":{}}', { 'content-type': 'application/json' }),
  'no text': (response) => response.writeHead(200, xml).end(Buffer.alloc(100_000, 0xff)),
  'elements in elements': always(200, '<User>'.repeat(100_000)),
  'many attributes': always(200, `<User ${Array.from({ length: 50_000 }, (_, n) => `a${n}="b"`).join(' ')}/>`),
  'a header without end': (response) => void response.socket?.end(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(1_000_000)}`),
  'no HTTP': (response) => void response.socket?.end('SSH-2.0-OpenSSH_9.9\r\n'),
  'a broken length': (response) => void response.socket?.end('HTTP/1.1 200 OK\r\ncontent-length: -5\r\n\r\n<User/>'),
  'teams without end': always(
    200,
    userXml({
      ...SUPERVISOR,
      teams: { Team: Array.from({ length: 20_000 }, (_, n) => ({ id: String(n), name: 'x' })) },
    }),
  ),
}

describe('a relay whose Finesse is hostile', () => {
  it('refuses who would sign in with 4xx or 503, stays small and goes on', async () => {
    const floor = await openFloor()
    const { address } = await spawnRelay(floor.configFile, floor.config)
    await floor.connected(address)
    const { client } = await follow(address)
    const friendly = floor.finesse.http.respond

    // Each answer comes to a user of its own, all at the same time.
    const hostile = Object.entries(ANSWERS)
    floor.finesse.http.respond = (response, asked) => {
      const index = Number(/user(\d+)/.exec(asked.path)?.[1])
      hostile[index]?.[1](response, asked)
    }
    const answers = await Promise.all(
      hostile.map(async ([name], index) => [name, (await signIn(address, `user${index}`)).status] as const),
    )
    expect(answers.filter(([, status]) => status !== 401 && status !== 503)).toEqual([])
    expect((await fetch(`${address}/healthz`)).status).toBe(200)
    expect(await residentMiB(address)).toBeLessThan(MAX_MIB)

    floor.finesse.http.respond = friendly
    expect((await signIn(address, 'super1')).status).toBe(200)
    floor.say('cons8510', 'NOT_READY', 71)
    await vi.waitFor(() => expect(client.observations.map(({ reason }) => reason)).toContain(71), PATIENCE)
    expect(client.closed).toBe(null)
  })

  it('does not believe in an id that nobody can have', async () => {
    const floor = await openFloor()
    const { address } = await spawnRelay(floor.configFile, floor.config)
    await floor.connected(address)
    const friendly = floor.finesse.http.respond
    const team = teamXml(['cons8510', 'x'.repeat(500), 'cons8511'].map((loginId) => userTree({ loginId })))
    floor.finesse.http.respond = (response, asked) => {
      if (asked.path.startsWith('/finesse/api/Team/')) response.writeHead(200, xml).end(team)
      else friendly(response, asked)
    }
    const { welcome } = await follow(address)
    expect((welcome['agents'] as { agentId: string }[]).map(({ agentId }) => agentId)).toEqual(['cons8510', 'cons8511'])
  })
})
