import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { onTestFinished } from 'vitest'

const MAIN = new URL('../../src/relay/main.ts', import.meta.url)

/** How a relay's process ended, and what it wrote. */
export type Ended = { readonly code: number | null; readonly output: string }

function launch(args: readonly string[]): ChildProcess {
  const child = fork(MAIN, [...args], { silent: true, execArgv: [] })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

/** Runs the relay's command until it ends by itself. */
export async function runRelay(args: readonly string[]): Promise<Ended> {
  const child = launch(args)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data: Buffer) => (output += data.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, output }
}

/** Starts a relay in a process of its own; it listens when this resolves. */
export async function spawnRelay(configFile: string, config: object) {
  writeFileSync(configFile, JSON.stringify(config))
  const child = launch(['--config', configFile])
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data: Buffer) => (output += data.toString()))
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the relay ended with ${String(code)}: ${output}`)
  })
  const [message] = (await Promise.race([once(child, 'message'), ended])) as [{ listening: string }]
  ended.catch(() => undefined)
  return {
    address: message.listening,
    /** Ends it like a power cut, or with another signal in good order. */
    kill: async (signal: NodeJS.Signals = 'SIGKILL') => {
      child.kill(signal)
      const [code] = (await once(child, 'exit')) as [number | null]
      return code
    },
  }
}
