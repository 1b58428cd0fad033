import { setTimeout as pause } from 'node:timers/promises'
import type { Observation } from '../../history/observation.ts'
import type { RelayConfig } from '../config-schema.ts'
import { HistoryError } from '../history/history-error.ts'
import type { HistoryStore } from '../history/history-store.ts'
import { historyMark, openHistory } from '../history/open-history.ts'
import { deploymentsOf, readLabels, withFinesse } from './command-labels.ts'
import { lineOf } from './line.ts'

const POLL_MS = 250

/** After a history that could not be read. Milliseconds. */
const RETRY_MS = 1_000

/** Rows read at a time. */
const ROWS = 1000

const say = (text: string): void => void process.stderr.write(`${text}\n`)

/** The history of a configuration as it goes on, also where another one takes its place. */
class WatchedHistory {
  readonly #config: RelayConfig
  #store: HistoryStore
  #mark: string | null
  #cursor: number
  #isTroubled = false

  private constructor(config: RelayConfig, store: HistoryStore, mark: string | null) {
    this.#config = config
    this.#store = store
    this.#mark = mark
    this.#cursor = store.lastSeq
  }

  /** @throws {HistoryError} where there is none, or none that can be read. */
  static async open(config: RelayConfig): Promise<WatchedHistory> {
    const mark = historyMark(config)
    return new WatchedHistory(config, await openHistory(config), mark)
  }

  /** What has come since the last call; waits a little where that is not much. Trouble is told once, and tried again. */
  async next(): Promise<readonly Observation[]> {
    try {
      if (this.#isTroubled || historyMark(this.#config) !== this.#mark) await this.#reopen()
      const rows = await this.#store.readAfter(this.#cursor, ROWS)
      this.#isTroubled = false
      this.#cursor = rows.at(-1)?.seq ?? this.#cursor
      if (rows.length < ROWS) await pause(POLL_MS)
      return rows.map(({ body }) => JSON.parse(body) as Observation)
    } catch (error) {
      if (!(error instanceof HistoryError)) throw error
      if (!this.#isTroubled) say(`${error.message} It is tried again.`)
      this.#isTroubled = true
      await pause(RETRY_MS)
      return []
    }
  }

  close(): Promise<void> {
    return this.#store.close()
  }

  async #reopen(): Promise<void> {
    const mark = historyMark(this.#config)
    const store = await openHistory(this.#config)
    await this.#store.close()
    if (store.epoch !== this.#store.epoch) {
      say('Another history has begun.')
      this.#cursor = 0
    }
    this.#store = store
    this.#mark = mark
  }
}

/** Prints what a relay writes into its history, until the process is ended. */
export async function watch({ config }: { readonly config: RelayConfig }): Promise<void> {
  const { catalogue } = await withFinesse(config, async (finesse) => readLabels(config, finesse?.administrator ?? null))
  const history = await WatchedHistory.open(config)
  const deploymentOf = deploymentsOf(config)
  const end = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end.abort())
  say('Watching. Times are UTC; Ctrl-C ends.')
  while (!end.signal.aborted) {
    for (const observation of await history.next()) {
      process.stdout.write(`${lineOf(observation, catalogue, deploymentOf)}\n`)
    }
  }
  await history.close()
}
