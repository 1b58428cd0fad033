/**
 * A process of supervisors: opens a socket for each ticket and follows what comes. Tells its parent every few milliseconds how far
 * the last of them is, and on request how long events took.
 */
import { WebSocket } from 'ws'
import { SUBPROTOCOL } from '../../../src/wire/protocol.ts'

/** First message of the parent. `epoch` is what the events' StateDuration counts from. */
export type Start = {
  readonly url: string
  readonly origin: string
  readonly tickets: readonly string[]
  readonly epoch: number
}
/** Later messages of the parent: forget what was measured, or tell it. */
export type Ask = 'reset' | 'report'
export type Told =
  | { readonly kind: 'welcomed' }
  | { readonly kind: 'at'; readonly seq: number }
  | { readonly kind: 'report'; readonly latencies: readonly number[]; readonly bytes: number }

const REPORT_MS = 5

const tell = (message: Told): void => void process.send?.(message)

/** The number that follows a name in a frame, looked for from one end or the other. */
function numberAfter(data: Buffer, name: string, from: 'start' | 'end' = 'start'): number {
  const at = from === 'start' ? data.indexOf(name) : data.lastIndexOf(name)
  return at < 0 ? NaN : Number.parseInt(data.toString('latin1', at + name.length, at + name.length + 16), 10)
}

/** Every observation must be there, in order; one of the clients looks. */
class Checker {
  #last = 0

  check(data: Buffer): void {
    const { observations } = JSON.parse(data.toString()) as { observations: readonly { seq: number }[] }
    for (const { seq } of observations) {
      if (this.#last > 0 && seq !== this.#last + 1) throw new Error(`seq ${seq} came after ${this.#last}`)
      this.#last = seq
    }
  }
}

function run({ url, origin, tickets, epoch }: Start): void {
  const cursors = new Float64Array(tickets.length)
  const checker = new Checker()
  let latencies: number[] = []
  let bytes = 0
  let welcomed = 0
  let told = -1

  tickets.forEach((ticket, index) => {
    const socket = new WebSocket(url, [SUBPROTOCOL], { origin, perMessageDeflate: false })
    socket.on('open', () => socket.send(JSON.stringify({ type: 'hello', ticket, since: new Date().toISOString() })))
    socket.on('message', (data: Buffer) => {
      bytes += data.length
      if (data.includes('"type":"welcome"')) {
        welcomed += 1
        cursors[index] = numberAfter(data, '"seq":')
        if (welcomed === tickets.length) tell({ kind: 'welcomed' })
      } else if (data.includes('"type":"observations"')) {
        cursors[index] = numberAfter(data, '"seq":')
        if (index === 0) checker.check(data)
        const written = numberAfter(data, '"stateDuration":')
        if (!Number.isNaN(written)) latencies.push(Date.now() - epoch - written)
      }
    })
    socket.on('close', (code) => {
      throw new Error(`a socket was closed with ${code}`)
    })
  })
  setInterval(() => {
    const seq = Math.min(...cursors)
    if (seq !== told) tell({ kind: 'at', seq })
    told = seq
  }, REPORT_MS)
  process.on('message', (ask: Ask) => {
    if (ask === 'report') tell({ kind: 'report', latencies, bytes })
    latencies = []
    bytes = 0
  })
}

process.once('message', (start: Start) => run(start))
process.on('disconnect', () => process.exit(0))
