/**
 * The rival of `broadcast`: a bare `ws` server that sends frames which were recorded elsewhere to every socket, in the rhythm in
 * which they came, and tells how much processor time that took.
 */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Recorded } from './clients.ts'

/** Processor time of a replay, in seconds. */
export type Replayed = { readonly cpuSeconds: number }

const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false })

server.on('connection', (socket) => {
  socket.on('error', () => undefined)
  socket.once('message', () => socket.send('{"type":"welcome","seq":0}'))
})

/** Resolves when the frame has left for the network. */
const send = (socket: WebSocket, frame: Buffer): Promise<void> =>
  new Promise((resolve) => socket.send(frame, { binary: false }, () => resolve()))

async function replay(frames: readonly Recorded[]): Promise<Replayed> {
  const before = process.cpuUsage()
  const lag = performance.now() - (frames[0]?.at ?? 0)
  const last = frames.at(-1)
  for (const { text, at } of frames.slice(0, -1)) {
    const early = at + lag - performance.now()
    if (early > 0) await pause(early)
    const frame = Buffer.from(text)
    for (const socket of server.clients) socket.send(frame, { binary: false })
  }
  if (last) {
    const frame = Buffer.from(last.text)
    await Promise.all([...server.clients].map((socket) => send(socket, frame)))
  }
  const { user, system } = process.cpuUsage(before)
  return { cpuSeconds: (user + system) / 1e6 }
}

await once(server, 'listening')
process.on('message', (frames: readonly Recorded[]) => {
  void replay(frames).then((replayed) => process.send?.(replayed))
})
process.send?.({ listening: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
process.on('disconnect', () => process.exit(0))
