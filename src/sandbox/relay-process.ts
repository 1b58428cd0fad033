import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The relay must listen within this time. */
const START_MS = 60_000

/** A relay that was asked to end and has not is ended after this time. */
const STOP_MS = 1_200

/**
 * Run in the relay before it, and in its threads, which have no channel: ends it when the sandbox is gone without having been
 * able to, and does not keep it from ending otherwise.
 */
const END_WITH_PARENT =
  'data:text/javascript,process.once("disconnect", () => process.kill(process.pid, "SIGTERM")).channel?.unref()'

/** A relay as a process of its own, which can be stopped and started again at the same address with the same history. */
export class RelayProcess {
  readonly #script: string
  readonly #folder: string
  readonly #configure: (port: number) => object
  readonly #onUnexpectedEnd: (what: string) => void
  readonly #port: number
  #child: ChildProcess | undefined
  #address: string | null = null

  /**
   * @param options.script The built relay.
   * @param options.folder Where the configuration is written; only this user can read it.
   * @param options.port One that stays its own while it does not run.
   * @param options.configure The configuration for a port.
   * @param options.onUnexpectedEnd Told in words when the relay ends without having been asked to.
   */
  constructor(options: {
    readonly script: string
    readonly folder: string
    readonly port: number
    readonly configure: (port: number) => object
    readonly onUnexpectedEnd: (what: string) => void
  }) {
    this.#script = options.script
    this.#folder = options.folder
    this.#port = options.port
    this.#configure = options.configure
    this.#onUnexpectedEnd = options.onUnexpectedEnd
  }

  get isRunning(): boolean {
    return this.#child !== undefined
  }

  /** The process; null while it does not run. */
  get pid(): number | null {
    return this.#child?.pid ?? null
  }

  /** Where it listens, or listened last; null before it was first started. */
  get address(): string | null {
    return this.#address
  }

  /** Comes back with the address once it listens. @throws {Error} where it does not */
  async start(): Promise<string> {
    if (this.#child) return this.#address ?? ''
    const file = join(this.#folder, 'relay.json')
    writeFileSync(file, JSON.stringify(this.#configure(this.#port)), { mode: 0o600 })
    // Its log goes to standard error: standard output belongs to the ready line. Detached, so that a terminal's Ctrl-C
    // does not reach it beside the signal that `stop` sends.
    const child = fork(this.#script, ['--config', file], {
      stdio: ['ignore', 2, 2, 'ipc'],
      execArgv: ['--import', END_WITH_PARENT],
      detached: true,
    })
    this.#child = child
    child.once('exit', (code, signal) => {
      if (this.#child !== child) return
      this.#child = undefined
      if (this.#address === null) return
      this.#onUnexpectedEnd(`The relay has ended (${String(code ?? signal)}).`)
    })
    const address = await listening(child)
    this.#address = address
    return address
  }

  /** Ends it in order, or by force when that takes too long. */
  async stop(): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    const force = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
    await ended
    clearTimeout(force)
  }
}

/** The address that the relay tells once it listens. */
function listening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`The relay did not start within ${START_MS / 1000} seconds.`))
    }, START_MS)
    const settle = (act: () => void): void => {
      clearTimeout(timer)
      act()
    }
    child.once('message', (message) => settle(() => resolve((message as { listening: string }).listening)))
    child.once('error', (cause) => settle(() => reject(new Error('The relay cannot be started.', { cause }))))
    child.once('exit', (code) => settle(() => reject(new Error(`The relay ended at once (${String(code)}).`))))
  })
}
