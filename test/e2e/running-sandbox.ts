import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import * as v from 'valibot'

const readySchema = v.strictObject({ desktop: v.string(), finesse: v.string(), cti: v.string(), relay: v.string() })

/** The sandbox as a person starts it: `npm start`, on ports of its own. What was built before is taken. */
export class RunningSandbox {
  readonly ready: v.InferOutput<typeof readySchema>
  readonly #child: ChildProcess
  readonly #output: () => string

  private constructor(ready: RunningSandbox['ready'], child: ChildProcess, output: () => string) {
    this.ready = ready
    this.#child = child
    this.#output = output
  }

  /**
   * @param temporary The folder that the sandbox takes for temporary files.
   * @throws {Error} with everything that it printed, where it ends without having been ready
   */
  static async start(temporary: string, ...args: string[]): Promise<RunningSandbox> {
    const ports = ['--port', '0', '--cti-port', '0', '--relay-port', '0', '--no-build']
    // In a process group of its own, as a terminal has it, so that Ctrl-C can be sent to all of it.
    const child = spawn('npm', ['start', '--', ...ports, ...args], {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      // Without npm's own cache among the temporary files.
      env: { ...process.env, TMPDIR: temporary, NODE_DISABLE_COMPILE_CACHE: '1' },
    })
    let output = ''
    const ready = await new Promise<unknown>((resolve, reject) => {
      const read = (chunk: Buffer): void => {
        output += String(chunk)
        const [, json] = /^ready (.*)$/m.exec(output) ?? []
        if (json !== undefined) resolve(JSON.parse(json))
      }
      child.stdout.on('data', read)
      child.stderr.on('data', read)
      child.once('exit', (code) => reject(new Error(`npm start ended with ${String(code)}:\n${output}`)))
    })
    return new RunningSandbox(v.parse(readySchema, ready), child, () => output)
  }

  /** Everything that it has printed. */
  get output(): string {
    return this.#output()
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null
  }

  /** Presses Ctrl-C; comes back when everything has ended. Does nothing where it has. */
  async interrupt(): Promise<void> {
    const { pid } = this.#child
    if (pid === undefined || this.hasEnded) return
    const ended = once(this.#child, 'close')
    process.kill(-pid, 'SIGINT')
    await ended
  }
}
