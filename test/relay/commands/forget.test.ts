import { expect, it, vi } from 'vitest'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { follow, openFloor, startFloorRelay } from '../../support/floor.ts'
import { ctiObservation, MORNING } from '../../support/observations.ts'
import { runRelay } from '../../support/relay-process.ts'
import { recordHistory } from './recorded-history.ts'
import { PATIENCE } from '../../support/patience.ts'

it('removes a person while a relay runs, and nobody else; what he does afterwards is kept again', async () => {
  const floor = await openFloor()
  writeFileSync(floor.configFile, JSON.stringify(floor.config))
  const { address } = await startFloorRelay(floor)
  const { client } = await follow(address)
  for (const reason of [71, 72, 73]) floor.say('cons8510', 'NOT_READY', reason)
  floor.say('cons8511', 'NOT_READY', 71)
  const count = (of: typeof client, expected: number) =>
    vi.waitFor(() => expect(of.observations).toHaveLength(expected), { ...PATIENCE, interval: 5 })
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

it('leaves no byte of a person in the files', async () => {
  const { configFile, historyFile } = await recordHistory(
    ['anna', 'ben'].flatMap((agentId) =>
      Array.from({ length: 500 }, (_, index) =>
        ctiObservation(agentId, MORNING + index, { client: `desk of ${agentId}` }),
      ),
    ),
  )
  const bytes = () =>
    ['', '-wal', '-shm']
      .map((ending) => historyFile + ending)
      .filter((file) => existsSync(file))
      .map((file) => readFileSync(file, 'latin1'))
      .join('')
  expect(bytes().includes('desk of anna')).toBe(true)
  const { output } = await runRelay(['forget', '--config', configFile, '--agent', 'anna'])
  expect(output).toBe('500 observations of anna were removed.\n')
  // Not a matcher that would print the file.
  expect(bytes().includes('anna')).toBe(false)
  expect(bytes().includes('desk of ben')).toBe(true)
})

it('names the damaged histories that were set aside: they may have more of the person', async () => {
  const { configFile, historyFile } = await recordHistory([ctiObservation('anna', MORNING)])
  const aside = `${historyFile}.damaged-2026-11-23T08-00-00.000Z`
  for (const ending of ['', '-mark']) writeFileSync(aside + ending, '')
  const { output } = await runRelay(['forget', '--config', configFile, '--agent', 'anna'])
  expect(output).toBe(
    `1 observations of anna were removed.\n${aside}, a damaged history, may have more of anna: remove it as soon as nobody needs it.\n`,
  )
})
