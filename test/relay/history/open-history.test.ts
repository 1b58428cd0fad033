import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { parseConfig } from '../../../src/relay/config.ts'
import { openForRelay } from '../../../src/relay/history/open-history.ts'
import { createLog } from '../../../src/relay/log.ts'
import { createMetrics } from '../../../src/relay/metrics.ts'
import { PATIENCE } from '../../support/patience.ts'
import { PostgresServer, settingsOf, WHY_NO_POSTGRES } from '../../support/postgres.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { patient } from './shared-history.ts'

describe.skipIf(WHY_NO_POSTGRES !== null)('a history in PostgreSQL', () => {
  it('that is away for long does not fill the log', async () => {
    const server = await PostgresServer.start()
    onTestFinished(() => server.remove())
    const { hosts, database, user } = settingsOf(await server.newDatabase(), server)
    const history = { engine: 'postgres', hosts: hosts.map(({ host, port }) => `${host}:${port}`), database, user }
    const cti = [{ site: 'ccx1', dialect: 'uccx', servers: ['127.0.0.1:1'] }]
    const config = { listen: {}, allowedOrigins: ['https://finesse.example.com'], cti, history }
    const log = createLog('silent')
    const warn = vi.spyOn(log, 'warn')
    const clock = { now: 0 }
    const store = await openForRelay(parseConfig(config, join(tempFolder(), 'relay.json')), {
      log,
      now: () => clock.now,
      metrics: createMetrics(),
    })
    onTestFinished(() => store.close())
    await store.lead('ccx1', patient)
    await server.end('SIGKILL')
    const records = () => warn.mock.calls.map(([fields]) => fields as { skipped: number })
    await vi.waitFor(() => expect(records()).toHaveLength(10), PATIENCE)
    // At each look ten seconds have passed, and the database was asked several times.
    const look = (): void => {
      clock.now += 10_000
      expect(records().some(({ skipped }) => skipped > 1)).toBe(true)
    }
    await vi.waitFor(look, { ...PATIENCE, interval: 3_000 })
  })
})
