import { writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { type Peer, until } from '../support/cti-server.ts'
import { follow, openFloor } from '../support/floor.ts'
import { runRelay, spawnRelay } from '../support/relay-process.ts'
import { tempFolder } from '../support/temp-folder.ts'

/** Observations that a supervisor has before the relay is killed. */
const BEFORE_KILL = 5_000
const BURST = 1_000
const AGENTS = ['cons8510', 'cons8511']

/** Events of two agents, each with another reason than the one before. */
const burstFrom = (event: number, { session }: Peer): Buffer =>
  Buffer.concat(
    Array.from({ length: BURST }, (_, index) =>
      session.encode({
        type: 'AGENT_STATE_EVENT',
        agentState: 'NOT_READY',
        eventReasonCode: 1 + ((event + index) % 65_535),
        agentIdLong: AGENTS[index % AGENTS.length],
      }),
    ),
  )

describe('a relay that is killed in the middle of a busy floor', () => {
  it('has after a restart everything it ever published: same seq, same order, nothing changed', async () => {
    const floor = await openFloor()
    const first = await spawnRelay(floor.configFile, floor.config)
    await floor.connected(first.address)
    const { client, welcome } = await follow(first.address)

    // Bursts keep the relay writing all the time, and it is killed the moment a part of one has been published.
    const busy = new AbortController()
    const load = (async () => {
      for (let event = 0; !busy.signal.aborted; event += BURST) {
        floor.cti.peer.socket.write(burstFrom(event, floor.cti.peer))
        await until(() => busy.signal.aborted || client.seqs.length > event)
      }
    })()
    const killed = new Promise<void>((resolve) => {
      client.socket.on('message', () => {
        if (client.seqs.length < BEFORE_KILL || busy.signal.aborted) return
        busy.abort()
        void first.kill('SIGKILL').then(() => resolve())
      })
    })
    await Promise.all([killed, load])
    await client.end()
    const published = client.observations
    expect(client.seqs).toEqual(published.map((_, index) => (client.seqs[0] ?? 0) + index))

    const second = await spawnRelay(floor.configFile, floor.config)
    await floor.connected(second.address)
    const again = await follow(second.address)
    expect(again.welcome['epoch']).toBe(welcome['epoch'])
    const last = client.seqs.at(-1) ?? NaN
    await vi.waitFor(() => expect(again.client.seqs.at(-1)).toBeGreaterThan(last), { timeout: 20_000, interval: 10 })
    expect(again.client.observations.slice(0, published.length)).toEqual(published)

    // The time without a relay is a gap that begins after the last that was heard.
    const gap = await vi.waitFor(() => {
      const found = again.client.observations.find(({ kind }) => kind === 'gap')
      if (!found) throw new Error('no gap')
      return found as unknown as { from: string; why: string }
    })
    expect(gap.why).toBe('relay-restart')
    const lastAt = (published.at(-1) as unknown as { at: string }).at
    expect(gap.from >= lastAt).toBe(true)

    const resumed = await follow(second.address, 'super1', { resume: { epoch: welcome['epoch'], seq: last } })
    expect(resumed.welcome['resumed']).toBe(true)
    await vi.waitFor(() => expect(resumed.client.seqs[0]).toBe(last + 1), { timeout: 20_000, interval: 10 })
  })

  it('ends in good order when it is asked to', async () => {
    const floor = await openFloor()
    const relay = await spawnRelay(floor.configFile, floor.config)
    await floor.connected(relay.address)
    const { client } = await follow(relay.address)
    expect(await relay.kill('SIGTERM')).toBe(0)
    expect(await client.end()).toBe(1001)
    expect(floor.cti.heard.map(({ type }) => type)).toContain('CLOSE_REQ')
  })
})

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
    [['doctor', '--help'], 0, 'check every link'],
    [['--help'], 0, 'Usage: relay [options] [command]'],
  ])('with %j ends with %i', async (args, expected, words) => {
    const { code, output } = await runRelay(args)
    expect({ code, says: output.includes(words) }).toEqual({ code: expected, says: true })
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
