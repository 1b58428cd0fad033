import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Observation } from '../../../src/history/observation.ts'
import { parseConfig } from '../../../src/relay/config.ts'
import { draftOf } from '../../../src/relay/history/journal.ts'
import { openSqlite } from '../../support/sqlite-history.ts'
import { tempFolder } from '../../support/temp-folder.ts'

/** Writes a configuration and a history as a relay would have left it; nobody listens at any address it names. */
export async function recordHistory(observations: readonly Observation[]) {
  const folder = tempFolder()
  const configFile = join(folder, 'relay.json')
  const historyFile = join(folder, 'history.db')
  const configuration = {
    listen: {},
    allowedOrigins: ['https://finesse.example.com'],
    cti: [{ site: 'ccx1', dialect: 'uccx', servers: ['127.0.0.1:1'] }],
    history: { file: historyFile },
  }
  writeFileSync(configFile, JSON.stringify(configuration))
  const config = parseConfig(configuration, configFile)
  const store = await openSqlite(historyFile)
  await store.append(observations.map((observation) => draftOf(observation)))
  await store.close()
  return { folder, configFile, historyFile, configuration, config }
}
