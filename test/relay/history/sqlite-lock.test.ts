import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openFloor, startFloorRelay } from '../../support/floor.ts'
import { runRelay } from '../../support/relay-process.ts'
import { openSqlite } from '../../support/sqlite-history.ts'
import { tempFolder } from '../../support/temp-folder.ts'

it('a history is one relay’s at a time, and the next one’s when it has ended', async () => {
  const file = join(tempFolder(), 'history.db')
  const store = await openSqlite(file)
  await expect(openSqlite(file)).rejects.toMatchObject({ code: 'history-locked' })
  await store.close()
  const next = await openSqlite(file)
  onTestFinished(() => next.close())
  expect(next.epoch).toBe(store.epoch)
})

it('a second relay on the same history says so and ends, and the first one goes on', async () => {
  const floor = await openFloor()
  const { address } = await startFloorRelay(floor)
  writeFileSync(floor.configFile, JSON.stringify(floor.config))
  const { code, output } = await runRelay(['--config', floor.configFile])
  expect(code).toBe(1)
  expect(output).toContain('is another relay’s, which runs. Each needs a file of its own: history.file.')
  await floor.connected(address)
})
