import { PassThrough, type Readable } from 'node:stream'
import type { Person } from '../people.ts'
import type { StreamLine } from './page/desktop-state.ts'

/** A line goes out at least this often, so that the page notices a dead connection. */
const KEEP_ALIVE_MS = 5_000

/** A page that does not read is cut off at this many waiting bytes; it connects again and reads everything anew. */
const MAX_WAITING_BYTES = 1024 * 1024

/** As FinesseServer has it: tells of what a person may hear. */
export type Hear = (person: Person, listener: (notification: { node: string; xml: string }) => void) => () => void

/** Finesse's notifications on their way to desktop pages, as lines of JSON. */
export class NotificationStreams {
  readonly #hear: Hear
  readonly #open = new Set<PassThrough>()
  #isPaused = false

  constructor(hear: Hear) {
    this.#hear = hear
  }

  /** While paused there are no streams, and what happens is lost to every page, as in a failover. */
  get isPaused(): boolean {
    return this.#isPaused
  }

  /** A stream that begins now, and never tells of anything before; null while paused. */
  open(person: Person): Readable | null {
    if (this.#isPaused) return null
    const stream = new PassThrough()
    const send = (line: StreamLine): void => {
      if (stream.writableLength > MAX_WAITING_BYTES) stream.destroy()
      else stream.write(`${JSON.stringify(line)}\n`)
    }
    send({})
    const keepAlive = setInterval(() => send({}), KEEP_ALIVE_MS)
    const unhear = this.#hear(person, send)
    this.#open.add(stream)
    stream.once('close', () => {
      clearInterval(keepAlive)
      unhear()
      this.#open.delete(stream)
    })
    return stream
  }

  /** Ends all streams and refuses new ones until `resume`. */
  pause(): void {
    this.#isPaused = true
    for (const stream of this.#open) stream.destroy()
  }

  resume(): void {
    this.#isPaused = false
  }
}
