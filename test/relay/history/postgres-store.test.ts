import { afterAll, beforeAll, describe } from 'vitest'
import { PostgresStore } from '../../../src/relay/history/postgres-store.ts'
import { MORNING } from '../../support/observations.ts'
import { PostgresServer, settingsOf, WHY_NO_POSTGRES } from '../../support/postgres.ts'
import { historyStoreContract } from './store-contract.ts'

describe.skipIf(WHY_NO_POSTGRES !== null)('PostgreSQL', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await PostgresServer.start()
  })
  afterAll(() => server.remove())

  const open = (database: string, moment?: () => number) =>
    PostgresStore.open({
      settings: settingsOf(database, server),
      markFile: null,
      onFault: () => undefined,
      ...(moment && { moment }),
    })

  // Rows of the present day are in its partition; those of another time are kept apart. Both must behave the same.
  historyStoreContract('postgres, in its days,', async () => {
    const database = await server.newDatabase()
    return () => open(database, () => MORNING)
  })
  historyStoreContract('postgres, apart from the days,', async () => {
    const database = await server.newDatabase()
    return () => open(database, () => MORNING + 9_000_000)
  })
})
