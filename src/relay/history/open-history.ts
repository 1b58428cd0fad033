import { existsSync } from 'node:fs'
import type { RelayConfig } from '../config-schema.ts'
import { HistoryError } from './history-error.ts'
import type { HistoryStore } from './history-store.ts'
import { SqliteStore } from './sqlite-store.ts'

/**
 * Opens the history of a configuration for a command: only one that is there already, and a damaged one is left as it is.
 * @throws {HistoryError}
 */
export async function openHistory({ history: { file } }: RelayConfig): Promise<HistoryStore> {
  if (!existsSync(file)) {
    throw new HistoryError('history-missing', `There is no history in ${file} yet: has the relay run?`)
  }
  return SqliteStore.openExisting(file)
}
