/**
 * The rival: what the same machine does with the same events where nothing is kept, nobody signs in and no scope is looked at. It
 * hears the CTI server, writes each event as the relay does, and sends what came together to every socket.
 */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import { CtiClient } from '../../../src/cti/connection.ts'
import { AgentDevices } from '../../../src/relay/cti/agent-devices.ts'
import { AgentEvents } from '../../../src/relay/cti/agent-events.ts'

const cti = process.argv[2] ?? ''
const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false })
const events = new AgentEvents('rival', new AgentDevices())
let waiting: string[] = []
let seq = 0

function send(): void {
  const frame = Buffer.from(`{"type":"observations","seq":${seq},"observations":[${waiting.join(',')}]}`)
  waiting = []
  for (const socket of server.clients) socket.send(frame, { binary: false })
}

const client = new CtiClient(
  {
    dialect: 'uccx',
    protocolVersion: 14,
    servers: [cti],
    clientId: 'rival',
    heartbeatSeconds: 30,
  },
  {
    onMessage: (message, frame, at) => {
      if (message.type !== 'AGENT_STATE_EVENT') return
      const heard = events.hear(message, frame, at)
      if (typeof heard !== 'object') return
      if (waiting.length === 0) setImmediate(send)
      seq += 1
      waiting.push(`{"seq":${seq},${JSON.stringify(heard).slice(1)}`)
    },
    onStatus: () => undefined,
  },
)

server.on('connection', (socket) => {
  socket.on('error', () => undefined)
  socket.once('message', () => socket.send(`{"type":"welcome","seq":${seq}}`))
})
await once(server, 'listening')
client.start()
process.send?.({ listening: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
process.on('disconnect', () => process.exit(0))
