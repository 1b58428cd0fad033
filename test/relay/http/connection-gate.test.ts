import { EventEmitter } from 'node:events'
import { expect, it, vi } from 'vitest'
import { ConnectionGate } from '../../../src/relay/http/connection-gate.ts'
import { openFloor, startFloorRelay } from '../../support/floor.ts'
import { openRaw } from '../../support/raw-socket.ts'
import { PATIENCE } from '../../support/patience.ts'

class Connection extends EventEmitter {
  readonly remoteAddress: string
  isReset = false

  constructor(remoteAddress: string) {
    super()
    this.remoteAddress = remoteAddress
  }

  destroy(): void {
    this.isReset = true
  }
}

function setUp() {
  const gate = new ConnectionGate({ perAddress: 2, isExempt: (address) => address === 'balancer' })
  return (address: string) => {
    const connection = new Connection(address)
    gate.enter(connection)
    return connection
  }
}

it('lets an address have so many connections at a time, and another address as many', () => {
  const enter = setUp()
  const first = enter('here')
  expect([first, enter('here'), enter('here'), enter('there')].map(({ isReset }) => isReset)).toEqual([
    false,
    false,
    true,
    false,
  ])
  first.emit('close')
  expect(enter('here').isReset).toBe(false)
  expect(enter('here').isReset, 'the second is there still').toBe(true)
})

it('minds no load balancer', () => {
  const enter = setUp()
  expect(Array.from({ length: 10 }, () => enter('balancer').isReset)).not.toContain(true)
})

it('counts IPv6 by its network, of which one who has an address has all', () => {
  const enter = setUp()
  const addresses = ['2001:db8::1', '2001:db8::2', '2001:db8::3', '2001:db8:0:1::1', '::ffff:10.0.0.1', '10.0.0.1']
  expect(addresses.map((address) => enter(address).isReset)).toEqual([false, false, true, false, false, false])
  expect(enter('::ffff:10.0.0.1').isReset).toBe(true)
})

it('stands in front of the relay', async () => {
  const { address } = await startFloorRelay(await openFloor(), { limits: { connectionsPerAddress: 20 } })
  const sockets = await Promise.all(Array.from({ length: 40 }, () => openRaw(address)))
  await vi.waitFor(
    () => expect(sockets.filter(({ destroyed }) => destroyed).length).toBeGreaterThanOrEqual(20),
    PATIENCE,
  )
  for (const socket of sockets) socket.destroy()
  await vi.waitFor(async () => expect((await fetch(`${address}/healthz`)).status).toBe(200), PATIENCE)
})
