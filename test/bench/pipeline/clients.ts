/**
 * A process of supervisors: opens a socket for each ticket and follows what comes. Tells its parent every few milliseconds how far
 * the last of them is, and on request how long events took. A thousand of them share a processor here where each has one of his
 * own in truth, so that what is the same for several is looked through once, and byte by byte compared for the others.
 */
import { WebSocket } from 'ws'
import { SUBPROTOCOL } from '../../../src/wire/protocol.ts'

/** First message of the parent. `epoch` is what the events' StateDuration counts from. */
export type Start = {
  readonly url: string
  readonly origin: string
  readonly tickets: readonly string[]
  readonly epoch: number
  /** What each hello says beside its ticket. Default: nothing of the past. */
  readonly hello?: object
  /** Each client sees a team of its own: what they have is counted together, and no cursor is without a hole. */
  readonly isScoped?: boolean
  /** Keep the frames that the first client gets, and when they came. */
  readonly isRecorded?: boolean
}
/** Later messages of the parent: forget what was measured, or tell it. */
export type Ask = 'reset' | 'report'
export type Told =
  /** The first of them is about to connect. */
  | { readonly kind: 'opening' }
  /** All of them have been welcomed. `epoch`: of the relay's history. */
  | { readonly kind: 'welcomed'; readonly epoch: string }
  | { readonly kind: 'at'; readonly seq: number; readonly observations: number }
  | {
      readonly kind: 'report'
      readonly latencies: readonly number[]
      readonly bytes: number
      readonly frames: readonly Recorded[]
    }
/** A frame by its text, and when it came: milliseconds of any clock. */
export type Recorded = { readonly text: string; readonly at: number }

const REPORT_MS = 5
/** A frame says within so many bytes of what type it is. */
const TYPE_BYTES = 40

/** A frame of so many bytes is worth remembering, with what tells it from others at its beginning; and how many are. */
const LARGE_BYTES = 32 * 1024
const HEAD_BYTES = 120
const MAX_KNOWN = 512

const tell = (message: Told): void => void process.send?.(message)

/** The number that follows a name in a frame, looked for from one end or the other. */
function numberAfter(data: Buffer, name: string, from: 'start' | 'end' = 'start'): number {
  const at = from === 'start' ? data.indexOf(name) : data.lastIndexOf(name)
  return at < 0 ? NaN : Number.parseInt(data.toString('latin1', at + name.length, at + name.length + 16), 10)
}

/** Counts the CTI events of frames: of large ones that are the same as one before only once. */
class EventCounter {
  readonly #known = new Map<string, { readonly data: Buffer; readonly count: number }>()

  count(data: Buffer, seq: number): number {
    if (data.length < LARGE_BYTES) return eventsIn(data)
    const key = `${seq} ${data.length} ${data.toString('latin1', 0, HEAD_BYTES)}`
    const known = this.#known.get(key)
    if (known?.data.equals(data) === true) return known.count
    const count = eventsIn(data)
    this.#known.set(key, { data, count })
    const [oldest] = this.#known.keys()
    if (this.#known.size > MAX_KNOWN && oldest !== undefined) this.#known.delete(oldest)
    return count
  }
}

/** How many CTI events a frame has. @throws {Error} where they are not in order. */
function eventsIn(data: Buffer): number {
  const { observations } = JSON.parse(data.toString()) as { observations: readonly { seq: number; kind: string }[] }
  let last = 0
  for (const { seq } of observations) {
    if (seq <= last) throw new Error(`seq ${seq} came after ${last}`)
    last = seq
  }
  return observations.filter(({ kind }) => kind === 'cti').length
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

function run({ url, origin, tickets, epoch, hello, isScoped = false, isRecorded = false }: Start): void {
  const cursors = new Float64Array(tickets.length)
  const checker = new Checker()
  const counter = new EventCounter()
  let latencies: number[] = []
  let frames: Recorded[] = []
  let bytes = 0
  let observations = 0
  let welcomed = 0
  let told = ''

  const tellCursor = (): void => {
    const seq = Math.min(...cursors)
    const state = `${seq} ${observations}`
    if (state !== told) tell({ kind: 'at', seq, observations })
    told = state
  }

  tell({ kind: 'opening' })
  tickets.forEach((ticket, index) => {
    const socket = new WebSocket(url, [SUBPROTOCOL], {
      origin,
      perMessageDeflate: false,
      // A browser does it in native code, elsewhere.
      skipUTF8Validation: true,
    })
    const first = { type: 'hello', ticket, since: new Date().toISOString(), ...hello }
    socket.on('open', () => socket.send(JSON.stringify(first)))
    socket.on('message', (data: Buffer) => {
      bytes += data.length
      const head = data.subarray(0, TYPE_BYTES)
      if (head.includes('"type":"welcome"')) {
        welcomed += 1
        if (hello === undefined) cursors[index] = numberAfter(data, '"seq":')
        if (welcomed < tickets.length) return
        tellCursor()
        tell({ kind: 'welcomed', epoch: (JSON.parse(data.toString()) as { epoch: string }).epoch })
      } else if (head.includes('"type":"observations"')) {
        const seq = numberAfter(data, '"seq":')
        cursors[index] = seq
        if (isScoped) observations += counter.count(data, seq)
        else if (index === 0) checker.check(data)
        if (isRecorded && index === 0) frames.push({ text: data.toString(), at: performance.now() })
        const written = numberAfter(data, '"stateDuration":')
        if (!Number.isNaN(written)) latencies.push(Date.now() - epoch - written)
      }
    })
    socket.on('close', (code) => {
      throw new Error(`a socket was closed with ${code}`)
    })
  })
  setInterval(tellCursor, REPORT_MS)
  process.on('message', (ask: Ask) => {
    if (ask === 'report') tell({ kind: 'report', latencies, bytes, frames })
    latencies = []
    frames = []
    bytes = 0
  })
}

process.once('message', (start: Start) => run(start))
process.on('disconnect', () => process.exit(0))
