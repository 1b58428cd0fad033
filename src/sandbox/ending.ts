/** However slowly things end, the process is gone after this time. */
const END_MS = 1_800

/**
 * What a command has opened and must close again, in whatever way it ends: Ctrl-C, SIGTERM, a fault. The last one opened
 * is closed first.
 */
export class Ending {
  readonly #closers: (() => unknown)[] = []
  readonly #abort = new AbortController()

  /** Aborted as soon as the end begins. */
  get signal(): AbortSignal {
    return this.#abort.signal
  }

  onEnd(close: () => unknown): void {
    this.#closers.push(close)
  }

  /** Ends on Ctrl-C and SIGTERM, with 0. */
  followSignals(): void {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void this.end(0))
  }

  /** Closes everything and ends the process; does nothing while that is under way. */
  async end(code: number): Promise<void> {
    if (this.signal.aborted) return
    this.#abort.abort()
    setTimeout(() => process.exit(1), END_MS).unref()
    for (const close of this.#closers.toReversed()) {
      try {
        await close()
      } catch (error) {
        process.stderr.write(`${String(error)}\n`)
        process.exitCode = 1
      }
    }
    process.exit(code || process.exitCode)
  }
}

/**
 * Runs a command: what it throws becomes a plain sentence and an exit code (2: the arguments, 1: everything else).
 * @param command Gets what it must give its closers to.
 */
export async function runCommand(command: (ending: Ending) => Promise<void>): Promise<void> {
  const ending = new Ending()
  ending.followSignals()
  // Whoever reads what is printed may have had enough, as `head` has.
  process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => void ending.end(code === 'EPIPE' ? 0 : 1))
  try {
    await command(ending)
  } catch (error) {
    // The end itself breaks what is under way.
    if (ending.signal.aborted) return
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    await ending.end(code === 'usage' ? 2 : 1)
  }
}
