import type { ChildProcess } from 'node:child_process'
import type { Ask, Start, Told } from './clients.ts'
import { start } from './processes.ts'

type Report = Extract<Told, { kind: 'report' }>

/** Supervisors in a process of their own, and what they have heard. */
export class Followers {
  readonly #clients: ChildProcess
  /** The cursor of the one who is behind all others. */
  seq = 0
  /** CTI events that all of them together have; counted where each has a team of his own. */
  observations = 0
  #failure: Error | null = null
  /** Everybody has been welcomed. */
  readonly welcomed: Promise<void>

  constructor(first: Start) {
    this.#clients = start(new URL('./clients.ts', import.meta.url))
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.welcomed = promise
    this.#clients.on('message', (told: Told) => {
      if (told.kind === 'at') ({ seq: this.seq, observations: this.observations } = told)
      if (told.kind === 'welcomed') resolve()
    })
    this.#clients.on('exit', (code) => {
      this.#failure ??= new Error(`the supervisors ended with code ${code}`)
      reject(this.#failure)
    })
    this.#clients.send(first)
  }

  /** @throws {Error} where one of them was cut off. */
  check(): void {
    if (this.#failure) throw this.#failure
  }

  /** Forgets what was measured. */
  reset(): void {
    this.#clients.send('reset' satisfies Ask)
  }

  /** What was measured since the last report or reset. */
  async report(): Promise<Report> {
    const { promise, resolve } = Promise.withResolvers<Report>()
    const take = (told: Told): void => {
      if (told.kind === 'report') resolve(told)
    }
    this.#clients.on('message', take)
    this.#clients.send('report' satisfies Ask)
    const report = await promise
    this.#clients.off('message', take)
    return report
  }

  close(): void {
    this.#clients.removeAllListeners('exit')
    this.#clients.kill('SIGKILL')
  }
}
