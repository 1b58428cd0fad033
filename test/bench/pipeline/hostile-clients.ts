/**
 * A process of people who mean no good: ping floods, supervisors who read nothing, and connections that come to nothing. Its parent
 * tells it when to begin and when to leave off; it bothers the relay at a pace that does not depend on the machine. It has the
 * lowest priority: what is measured is what the relay has to do with it, and not that both share the processors of one machine.
 */
import type { Socket } from 'node:net'
import { constants, setPriority } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { OPCODES, openRawSocket, webSocketFrame } from '../../support/raw-socket.ts'
import { PING_FLOOD, pour, strangersAttempts } from '../../support/strangers.ts'

/** Messages of the parent. `tickets`: of those who will read nothing. */
export type Order = { readonly relay: string; readonly origin: string; readonly tickets: readonly string[] } | 'leave'

/** Each floods until the relay ends the socket, and comes again after a while. */
const FLOODERS = 20
const FLOOD_EVERY_MS = 1_000
/** Connections that come to nothing: 100 a second, one in ten of them left half open. */
const ATTEMPT_EVERY_MS = 10
const HALF_OPEN = 10

setPriority(constants.priority.PRIORITY_LOW)

const open = new Set<Socket>()
let attack = 0

/** Counts a socket among those that are destroyed in the end. */
function keep(socket: Socket): Socket {
  open.add(socket)
  return socket.once('close', () => open.delete(socket))
}

async function comeToNothing(begin: () => Promise<Socket>, isLeftOpen: boolean): Promise<void> {
  const socket = keep(await begin())
  if (!isLeftOpen) socket.destroy()
}

async function bother({ relay, origin, tickets }: Exclude<Order, string>): Promise<void> {
  attack += 1
  const mine = attack
  const goesOn = (): boolean => attack === mine
  const flood = async (): Promise<void> => {
    while (goesOn()) {
      await pour(keep(await openRawSocket(relay, origin)), PING_FLOOD)
      await pause(FLOOD_EVERY_MS)
    }
  }
  const readNothing = async (ticket: string): Promise<void> => {
    const socket = keep(await openRawSocket(relay, origin))
    socket.write(webSocketFrame(JSON.stringify({ type: 'hello', ticket }), { opcode: OPCODES.text }))
    socket.pause()
  }
  const attempt = async (): Promise<void> => {
    const attempts = strangersAttempts(relay, origin)
    for (let count = 0; goesOn(); count += 1) {
      const begin = attempts[count % attempts.length]
      if (begin) void comeToNothing(begin, count % HALF_OPEN === 0)
      await pause(ATTEMPT_EVERY_MS)
    }
  }
  await Promise.all([...Array.from({ length: FLOODERS }, flood), ...tickets.map(readNothing), attempt()])
}

process.on('message', (order: Order) => {
  if (order !== 'leave') return void bother(order)
  attack += 1
  for (const socket of open) socket.destroy()
})
process.on('disconnect', () => process.exit(0))
