import { existsSync, statSync } from 'node:fs'
import { type ConfigError, hasPassword, readPassword } from '../config.ts'
import { placeOf, type PostgresConfig, type RelayConfig } from '../config-schema.ts'
import { LogLimiter } from '../cti/log-limiter.ts'
import type { Logger } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import { authority, renewable } from '../tls-files.ts'
import { HistoryError } from './history-error.ts'
import type { HistoryStore } from './history-store.ts'
import type { PostgresSettings } from './postgres-link.ts'
import { PostgresStore } from './postgres-store.ts'
import { SqliteStore } from './sqlite-store.ts'

/**
 * Where a configuration says that the database is.
 * @param onUnusable Told of a file that cannot be used any more; what was read before stays in use.
 * @throws {ConfigError} when a file of it, or the password, is missing.
 */
export function postgresSettings(history: PostgresConfig, onUnusable?: (error: ConfigError) => void): PostgresSettings {
  const { hosts, database, user, tls } = history
  return {
    hosts: hosts.map(placeOf),
    database,
    user,
    password: hasPassword(history) ? renewable(() => readPassword(history, 'history'), onUnusable) : null,
    tls: tls ? renewable(() => authority(tls.caFile, 'history.tls.caFile'), onUnusable) : null,
  }
}

/** Said of a certificate, key or password that was changed. */
export const UNUSABLE_FILE =
  'a file that the configuration names was changed and cannot be used: what it was before stays in use'

/** What a relay has to tell of its history with. */
type RelayTools = { readonly log: Logger; readonly now: () => number; readonly metrics: Metrics }

/**
 * Opens the history of a configuration for a relay, or begins one.
 * @throws {HistoryError} when it cannot be opened.
 */
export function openForRelay({ history }: RelayConfig, { log, now, metrics }: RelayTools): Promise<HistoryStore> {
  // A database that is away is asked several times a second.
  const limiter = new LogLimiter()
  if (history.engine === 'postgres') {
    return PostgresStore.open({
      settings: postgresSettings(history, (error) => log.warn({ err: error }, UNUSABLE_FILE)),
      markFile: history.markFile,
      onFault: (error) => {
        const skipped = limiter.admit(now())
        if (skipped === null) return
        log.warn({ err: error, skipped }, 'the history’s database refused something; it is tried again')
      },
    })
  }
  return SqliteStore.open(history.file, {
    now,
    onThreadEnd: (cause) => {
      metrics.historyThreadsEnded.inc()
      const skipped = limiter.admit(now())
      if (skipped === null) return
      log.error({ err: cause, skipped }, 'a thread of the history ended by itself: another one takes its place')
    },
    onSetAside: ({ path, cause }) => {
      log.error({ err: cause, path }, 'the history was damaged: it is kept under another name and a new one begins')
      metrics.historiesSetAside.inc()
    },
    onLetGo: (path, why) => log.warn({ path, why }, 'a damaged history that was set aside is removed'),
    onFault: (message, cause) => log.error({ err: cause }, message),
  })
}

/**
 * What the history of a configuration is known by from outside: a file that was set aside while it was open is another one
 * than that which has its name then. null where there is none. A database is always itself.
 */
export function historyMark({ history }: RelayConfig): string | null {
  if (history.engine === 'postgres') return history.database
  const stat = statSync(history.file, { throwIfNoEntry: false })
  return stat ? `${stat.dev} ${stat.ino}` : null
}

/**
 * Opens the history of a configuration for a command: only one that is there already, and a damaged one is left as it is.
 * @throws {HistoryError}
 */
export async function openHistory({ history }: RelayConfig): Promise<HistoryStore> {
  if (history.engine === 'postgres') return PostgresStore.openExisting(postgresSettings(history))
  if (!existsSync(history.file)) {
    throw new HistoryError('history-missing', `There is no history in ${history.file} yet: has the relay run?`)
  }
  return SqliteStore.openExisting(history.file)
}
