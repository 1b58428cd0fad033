import { describe, expect, it, vi } from 'vitest'
import { CtiClient, type CtiClientOptions } from '../../src/cti/connection.ts'
import type { Message } from '../../src/cti/messages.ts'
import { freePort, HOST } from '../../src/sandbox/ports.ts'
import { useLoopback } from '../support/cti-client.ts'
import { until } from '../support/cti-server.ts'
import { toHex } from '../support/cti-vectors.ts'

const EVENT = {
  type: 'AGENT_STATE_EVENT',
  agentState: 'NOT_READY',
  eventReasonCode: 71,
  agentIdLong: 'cons8510',
} as const

const { serve, connect } = useLoopback()

/** An address at which there is no server yet. */
async function reserve(): Promise<{ address: string; port: number }> {
  const port = await freePort()
  return { address: `${HOST}:${port}`, port }
}

describe('a client', () => {
  it('opens a session and tells messages with their whole frame and when they came', async () => {
    const server = await serve('uccx')
    vi.setSystemTime('2026-11-23T14:01:02.003Z')
    const { told, isNow } = connect({ dialect: 'uccx', servers: [server.address] })
    await isNow('open')
    server.peer.send(EVENT)
    await until(() => told.messages.length === 2)
    const { message, frame, at } = told.messages[1] ?? { message: null, frame: '', at: 0 }
    expect(message).toMatchObject({ agentState: 'NOT_READY', eventReasonCode: 71, agentIdLong: 'cons8510' })
    expect(frame).toBe(toHex(server.peer.session.encode(EVENT)))
    expect(new Date(at).toISOString()).toBe('2026-11-23T14:01:02.003Z')
    expect(told.statuses.map(({ status, since }) => [status, since])).toEqual([
      ['connecting', at],
      ['open', at],
    ])
  })

  it('keeps the order of what it hears where the clock is set right by a little, and believes a clock that is set otherwise', async () => {
    const server = await serve('uccx')
    vi.setSystemTime('2026-11-23T14:01:02.000Z')
    const { told, isNow } = connect({ dialect: 'uccx', servers: [server.address] })
    await isNow('open')
    const times = ['2026-11-23T14:01:00.000Z', '2026-11-23T14:01:03.000Z', '2026-11-23T13:01:03.000Z']
    for (const [index, time] of times.entries()) {
      vi.setSystemTime(time)
      server.peer.send(EVENT)
      await until(() => told.messages.length === index + 2)
    }
    expect(told.messages.slice(1).map(({ at }) => new Date(at).toISOString())).toEqual([
      '2026-11-23T14:01:02.000Z',
      ...times.slice(1),
    ])
  })

  it('takes many messages, however the network cuts them', async () => {
    const server = await serve('uccx')
    const { told, isNow } = connect({ dialect: 'uccx', servers: [server.address] })
    await isNow('open')
    const { socket, session } = server.peer
    socket.setNoDelay(true)
    const stream = Buffer.concat(
      Array.from({ length: 2000 }, (_, i) => session.encode({ ...EVENT, eventReasonCode: i })),
    )
    for (let at = 0; at < stream.length; at += 7919) socket.write(stream.subarray(at, at + 7919))
    await until(() => told.messages.length === 2001)
    expect(
      told.messages.slice(1).map(({ message }) => (message as Message<'AGENT_STATE_EVENT'>).eventReasonCode),
    ).toEqual(Array.from({ length: 2000 }, (_, i) => i))
  })

  it('skips a poisoned message and keeps the link', async () => {
    const server = await serve('uccx')
    const { told, client, isNow } = connect({ dialect: 'uccx', servers: [server.address] })
    await isNow('open')
    const poison = server.peer.session.encode(EVENT)
    poison[67] = 0xff
    server.peer.socket.write(poison)
    server.peer.send(EVENT)
    await until(() => told.messages.length === 2)
    expect(told.bad).toEqual([`field-overrun ${poison.length}`])
    expect(client.status).toBe('open')
  })

  it('drops the link for a broken frame and connects anew', async () => {
    const server = await serve('uccx')
    const { told, isNow } = connect({ dialect: 'uccx', servers: [server.address] })
    await isNow('open')
    server.peer.socket.write(Buffer.alloc(16, 0xff))
    await until(() => told.statuses.some(({ reason }) => reason === 'broken-frame'))
    await isNow('open')
    expect(server.peers).toHaveLength(2)
  })

  it('goes to the other node when the first is gone, and stays there', async () => {
    const [a, b] = [await serve('uccx'), await serve('uccx')]
    const { told, isNow } = connect({ dialect: 'uccx', servers: [a.address, b.address] })
    await isNow('open')
    a.peer.socket.resetAndDestroy()
    await until(() => told.statuses.at(-1)?.status === 'open' && told.statuses.length > 2)
    expect(told.statuses.map(({ status, reason, server }) => [status, reason, server])).toEqual([
      ['connecting', 'starting', a.address],
      ['open', 'session-open', a.address],
      ['lost', 'cti-link-lost', a.address],
      ['open', 'session-open', b.address],
    ])
  })

  it('finds the master behind a standby node', async () => {
    const [a, b] = [await serve('uccx'), await serve('uccx')]
    a.answer = (message, peer) => {
      if (message.type !== 'OPEN_REQ') return false
      peer.send({ type: 'FAILURE_CONF', invokeId: message.invokeId, status: 92, text: 'not master' })
      return true
    }
    const { told, isNow } = connect({ dialect: 'uccx', servers: [a.address, b.address] })
    await isNow('open')
    expect(told.statuses.map(({ status, statusCode }) => [status, statusCode])).toEqual([
      ['connecting', null],
      ['standby', 92],
      ['open', null],
    ])
  })

  it('finds the version that the server has', async () => {
    const server = await serve('ucce')
    server.answer = (message, peer) => {
      if (message.type !== 'OPEN_REQ' || message.versionNumber <= 18) return false
      peer.send({ type: 'FAILURE_CONF', invokeId: message.invokeId, status: 1 })
      return true
    }
    const { told, isNow } = connect({ dialect: 'ucce', servers: [server.address], protocolVersion: 25 })
    await isNow('open')
    expect(told.statuses.at(-1)).toMatchObject({ status: 'open', version: 18 })
    server.peer.send({ type: 'AGENT_STATE_EVENT', agentState: 'AVAILABLE', agentId: '1001' })
    await until(() => told.messages.length === 2)
    expect(told.messages[1]?.message).toMatchObject({ agentId: '1001', departmentId: undefined })
  })

  it('speaks UCCX 18 with either length width', async () => {
    const server = await serve('uccx')
    const { told, isNow } = connect({ dialect: 'uccx', servers: [server.address], protocolVersion: 18 })
    await isNow('open')
    server.peer.send({ ...EVENT, activeTerminal: 'SEP001122334455' })
    await until(() => told.messages.length === 2)
    expect(told.messages[1]?.message).toMatchObject({ agentIdLong: 'cons8510', activeTerminal: 'SEP001122334455' })
  })

  it('finds a dead link within three heartbeats and goes on', async () => {
    const server = await serve('uccx')
    server.answer = (message) => message.type === 'HEARTBEAT_REQ' && server.peers.length === 1
    const { told, isNow } = connect({ dialect: 'uccx', servers: [server.address], heartbeatSeconds: 5 })
    await isNow('open')
    await vi.advanceTimersByTimeAsync(20_000)
    expect(told.statuses.at(-1)).toMatchObject({ status: 'lost', reason: 'heartbeat-lost' })
    await isNow('open')
    expect(server.peers).toHaveLength(2)
  })

  it('keeps a quiet link by heartbeats', async () => {
    const server = await serve('uccx')
    const { told, isNow } = connect({ dialect: 'uccx', servers: [server.address], heartbeatSeconds: 5 })
    await isNow('open')
    for (let beat = 1; beat <= 10; beat++) {
      await vi.advanceTimersByTimeAsync(5000)
      await until(() => server.heard.filter(({ type }) => type === 'HEARTBEAT_REQ').length === beat)
      server.peer.send(EVENT)
      await until(() => told.messages.length === beat + 1)
    }
    expect(told.statuses).toHaveLength(2)
  })

  it('tries a dead address again and again until something is there', async () => {
    const { address, ...gone } = await reserve()
    const { client, told } = connect({ dialect: 'uccx', servers: [address] })
    await until(() => told.statuses.at(-1)?.reason === 'connect-failed')
    expect(told.statuses.at(-1)?.text).toMatch(/^Cannot connect to 127\.0\.0\.1:\d+: .*ECONNREFUSED/)
    await vi.advanceTimersByTimeAsync(60_000)
    await serve('uccx', { port: gone.port })
    while (client.status !== 'open') {
      await vi.advanceTimersByTimeAsync(1000)
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(new Set(told.statuses.map(({ status }) => status))).toEqual(new Set(['connecting', 'lost', 'open']))
  })
})

describe('stopping a client', () => {
  it('closes the session in good form', async () => {
    const server = await serve('uccx')
    const { client, told, isNow } = connect({ dialect: 'uccx', servers: [server.address] })
    await isNow('open')
    await client.stop()
    expect(server.heard.at(-1)).toMatchObject({ type: 'CLOSE_REQ', status: 0 })
    expect(told.statuses.at(-1)).toMatchObject({ status: 'lost', reason: 'stopped' })
    await until(() => server.peer.socket.destroyed)
  })

  it('takes at most 2 s, whatever the server does', async () => {
    const server = await serve('uccx')
    server.answer = (message) => message.type === 'CLOSE_REQ'
    const { client, isNow } = connect({ dialect: 'uccx', servers: [server.address] })
    await isNow('open')
    const stopped = client.stop()
    await vi.advanceTimersByTimeAsync(2000)
    await stopped
    await until(() => server.peer.socket.destroyed)
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('options that cannot be', () => {
  it.each<[string, Partial<CtiClientOptions>]>([
    ['a version the dialect has not', { protocolVersion: 19 }],
    ['heartbeats too often', { heartbeatSeconds: 4 }],
    ['heartbeats too seldom', { heartbeatSeconds: 31 }],
    ['no server', { servers: [] }],
    ['a server without a port', { servers: ['cti.example.com'] }],
    ['a port that is none', { servers: ['cti.example.com:70000'] }],
  ])('are refused at once: %s', (_, wrong) => {
    const options = {
      dialect: 'uccx',
      protocolVersion: 14,
      servers: ['a:1'],
      clientId: 'x',
      heartbeatSeconds: 10,
    } as const
    expect(() => new CtiClient({ ...options, ...wrong }, { onMessage() {}, onStatus() {} })).toThrow(RangeError)
  })

  it('do not include IPv6 addresses', () => {
    const options = {
      dialect: 'uccx',
      protocolVersion: 14,
      servers: ['[::1]:12028'],
      clientId: 'x',
      heartbeatSeconds: 10,
    } as const
    expect(new CtiClient(options, { onMessage() {}, onStatus() {} }).status).toBe('connecting')
  })
})
