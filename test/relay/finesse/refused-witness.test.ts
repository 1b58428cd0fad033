import { expect, it, vi } from 'vitest'
import { metricOf, openFloor, startFloorRelay } from '../../support/floor.ts'
import { PATIENCE } from '../../support/patience.ts'

it('a witness whose password is wrong is asked as once by all parts of the relay together, which says so', async () => {
  const floor = await openFloor()
  process.env['TEST_WRONG_PASSWORD'] = 'wrong'
  const witness = { user: 'admin', passwordEnv: 'TEST_WRONG_PASSWORD' }
  const { address } = await startFloorRelay(floor, { finesse: { ...floor.config.finesse, witness } })
  await vi.waitFor(async () => expect(await metricOf(address, 'relay_witness_refused')).toBe(1), PATIENCE)
  expect(floor.finesse.http.asked.map(({ path }) => path)).toEqual(['/finesse/api/ReasonCodes?category=ALL'])
  floor.say('cons8510', 'NOT_READY', 71)
  const outcome = 'relay_witness_reads_total{outcome="finesse-unauthorized"}'
  await vi.waitFor(async () => expect(await metricOf(address, outcome)).toBe(1), PATIENCE)
  expect(floor.finesse.http.asked).toHaveLength(1)
})
