import { setTimeout as pause } from 'node:timers/promises'
import type { Observation } from '../../history/observation.ts'
import type { RelayConfig } from '../config-schema.ts'
import { openHistory } from '../history/open-history.ts'
import { deploymentsOf, readLabels, withFinesse } from './command-labels.ts'
import { lineOf } from './line.ts'

const POLL_MS = 250

/** Rows read at a time. */
const ROWS = 1000

/** Prints what a relay writes into its history, until the process is ended. */
export async function watch({ config }: { readonly config: RelayConfig }): Promise<void> {
  const { catalogue } = await withFinesse(config, async (finesse) => readLabels(config, finesse?.administrator ?? null))
  const store = await openHistory(config)
  const deploymentOf = deploymentsOf(config)
  const end = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end.abort())
  let cursor = store.lastSeq
  process.stderr.write('Watching. Times are UTC; Ctrl-C ends.\n')
  while (!end.signal.aborted) {
    const rows = await store.readAfter(cursor, ROWS)
    for (const { seq, body } of rows) {
      cursor = seq
      process.stdout.write(`${lineOf(JSON.parse(body) as Observation, catalogue, deploymentOf)}\n`)
    }
    if (rows.length < ROWS) await pause(POLL_MS)
  }
  await store.close()
}
