import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { EVENTS_PATH } from '../../src/wire/protocol.ts'
import { type Floor, follow, openFloor, ORIGIN } from '../support/floor.ts'
import { OPCODES, openRaw, openRawSocket, webSocketFrame } from '../support/raw-socket.ts'
import { residentMiB, spawnRelay } from '../support/relay-process.ts'
import type { SocketClient } from '../support/socket-client.ts'
import { PING_FLOOD, pour, strangersAttempts } from '../support/strangers.ts'
import { PATIENCE } from '../support/patience.ts'

/** A relay that has just started has some 170. */
const MAX_MIB = 450
const ATTEMPTS = 10_000
const AT_A_TIME = 250

let floor: Floor
let address: string
/** A supervisor who does as he should, all the time. */
let good: SocketClient
let said = 0

/** Says something, each time something else. */
function say(times = 1): void {
  for (let time = 0; time < times; time++) floor.say('cons8510', 'NOT_READY', 1 + (said++ % 60_000))
}

beforeEach(async () => {
  floor = await openFloor()
  address = (await spawnRelay(floor.configFile, floor.config)).address
  await floor.connected(address)
  good = (await follow(address)).client
  said = 0
})

// Whatever strangers did: who does as he should has had everything, in order, and a newcomer is let in.
afterEach(async () => {
  say()
  await vi.waitFor(() => expect(good.observations.filter(({ kind }) => kind === 'cti')).toHaveLength(said), PATIENCE)
  const reasons = good.observations.filter(({ kind }) => kind === 'cti').map(({ reason }) => reason)
  expect(reasons).toEqual(Array.from({ length: said }, (_, index) => 1 + (index % 60_000)))
  expect(good.closed).toBe(null)
  await follow(address, 'super2')
  expect(await residentMiB(address)).toBeLessThan(MAX_MIB)
})

/** How many sockets the relay has ended with a code. */
async function endedWith(code: string): Promise<number> {
  const text = await (await fetch(`${address}/metrics`)).text()
  return Number(new RegExp(`^relay_sockets_ended_total\\{code="${code}"\\} (\\d+)`, 'm').exec(text)?.[1] ?? 0)
}

/** Frames that no client may send. */
const BROKEN = [
  webSocketFrame('{}', { opcode: OPCODES.text, isMasked: false }),
  webSocketFrame('', { opcode: OPCODES.text, declared: 2 ** 30 }),
  webSocketFrame('', { opcode: OPCODES.unknown }),
  webSocketFrame('x'.repeat(126), { opcode: OPCODES.ping }),
  webSocketFrame('x', { opcode: OPCODES.continuation }),
]

describe('a socket is ended', () => {
  it('by a frame that is not masked, declares a gigabyte, is of an unknown kind, is too long or continues nothing', async () => {
    for (const bytes of BROKEN) {
      const socket = await openRawSocket(address, ORIGIN)
      socket.write(bytes)
      await once(socket, 'close')
    }
    await vi.waitFor(
      async () => expect((await endedWith('bad-message')) + (await endedWith('message-too-large'))).toBe(BROKEN.length),
      PATIENCE,
    )
  })

  it('that sends a message in pieces without end', async () => {
    const socket = await openRawSocket(address, ORIGIN)
    socket.write(webSocketFrame('{', { opcode: OPCODES.text, isLast: false }))
    await pour(socket, webSocketFrame('x', { opcode: OPCODES.continuation, isLast: false }))
    expect(socket.destroyed).toBe(true)
  })

  it.each([
    ['reads the answers', false],
    ['reads nothing', true],
  ])('that floods with pings and %s', async (_, isDeaf) => {
    const sockets = await Promise.all(Array.from({ length: 20 }, () => openRawSocket(address, ORIGIN)))
    await Promise.all(
      sockets.map((socket) => {
        if (isDeaf) socket.pause()
        return pour(socket, PING_FLOOD)
      }),
    )
    expect(sockets.every(({ destroyed }) => destroyed)).toBe(true)
  })

  it('of a supervisor who asks and asks and reads nothing', async () => {
    const { client } = await follow(address, 'super2')
    client.socket.pause()
    for (let id = 0; id < 5_000; id++) {
      client.send({ type: 'history', id, agentId: 'cons8510', from: '2026-11-23T08:00:00.000Z', to: null })
    }
    await vi.waitFor(async () => {
      expect((await endedWith('too-many-requests')) + (await endedWith('slow-consumer'))).toBe(1)
    }, PATIENCE)
  })

  it('of a supervisor who is asleep while much happens', async () => {
    const sleepers = await Promise.all(Array.from({ length: 10 }, async () => (await follow(address)).client))
    for (const { socket } of sleepers) socket.pause()
    for (let part = 0; part < 60; part++) {
      say(500)
      const heard = said
      await vi.waitFor(() => expect(good.lastSeq).toBeGreaterThanOrEqual(heard), { ...PATIENCE, interval: 5 })
    }
    await vi.waitFor(async () => expect(await endedWith('slow-consumer')).toBe(10), PATIENCE)
  })
})

it('nobody ends the relay who asks for an upgrade, anywhere, and resets the connection', async () => {
  for (const path of ['/', '/v1/elsewhere', EVENTS_PATH]) {
    for (let time = 0; time < 30; time++) {
      const socket = await openRaw(address)
      const head = `GET ${path} HTTP/1.1\r\nHost: relay\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`
      await new Promise<void>((resolve) => void socket.write(head, () => resolve()))
      socket.resetAndDestroy()
    }
  }
  expect((await fetch(`${address}/healthz`)).status).toBe(200)
})

it('ten thousand connections that come to nothing leave nothing behind', async () => {
  const attempts = strangersAttempts(address, ORIGIN)
  for (let done = 0; done < ATTEMPTS; done += AT_A_TIME) {
    const sockets = await Promise.all(
      Array.from({ length: AT_A_TIME }, (_, index) =>
        (attempts[index % attempts.length] ?? (() => openRaw(address)))(),
      ),
    )
    say()
    // One in ten stays, half open, for as long as it is let.
    for (const [index, socket] of sockets.entries()) {
      if (index % 10 === 0) onTestFinished(() => void socket.destroy())
      else socket.destroy()
    }
  }
  await vi.waitFor(
    async () => expect(await (await fetch(`${address}/metrics`)).text()).toMatch(/^relay_sockets 1$/m),
    PATIENCE,
  )
})
