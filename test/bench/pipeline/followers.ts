import type { ChildProcess } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
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
  /** The first of them is about to connect. */
  readonly opening: Promise<void>
  /** Everybody has been welcomed. Answers the epoch of the history. */
  readonly welcomed: Promise<string>

  constructor(first: Start) {
    this.#clients = start(new URL('./clients.ts', import.meta.url))
    const opening = Promise.withResolvers<void>()
    const welcomed = Promise.withResolvers<string>()
    this.opening = opening.promise
    this.welcomed = welcomed.promise
    this.#clients.on('message', (told: Told) => {
      if (told.kind === 'at') ({ seq: this.seq, observations: this.observations } = told)
      if (told.kind === 'opening') opening.resolve()
      if (told.kind === 'welcomed') welcomed.resolve(told.epoch)
    })
    this.#clients.on('exit', (code) => {
      this.#failure ??= new Error(`the supervisors ended with code ${code}`)
      welcomed.reject(this.#failure)
    })
    this.#clients.send(first)
  }

  /** @throws {Error} where one of them was cut off. */
  check(): void {
    if (this.#failure) throw this.#failure
  }

  /** Waits until they have what is needed. @throws {Error} where one of them was cut off. */
  async until(isEnough: (followers: this) => boolean): Promise<void> {
    while (!isEnough(this)) {
      this.check()
      await pause(1)
    }
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
