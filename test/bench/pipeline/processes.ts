import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'

/** A process that ends with the bench, however that ends. */
export function start(file: URL, args: readonly string[] = []): ChildProcess {
  const child = fork(file, [...args], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  process.prependOnceListener('exit', () => child.kill('SIGKILL'))
  return child
}

/** Where a process says that it listens. */
export async function listening(child: ChildProcess): Promise<string> {
  const gone = once(child, 'exit').then(([code]) => {
    throw new Error(`a process of the bench ended with code ${String(code)}`)
  })
  const [message] = (await Promise.race([once(child, 'message'), gone])) as [{ listening: string }]
  return message.listening
}

/** A figure among a relay's metrics; NaN where there is none. */
export async function metricOf(relay: string, name: string): Promise<number> {
  const text = await (await fetch(`${relay}/metrics`)).text()
  return Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1])
}

/** Seconds of processor time that a relay says it has used. */
export const cpuSeconds = (relay: string): Promise<number> => metricOf(relay, 'process_cpu_seconds_total')
