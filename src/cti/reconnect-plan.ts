import type { Dialect } from './dialect.ts'

/** The next try: which server, by its place in the list, and after how long. */
export type NextTry = { readonly server: number; readonly delayMs: number }

/** Pauses of UCCE after the one of random length, the last one again and again (GED-188, duplex CTI servers). */
const UCCE_PAUSES_MS = [15_000, 30_000, 60_000, 120_000]
/** UCCX publishes none: short, because the other node takes over within seconds. */
const UCCX_PAUSES_MS = [1000, 2000, 4000, 8000, 15_000]
/** A pause is drawn out by up to this part, so that clients which lost a server together do not return together. */
const JITTER = 0.2

const pauseAt = (pauses: readonly number[], index: number): number => pauses[Math.min(index, pauses.length - 1)] ?? 0

/**
 * Where to try next and when. UCCX: the nodes in turn, without going back to a preferred one; pauses once each has been tried.
 * UCCE: the same side, the other side, a random pause of 0 to clients/10 seconds, then 15, 30, 60 and 120 s, the sides taking turns.
 * Pure: chance is passed in.
 */
export class ReconnectPlan {
  readonly #dialect: Dialect
  readonly #servers: number
  readonly #clients: number
  readonly #random: () => number
  #server = 0
  #failures = 0

  /**
   * @param clients How many clients the UCCE servers have, about.
   * @param random A number from 0 up to 1.
   */
  constructor(options: { dialect: Dialect; servers: number; clients: number; random: () => number }) {
    this.#dialect = options.dialect
    this.#servers = options.servers
    this.#clients = options.clients
    this.#random = options.random
  }

  /** The server that is tried or used now. */
  get server(): number {
    return this.#server
  }

  /** A session worked: what comes after it starts afresh, at this server. */
  worked(): void {
    this.#failures = 0
  }

  /**
   * The server failed.
   * @param elsewhere It said itself that another one is to be used.
   */
  failed(elsewhere: boolean): NextTry {
    const failures = this.#failures++
    const isSameSide = this.#dialect === 'ucce' && failures === 0 && !elsewhere
    if (!isSameSide) this.#server = (this.#server + 1) % this.#servers
    return { server: this.#server, delayMs: this.#pause(failures) * (1 + JITTER * this.#random()) }
  }

  #pause(failures: number): number {
    if (this.#dialect === 'uccx') {
      return failures < this.#servers ? 0 : pauseAt(UCCX_PAUSES_MS, failures - this.#servers)
    }
    if (failures < 2) return 0
    if (failures === 2) return this.#random() * this.#clients * 100
    return pauseAt(UCCE_PAUSES_MS, failures - 3)
  }
}
