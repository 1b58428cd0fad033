import { expect, test, vi } from 'vitest'
import { SocketClient } from '../../support/socket-client.ts'
import { openLiveSide, ORIGIN } from './live-side.ts'
import { PATIENCE } from '../../support/patience.ts'

const rejection = async (address: string): Promise<unknown> =>
  SocketClient.open(address, { origin: ORIGIN }).then(
    () => 'opened',
    (error: unknown) => (error as Error).message,
  )

test('an address that has all its sockets gets no more until one ends', async () => {
  const { hello, address, ends } = await openLiveSide({ socketsPerAddress: 2 })
  const first = await hello()
  await hello()
  expect(await rejection(address)).toContain('429')
  first.client.close()
  await vi.waitFor(() => expect(ends).toHaveLength(1), PATIENCE)
  await hello()
})

test('the relay has a number of sockets in all', async () => {
  const { hello, address } = await openLiveSide({ sockets: 1 })
  await hello()
  expect(await rejection(address)).toContain('503')
})

test('strangers who never say hello push out one another, not those who do', async () => {
  const { hello, connect, ends, events } = await openLiveSide({ waitingSocketsPerAddress: 3 })
  const { client } = await hello()
  for (let n = 0; n < 20; n++) await connect()
  await vi.waitFor(() => expect(ends).toEqual(Array(17).fill('too-many-requests')), PATIENCE)
  await hello()
  expect(events.sockets).toBe(4)
  expect(client.closed).toBe(null)
})

test('an address that guesses tickets is refused for the rest of the minute', async () => {
  const { connect, hello, address, pass } = await openLiveSide({ refusedHellosPerMinutePerAddress: 2 })
  for (let n = 0; n < 2; n++) {
    const client = await connect()
    client.send({ type: 'hello', ticket: `guess ${n}` })
    expect(await client.end()).toBe(4404)
  }
  expect(await rejection(address)).toContain('429')
  pass(60_000)
  await hello()
})

test('a stranger may send little, a supervisor who was welcomed more', async () => {
  const { connect, hello, ends } = await openLiveSide()
  const stranger = await connect()
  for (let n = 0; n <= 50; n++) stranger.socket.ping()
  await vi.waitFor(() => expect(ends).toEqual(['too-many-requests']), PATIENCE)
  const { client } = await hello()
  for (let n = 0; n <= 50; n++) client.socket.ping()
  client.send({ type: 'history', id: 1, agentId: 'a', from: '2026-11-23T00:00:00.000Z', to: null })
  await client.next('history')
  expect(client.closed).toBe(null)
})
