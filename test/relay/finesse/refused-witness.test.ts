import { expect, it, onTestFinished, vi } from 'vitest'
import { REFUSED_MS } from '../../../src/relay/finesse/witness-account.ts'
import { metricOf, openFloor, startFloorRelay } from '../../support/floor.ts'
import { PATIENCE } from '../../support/patience.ts'

/** The metric of the witness's readings with an outcome. */
const readings = (outcome: string): string => `relay_witness_reads_total{outcome="${outcome}"}`

it('a witness whose password is wrong is asked as once by all parts of the relay together, which says so', async () => {
  const floor = await openFloor()
  process.env['TEST_WRONG_PASSWORD'] = 'wrong'
  const witness = { user: 'admin', passwordEnv: 'TEST_WRONG_PASSWORD' }
  const { address } = await startFloorRelay(floor, { finesse: { ...floor.config.finesse, witness } })
  await vi.waitFor(async () => expect(await metricOf(address, 'relay_witness_refused')).toBe(1), PATIENCE)
  expect(floor.finesse.http.asked.map(({ path }) => path)).toEqual(['/finesse/api/ReasonCodes?category=ALL'])
  floor.say('cons8510', 'NOT_READY', 71)
  await vi.waitFor(async () => expect(await metricOf(address, readings('finesse-unauthorized'))).toBe(1), PATIENCE)
  expect(floor.finesse.http.asked).toHaveLength(1)
})

it('a witness who is accepted after an hour reads again, teams and labels as well, with no restart', async () => {
  const floor = await openFloor()
  process.env['TEST_CHANGED_PASSWORD'] = 'wrong'
  let hourIsOver: (() => void) | undefined
  const { setTimeout: begin } = globalThis
  const spy = vi.spyOn(globalThis, 'setTimeout').mockImplementation((act: () => void, ms?: number, ...rest: []) => {
    if (ms === REFUSED_MS) hourIsOver = act
    return begin(act, ms, ...rest)
  })
  onTestFinished(() => spy.mockRestore())
  const witness = { user: 'admin', passwordEnv: 'TEST_CHANGED_PASSWORD' }
  const { address } = await startFloorRelay(floor, { finesse: { ...floor.config.finesse, witness } })
  await vi.waitFor(async () => expect(await metricOf(address, 'relay_witness_refused')).toBe(1), PATIENCE)
  floor.say('cons8510', 'NOT_READY', 71)
  await vi.waitFor(async () => expect(await metricOf(address, readings('finesse-unauthorized'))).toBe(1), PATIENCE)
  process.env['TEST_CHANGED_PASSWORD'] = 'admin'
  hourIsOver?.()
  await vi.waitFor(async () => expect(await metricOf(address, 'relay_witness_refused')).toBe(0), PATIENCE)
  floor.say('cons8510', 'AVAILABLE')
  await vi.waitFor(async () => expect(await metricOf(address, readings('read'))).toBeGreaterThan(0), PATIENCE)
  const labels = () => floor.finesse.http.asked.filter(({ path }) => path.startsWith('/finesse/api/ReasonCodes'))
  // Refused, then whether it still is, then what they are.
  await vi.waitFor(() => expect(labels().length).toBe(3), PATIENCE)
})
