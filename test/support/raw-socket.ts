import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { EVENTS_PATH, SUBPROTOCOL } from '../../src/wire/protocol.ts'

/** A connection to a relay over which bytes go as they are. It minds no error: it is made to be refused. */
export async function openRaw(address: string): Promise<Socket> {
  const socket = connect(Number(new URL(address).port), '127.0.0.1')
  socket.on('error', () => undefined)
  await Promise.race([once(socket, 'connect'), once(socket, 'close')])
  return socket
}

/** The same after the upgrade to a WebSocket; what the relay says is read and dropped. */
export async function openRawSocket(address: string, origin: string): Promise<Socket> {
  const socket = await openRaw(address)
  socket.write(
    [
      `GET ${EVENTS_PATH} HTTP/1.1`,
      'Host: relay',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      `Sec-WebSocket-Protocol: ${SUBPROTOCOL}`,
      `Origin: ${origin}`,
      '\r\n',
    ].join('\r\n'),
  )
  await Promise.race([once(socket, 'data'), once(socket, 'close')])
  socket.resume()
  return socket
}

/** Operation codes of WebSocket frames, RFC 6455, 5.2; 5 is none. */
export const OPCODES = { continuation: 0, text: 1, unknown: 5, ping: 9 } as const

type Frame = {
  readonly opcode: number
  readonly isLast?: boolean
  /** Clients must mask; with a mask of zeros the payload stays as it is. */
  readonly isMasked?: boolean
  /** The length that the frame declares, where it is not that of the payload. */
  readonly declared?: number
}

/** A frame as a client sends it, right or wrong. */
export function webSocketFrame(
  payload: string,
  { opcode, isLast = true, isMasked = true, declared = payload.length }: Frame,
): Buffer {
  const header = declared < 126 ? Buffer.alloc(2) : Buffer.alloc(declared < 65_536 ? 4 : 10)
  header[0] = (isLast ? 0x80 : 0) | opcode
  const mask = isMasked ? 0x80 : 0
  if (declared < 126) header[1] = mask | declared
  else if (declared < 65_536) {
    header[1] = mask | 126
    header.writeUInt16BE(declared, 2)
  } else {
    header[1] = mask | 127
    header.writeBigUInt64BE(BigInt(declared), 2)
  }
  return Buffer.concat([header, Buffer.alloc(isMasked ? 4 : 0), Buffer.from(payload)])
}
