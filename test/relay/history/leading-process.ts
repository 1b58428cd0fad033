/** A relay's history in a process of its own, to be frozen and killed: leads `ccx1` and appends one event at each message. */
import { randomUUID } from 'node:crypto'
import type { HistoryError } from '../../../src/relay/history/history-error.ts'
import { draftOf } from '../../../src/relay/history/journal.ts'
import { PostgresStore } from '../../../src/relay/history/postgres-store.ts'
import { ctiObservation } from '../../support/observations.ts'
import type { PostgresSettings } from '../../../src/relay/history/postgres-link.ts'

const settings = JSON.parse(process.argv[2] ?? '') as PostgresSettings
const store = await PostgresStore.open({ settings, markFile: null, onFault: () => undefined })
const lease = await store.lead('ccx1', new AbortController().signal)
lease.lost.addEventListener('abort', () => process.send?.({ lost: (lease.lost.reason as HistoryError).code }))
process.on('message', (agentId: string) => {
  lease.append([draftOf(ctiObservation(agentId, Date.now()))], randomUUID()).then(
    (seq) => process.send?.({ seq }),
    (error: unknown) => process.send?.({ refused: (error as HistoryError).code }),
  )
})
process.send?.({ term: lease.term })
