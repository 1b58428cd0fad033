import type { Socket } from 'node:net'
import { OPCODES, openRaw, openRawSocket, webSocketFrame } from './raw-socket.ts'

/**
 * Ways to bother a relay without being let in: a ticket that was guessed, half a request, no HTTP, a page of somebody else's, and
 * nothing at all.
 */
export const strangersAttempts = (address: string, origin: string): readonly (() => Promise<Socket>)[] => [
  async () => {
    const socket = await openRawSocket(address, origin)
    socket.write(webSocketFrame('{"type":"hello","ticket":"guess"}', { opcode: OPCODES.text }))
    return socket
  },
  async () => {
    const socket = await openRaw(address)
    socket.write('POST /v1/session HTTP/1.1\r\nHost: relay\r\nContent-Length: 4000\r\n')
    return socket
  },
  async () => {
    const socket = await openRaw(address)
    socket.write('\x16\x03\x01\x02\x00\x01\x00')
    return socket
  },
  () => openRawSocket(address, 'https://elsewhere.example.com'),
  () => openRaw(address),
]

const PING = webSocketFrame('x'.repeat(125), { opcode: OPCODES.ping })

/** Pings, so many at once. */
export const PING_FLOOD = Buffer.concat(Array.from({ length: 500 }, () => PING))

/** Writes the same again and again, whatever becomes of it, until the relay has had enough. */
export async function pour(socket: Socket, bytes: Buffer): Promise<void> {
  while (!socket.destroyed) await new Promise<void>((resolve) => void socket.write(bytes, () => resolve()))
}
