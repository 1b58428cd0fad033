import { randomUUID } from 'node:crypto'
import { onTestFinished } from 'vitest'
import type { Draft, Lease } from '../../../src/relay/history/history-store.ts'
import { draftOf } from '../../../src/relay/history/journal.ts'
import { PostgresStore, type PostgresStoreOptions } from '../../../src/relay/history/postgres-store.ts'
import { ctiObservation } from '../../support/observations.ts'
import { type PostgresServer, settingsOf } from '../../support/postgres.ts'

/** The history of a database as one relay has it; closed with the test. */
export async function openRelayOf(
  database: string,
  servers: readonly Pick<PostgresServer, 'port'>[],
  options: Partial<PostgresStoreOptions> = {},
): Promise<PostgresStore> {
  const settings = settingsOf(database, ...servers)
  const store = await PostgresStore.open({ settings, markFile: null, onFault: () => undefined, ...options })
  onTestFinished(() => store.close())
  return store
}

/** An event of the present, so that it is in its day. */
export const eventNow = (agentId: string, at = Date.now()): Draft => draftOf(ctiObservation(agentId, at))

export const append = (lease: Lease, drafts: readonly Draft[]): Promise<number> => lease.append(drafts, randomUUID())

/** For who waits as long as it takes. */
export const patient = new AbortController().signal

/** Appends until it works, as the journal does: the same batch. */
export async function appendPatiently(lease: Lease, drafts: readonly Draft[]): Promise<number> {
  const batch = randomUUID()
  for (;;) {
    try {
      return await lease.append(drafts, batch)
    } catch (error) {
      if (lease.lost.aborted) throw error
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}
