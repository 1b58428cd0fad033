import { randomBytes } from 'node:crypto'
import { describe, expect, it, vi } from 'vitest'
import * as fc from 'fast-check'
import { encode, messageTypeAt } from '../../src/cti/codec.ts'
import { layoutFor } from '../../src/cti/layout.ts'
import { MESSAGE_TYPES } from '../../src/cti/message-types.ts'
import type { MessageInput } from '../../src/cti/messages.ts'
import { STATUS_CODES } from '../../src/cti/status-codes.ts'
import { isWhole } from '../fuzz/cti-messages.ts'
import { mutateBytes } from '../fuzz/mutate-bytes.ts'
import { Random } from '../fuzz/random.ts'
import { anyMessage, MESSAGE_NAMES } from '../support/cti-arbitrary.ts'
import type { Peer } from '../support/cti-server.ts'
import { follow, openFloor } from '../support/floor.ts'
import { residentMiB, spawnRelay } from '../support/relay-process.ts'
import { PATIENCE } from '../support/patience.ts'

/** On a connection of its own: one that is kept open may be closed just then. */
const ALONE = { headers: { connection: 'close' } }

const FLOOD_BYTES = 6 * 1024 * 1024
const PIECE_BYTES = 64 * 1024
/** A relay that has just started has some 170. What a flood brought may stay, up to the bounds of what is kept. */
const MAX_MIB = 700

type Flood = {
  /** The bytes with this number; asked for again and again. */
  readonly piece: (number: number, peer: Peer) => Uint8Array
  /** The server reads nothing while it writes. */
  readonly isDeaf?: boolean
}

/** As many messages as make a piece, each with a number of its own. */
const messages =
  (make: (number: number) => MessageInput): Flood['piece'] =>
  (piece, { session }) => {
    const parts: Uint8Array[] = []
    for (let bytes = 0, index = 0; bytes < PIECE_BYTES; index++) {
      const part = session.encode(make(piece * 10_000 + index))
      parts.push(part)
      bytes += part.length
    }
    return Buffer.concat(parts)
  }

const agent = (number: number) => `agent${number}`.padEnd(60, 'x')

const FLOODS: Readonly<Record<string, Flood>> = {
  'a configuration without end': {
    piece: messages((number) => ({
      type: 'CONFIG_AGENT_EVENT',
      records: Array.from({ length: 20 }, (_, index) => ({
        recordType: 0,
        loginId: agent(20 * number + index),
        firstName: 'x'.repeat(30),
        lastName: 'x'.repeat(30),
        extension: String(number),
      })),
    })),
  },
  'teams without end': {
    piece: messages((teamId) => ({
      type: 'TEAM_CONFIG_EVENT',
      teamId,
      operation: 1,
      teamName: 'team',
      members: Array.from({ length: 20 }, (_, index) => ({ recordType: 0, agentIdLong: agent(20 * teamId + index) })),
    })),
  },
  'states of agents without end': {
    piece: messages((number) => ({
      type: 'AGENT_STATE_EVENT',
      agentState: 'NOT_READY',
      agentIdLong: agent(number),
      agentExtension: String(number),
      agentInstrument: `i${number}`,
    })),
  },
  'calls without end': {
    piece: messages((connectionCallId) => ({
      type: 'CALL_DELIVERED_EVENT',
      connectionCallId,
      connectionDeviceId: '1',
      alertingDeviceId: '1',
      callingDeviceId: '5551234567'.padEnd(60, '0'),
    })),
  },
  'answers that nobody asked for': {
    piece: messages((invokeId) => ({ type: 'QUERY_AGENT_STATE_CONF', invokeId, agentState: 'NOT_READY' })),
  },
  'uploads that begin and end': {
    piece: messages((number) =>
      number % 2 === 0
        ? { type: 'CONFIG_BEGIN_EVENT', configInformation: 0, configType: 1 }
        : { type: 'CONFIG_END_EVENT', status: 0 },
    ),
  },
  'resets of the configuration, and no ear for the requests': {
    piece: messages(() => ({ type: 'FAILURE_EVENT', status: STATUS_CODES.AUTO_CONFIG_RESET })),
    isDeaf: true,
  },
}

/** Writes a flood as fast as it is taken, until it is all written or the relay has had enough, which it must have of who listens to nothing. */
async function pour({ piece, isDeaf = false }: Flood, peer: Peer): Promise<void> {
  const { socket } = peer
  if (isDeaf) socket.pause()
  const end = isDeaf ? Infinity : FLOOD_BYTES
  for (let sent = 0, number = 0; sent < end && !socket.destroyed; number++) {
    const bytes = piece(number, peer)
    sent += bytes.length
    // Called back with an error as well, where the relay has had enough.
    await new Promise<void>((resolve) => void socket.write(bytes, () => resolve()))
  }
}

/** With these a server ends its session. */
const ENDING: ReadonlySet<number> = new Set([
  MESSAGE_TYPES.FAILURE_CONF,
  MESSAGE_TYPES.FAILURE_EVENT,
  MESSAGE_TYPES.SYSTEM_EVENT,
  MESSAGE_TYPES.ACTIVE_MAINTENANCE_EVENT_MSG,
])

