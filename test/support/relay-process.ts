import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { onTestFinished } from 'vitest'

const MAIN = new URL('../../src/relay/main.ts', import.meta.url)

/** How a relay's process ended, and what it wrote. */
export type Ended = { readonly code: number | null; readonly output: string }

function launch(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  stdout: number | 'pipe' = 'pipe',
): ChildProcess {
  const env = { ...process.env, ...environment }
  const child = fork(MAIN, [...args], { stdio: ['pipe', stdout, 'pipe', 'ipc'], execArgv: [], env })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

/** Runs the relay's command until it ends by itself. */
export async function runRelay(args: readonly string[], environment?: NodeJS.ProcessEnv): Promise<Ended> {
  const child = launch(args, environment)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data: Buffer) => (output += data.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, output }
}

/** Starts a command that runs until it is ended. `output` waits until what it has written so far contains a text. */
export function startCommand(args: readonly string[]) {
  const child = launch(args)
  let written = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data: Buffer) => (written += data.toString()))
  return {
    output: async (text: string): Promise<string> => {
      while (!written.includes(text)) {
        if (child.exitCode !== null) throw new Error(`ended without “${text}”: ${written}`)
        await new Promise((resolve) => setImmediate(resolve))
      }
      return written
    },
    /** Nobody reads any more what it prints. */
    stopReading: () => void child.stdout?.destroy(),
    /** What it ended with; null while it runs. */
    get code(): number | null {
      return child.exitCode
    },
    end: async (signal: NodeJS.Signals): Promise<number | null> => {
      child.kill(signal)
      const [code] = (await once(child, 'exit')) as [number | null]
      return code
    },
  }
}

/** What of the machine's memory a relay has, in MiB, as it says itself. */
export async function residentMiB(address: string): Promise<number> {
  const text = await (await fetch(`${address}/metrics`, { headers: { connection: 'close' } })).text()
  return Number(/^process_resident_memory_bytes (\S+)/m.exec(text)?.[1]) / 2 ** 20
}

/** Starts a relay in a process of its own; it listens when this resolves. @param stdout Where it writes its log, a file's descriptor. */
export async function spawnRelay(configFile: string, config: object, stdout?: number) {
  writeFileSync(configFile, JSON.stringify(config))
  const child = launch(['--config', configFile], {}, stdout)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data: Buffer) => (output += data.toString()))
  const closed = once(child, 'close')
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the relay ended with ${String(code)}: ${output}`)
  })
  const [message] = (await Promise.race([once(child, 'message'), ended])) as [{ listening: string }]
  ended.catch(() => undefined)
  return {
    address: message.listening,
    /** What it has written, once it has ended. */
    output: async () => {
      await closed
      return output
    },
    /** Ends it like a power cut, or with another signal in good order. */
    kill: async (signal: NodeJS.Signals = 'SIGKILL') => {
      child.kill(signal)
      const [code] = (await once(child, 'exit')) as [number | null]
      return code
    },
  }
}
