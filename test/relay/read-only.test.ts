import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { expect, it, onTestFinished, vi } from 'vitest'
import { VERSION_RANGES } from '../../src/cti/dialect.ts'
import { HEADER_BYTES } from '../../src/cti/framing.ts'
import { SERVICE_MASKS } from '../../src/cti/masks.ts'
import { parseConfig } from '../../src/relay/config.ts'
import { createLog } from '../../src/relay/log.ts'
import { startRelay } from '../../src/relay/relay.ts'
import { follow, openFloor, startFloorRelay } from '../support/floor.ts'
import { PATIENCE } from '../support/patience.ts'

/** ServicesRequested: after the header, InvokeID, VersionNumber, IdleTimeout and PeripheralID. */
const SERVICES_AT = HEADER_BYTES + 16

const OPEN_REQ = 3

/** Every site that can be configured as far as a version of a dialect decides it, plain and with all else that can be set. */
const sitesOf = (address: string) =>
  (['uccx', 'ucce'] as const).flatMap((dialect) => {
    const { oldest, newest } = VERSION_RANGES[dialect]
    return Array.from({ length: newest - oldest + 1 }, (_, index) => oldest + index).flatMap((protocolVersion) => [
      { site: `${dialect}-${protocolVersion}`, dialect, protocolVersion, servers: [address] },
      {
        site: `${dialect}-${protocolVersion}-all`,
        dialect,
        protocolVersion,
        servers: [address, address],
        clientId: 'another',
        peripheralId: 5000,
        heartbeatSeconds: 30,
        seedsPerSecond: 500,
      },
    ])
  })

/** A server that never answers and keeps the first frame of every connection. */
async function listen(): Promise<{ address: string; frames: Buffer[] }> {
  const frames: Buffer[] = []
  const server = createServer((socket) => {
    let bytes = Buffer.alloc(0)
    socket.on('error', () => undefined)
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk])
      const length = bytes.length < HEADER_BYTES ? Infinity : HEADER_BYTES + bytes.readUInt32BE(0)
      if (bytes.length < length) return
      frames.push(bytes)
      socket.destroy()
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, frames }
}

it.each([{}, { calls: false }, { calls: true, callerNumbers: 'full' }])(
  'the relay never asks for control, in no version of either dialect, by its bytes: %j',
  async (changes) => {
    const { address, frames } = await listen()
    const floor = await openFloor()
    const cti = sitesOf(address)
    const config = parseConfig({ ...floor.config, ...changes, cti }, floor.configFile)
    const relay = await startRelay(config, createLog('silent'))
    const versionsSeen = () => new Set(frames.map((frame) => frame.readUInt32BE(HEADER_BYTES + 4)))
    const versions = new Set(cti.map(({ protocolVersion }) => protocolVersion))
    await vi.waitFor(() => {
      if (frames.length < cti.length || versionsSeen().size < versions.size) throw new Error(`${frames.length} came`)
    }, PATIENCE)
    await relay.close()
    for (const frame of frames) {
      const services = frame.readUInt32BE(SERVICES_AT)
      expect(frame.readUInt32BE(4)).toBe(OPEN_REQ)
      expect(services & SERVICE_MASKS.ALL_EVENTS).toBe(SERVICE_MASKS.ALL_EVENTS)
      for (const service of ['CLIENT_CONTROL', 'AGENT_STATE_CONTROL_ONLY', 'DEVICE_STATE_CONTROL'] as const) {
        expect({ service, asked: services & SERVICE_MASKS[service] }).toEqual({ service, asked: 0 })
      }
    }
  },
)

it('the relay asks, and never tells: all that a CTI server ever hears of it', async () => {
  const floor = await openFloor()
  floor.cti.answer = (message, peer) => {
    if (message.type === 'CONFIG_REQUEST_KEY_EVENT') peer.send({ type: 'CONFIG_KEY_EVENT' })
    else if (message.type === 'CONFIG_REQUEST_EVENT') {
      peer.send({ type: 'CONFIG_BEGIN_EVENT', configType: 1, configInformation: 4 })
      peer.send({ type: 'CONFIG_AGENT_EVENT', records: [{ recordType: 0, loginId: 'cons8510', extension: '8510' }] })
      peer.send({ type: 'CONFIG_END_EVENT', status: 0 })
    } else return false
    return true
  }
  const relay = await startFloorRelay(floor)
  const { client } = await follow(relay.address)
  floor.say('cons8511', 'NOT_READY', 71)
  await vi.waitFor(() => expect(floor.cti.heard.map(({ type }) => type)).toContain('QUERY_AGENT_STATE_REQ'), PATIENCE)
  await vi.waitFor(() => expect(client.observations).toHaveLength(1), PATIENCE)
  await relay.close()
  expect([...new Set(floor.cti.heard.map(({ type }) => type))].toSorted()).toEqual([
    'CLOSE_REQ',
    'CONFIG_REQUEST_EVENT',
    'CONFIG_REQUEST_KEY_EVENT',
    'OPEN_REQ',
    'QUERY_AGENT_STATE_REQ',
    'TEAM_CONFIG_REQ',
  ])
})
