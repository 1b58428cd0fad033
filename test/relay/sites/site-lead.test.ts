import { expect, it, vi } from 'vitest'
import { parseConfig } from '../../../src/relay/config.ts'
import { clientOptions } from '../../../src/relay/cti/client-options.ts'
import { HistoryError } from '../../../src/relay/history/history-error.ts'
import { MemoryDocuments } from '../../../src/relay/history/memory-shelves.ts'
import { createLog } from '../../../src/relay/log.ts'
import { createMetrics } from '../../../src/relay/metrics.ts'
import { SiteLead } from '../../../src/relay/sites/site-lead.ts'
import { instant, MORNING } from '../../support/observations.ts'
import { PATIENCE } from '../../support/patience.ts'

/** What a leader logs when nothing can be written for this reason. */
async function logged(code: string): Promise<readonly unknown[]> {
  const append = vi.fn<() => Promise<number>>(() => Promise.reject(new HistoryError(code, 'Refused.')))
  const lines: unknown[] = []
  const [config] = parseConfig(
    {
      listen: {},
      allowedOrigins: ['https://finesse.example.com'],
      cti: [{ site: 'ccx1', dialect: 'uccx', servers: ['127.0.0.1:1'] }],
    },
    'relay.json',
  ).cti
  if (!config) throw new Error('no site')
  const lead = new SiteLead(
    {
      site: 'ccx1',
      term: 1,
      lost: new AbortController().signal,
      append,
      noteListening: () => Promise.resolve(),
      putDocument: () => Promise.resolve(),
      release: () => Promise.resolve(),
    },
    null,
    {
      config,
      client: clientOptions(config),
      calls: false,
      callerNumbers: 'masked',
      documents: new MemoryDocuments(),
      keeps: async () => new Set<string>(),
      onCti: () => undefined,
      onFeed: () => undefined,
      metrics: createMetrics(),
      log: createLog('info', { destination: { write: (line) => lines.push(JSON.parse(line)) } }),
      now: () => MORNING,
    },
  )
  lead.push({
    kind: 'finesse',
    agentId: 'cons8510',
    state: 'READY',
    reasonCodeId: null,
    reason: null,
    stateChangeTime: null,
    at: instant(MORNING),
    via: 'witness',
  })
  await vi.waitFor(() => expect(append).toHaveBeenCalled(), PATIENCE)
  await lead.stop()
  return lines
}

it('tells that the history cannot be written', async () => {
  expect(await logged('history-failed')).toContainEqual(expect.objectContaining({ level: 'error', site: 'ccx1' }))
})

it('does not call it a fault of the history that another relay leads the site', async () => {
  expect(await logged('history-fenced')).not.toContainEqual(expect.objectContaining({ level: 'error' }))
})