async function openHostileFloor() {
  const floor = await openFloor()
  const { address } = await spawnRelay(floor.configFile, floor.config)
  await floor.connected(address)
  const { client } = await follow(address)
  let reason = 0
  return {
    floor,
    address,
    /** Waits until the relay hears the CTI server (again) and tells of it; then how it is. */
    check: async (after: string) => {
      await floor.connected(address)
      reason += 1
      await vi.waitFor(
        () => {
          // Again and again: a connection that is being given up may still seem to be there.
          floor.say('cons8510', 'NOT_READY', reason)
          const isHeard = client.observations.some((told) => told.reason === reason)
          if (!isHeard) throw new Error(`nothing is heard after ${after}`)
        },
        { ...PATIENCE, interval: 100 },
      )
      const { status } = await fetch(`${address}/healthz`, ALONE)
      const size = await residentMiB(address)
      return { after, status, size: size < MAX_MIB ? 'small' : `${size} MiB` }
    },
  }
}

const isWell = (after: string) => ({ after, status: 200, size: 'small' })

/** The header of a message. */
function header(length: number, type: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeUInt32BE(length)
  bytes.writeUInt32BE(type, 4)
  return bytes
}

const NOISE: Readonly<Record<string, Buffer>> = {
  'unknown messages of the greatest size': Buffer.concat([header(64 * 1024, 9999), Buffer.alloc(64 * 1024)]),
  'messages that are broken inside': Buffer.concat(
    Array.from({ length: 10_000 }, () => Buffer.concat([header(3, 30), Buffer.alloc(3)])),
  ),
  'the greatest length': header(0xffff_ffff, 30),
  garbage: randomBytes(1024 * 1024),
}

describe('a relay whose CTI server is hostile', () => {
  it('takes any flood of messages, stays small, and hears what comes afterwards', async () => {
    const { floor, check } = await openHostileFloor()
    for (const [name, flood] of Object.entries(FLOODS)) {
      await pour(flood, floor.cti.peer)
      expect(await check(name)).toEqual(isWell(name))
    }
  })

  it('drops what is no message, and connects again', async () => {
    const { floor, check } = await openHostileFloor()
    for (const [name, bytes] of Object.entries(NOISE)) {
      floor.cti.peer.socket.write(bytes)
      expect(await check(name)).toEqual(isWell(name))
    }
  })

  it('is not moved by messages that were changed here and there', async () => {
    const { floor, check } = await openHostileFloor()
    const random = new Random(20_260)
    const layout = layoutFor('uccx', 14)
    const valid = MESSAGE_NAMES.filter((name) => !ENDING.has(MESSAGE_TYPES[name])).flatMap((name) =>
      fc.sample(anyMessage(name, layout), { seed: 1, numRuns: 4 }).map((message) => encode(message, layout)),
    )
    for (let block = 0; block < 20; block++) {
      const mutated = Array.from({ length: 1_000 }, () =>
        mutateBytes(random.pick(valid), random.pick(valid), random),
      ).filter((bytes) => isWhole(bytes) && !ENDING.has(messageTypeAt(bytes, 0)))
      const { socket } = floor.cti.peer
      await new Promise<void>((resolve) => void socket.write(Buffer.concat(mutated), () => resolve()))
    }
    expect(floor.cti.peers, 'it was the same session all the time').toHaveLength(1)
    expect(await check('mutated messages')).toEqual(isWell('mutated messages'))
  })

  it('goes past an agent for whose id there is no room in a question', async () => {
    const { floor, check } = await openHostileFloor()
    const { cti } = floor
    const ids = ['x'.repeat(100), 'cons8510']
    cti.answer = ({ type }, peer) => {
      if (type === 'CONFIG_REQUEST_KEY_EVENT') peer.send({ type: 'CONFIG_KEY_EVENT' })
      else if (type === 'CONFIG_REQUEST_EVENT') {
        peer.send({ type: 'CONFIG_BEGIN_EVENT', configType: 1, configInformation: 4 })
        const records = ids.map((loginId) => ({ recordType: 0, loginId }))
        const agents = peer.session.encode({ type: 'CONFIG_AGENT_EVENT', records })
        // No UTF-8, which is read as a character that takes three bytes.
        peer.socket.write(agents.map((byte) => (byte === 'x'.charCodeAt(0) ? 0xff : byte)))
        peer.send({ type: 'CONFIG_END_EVENT', status: 0 })
      } else return false
      return true
    }
    cti.dropClients()
    const isAsked = () => cti.heard.some((one) => one.type === 'QUERY_AGENT_STATE_REQ' && one.agentIdLong === ids[1])
    await vi.waitFor(() => expect(isAsked()).toBe(true), PATIENCE)
    expect(await check('an id')).toEqual(isWell('an id'))
  })

  it('says that it is not ready where nobody answers, and goes on when somebody does', async () => {
    const { floor, address, check } = await openHostileFloor()
    const { cti } = floor
    cti.answer = () => true
    const asked = () => cti.heard.filter(({ type }) => type === 'OPEN_REQ').length
    const before = asked()
    cti.dropClients()
    await vi.waitFor(() => expect(asked()).toBeGreaterThan(before), PATIENCE)
    const answer = await fetch(`${address}/readyz`)
    expect(answer.status).toBe(503)
    expect(await answer.json()).toMatchObject({ reasons: [{ code: 'cti-not-open' }] })
    expect((await fetch(`${address}/healthz`)).status).toBe(200)
    cti.answer = () => false
    expect(await check('silence')).toEqual(isWell('silence'))
  })
})
