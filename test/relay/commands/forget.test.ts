import { expect, it, vi } from 'vitest'
import { writeFileSync } from 'node:fs'
import { follow, openFloor, startFloorRelay } from '../../support/floor.ts'
import { runRelay } from '../../support/relay-process.ts'

it('removes a person while a relay runs, and nobody else; what he does afterwards is kept again', async () => {
  const floor = await openFloor()
  writeFileSync(floor.configFile, JSON.stringify(floor.config))
  const { address } = await startFloorRelay(floor)
  const { client } = await follow(address)
  for (const reason of [71, 72, 73]) floor.say('cons8510', 'NOT_READY', reason)
  floor.say('cons8511', 'NOT_READY', 71)
  const count = (of: typeof client, expected: number) =>
    vi.waitFor(() => expect(of.observations).toHaveLength(expected), { timeout: 20_000, interval: 5 })
  await count(client, 4)

  const forgotten = await runRelay(['forget', '--config', floor.configFile, '--agent', 'cons8510'])
  expect(forgotten).toEqual({ code: 0, output: '3 observations of cons8510 were removed.\n' })
  floor.say('cons8510', 'AVAILABLE')
  await count(client, 5)

  const later = await follow(address)
  await count(later.client, 2)
  expect(later.client.observations).toMatchObject([
    { agentId: 'cons8511', reason: 71 },
    { agentId: 'cons8510', state: 'READY' },
  ])
  const again = await runRelay(['forget', '--config', floor.configFile, '--agent', 'nobody'])
  expect(again).toEqual({ code: 0, output: '0 observations of nobody were removed.\n' })
})
