import { existsSync } from 'node:fs'
import type { RelayConfig } from '../config-schema.ts'
import { HistoryError } from '../history/history-error.ts'
import { postgresSettings } from '../history/open-history.ts'
import { importHistory } from '../history/postgres-import.ts'
import { SqliteStore } from '../history/sqlite-store.ts'
import { RelayError } from '../relay-error.ts'
import { ProgressBar } from './progress-bar.ts'

/** Moves a SQLite history into the PostgreSQL one of the configuration; run again, it goes on where it was. */
export async function importFile({
  config,
  from,
}: {
  readonly config: RelayConfig
  /** The SQLite file; it is left as it is. */
  readonly from: string
}): Promise<void> {
  const { history, cti } = config
  if (history.engine !== 'postgres') {
    throw new RelayError('import-target', 'The configuration must name the PostgreSQL history to import into.')
  }
  if (!existsSync(from)) throw new HistoryError('history-missing', `There is no history in ${from}.`)
  const source = await SqliteStore.openExisting(from)
  const bar = new ProgressBar()
  try {
    const { rows, wasThere } = await importHistory(source, postgresSettings(history), {
      sites: cti.map(({ site }) => site),
      onProgress: (progress) => bar.show(progress, performance.now()),
    })
    const said = wasThere ? 'were imported and verified before' : 'were imported; number and checksum are the same'
    process.stdout.write(`${rows} observations of ${from} ${said}.\n`)
  } finally {
    await source.close()
  }
}
