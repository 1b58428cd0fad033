import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { checkHistory } from '../../../../src/relay/commands/doctor/check-history.ts'
import { parseConfig } from '../../../../src/relay/config.ts'
import { draftOf } from '../../../../src/relay/history/journal.ts'
import { ORIGIN } from '../../../support/floor.ts'
import { ctiObservation, MORNING } from '../../../support/observations.ts'
import { openSqlite } from '../../../support/sqlite-history.ts'
import { tempFolder } from '../../../support/temp-folder.ts'

const GIB = 1024 ** 3

const configured = (file: string) =>
  parseConfig(
    {
      listen: {},
      allowedOrigins: [ORIGIN],
      cti: [{ site: 'ccx1', dialect: 'uccx', servers: ['127.0.0.1:1'] }],
      history: { file },
    },
    'relay.json',
  )

const check = async (file: string, freeBytes?: number) =>
  (await checkHistory(configured(file), freeBytes ?? 10 * GIB))[0]

it('says from when and how much there is, and the free space', async () => {
  const file = join(tempFolder(), 'history.db')
  expect(await check(file)).toEqual({ level: 'ok', what: `history ${file}`, said: 'not begun yet, 10.0 GiB free' })
  const store = await openSqlite(file)
  expect(await check(file), 'beside a relay that runs').toMatchObject({ level: 'ok', said: 'empty, 10.0 GiB free' })
  await store.append([draftOf(ctiObservation('a', MORNING)), draftOf(ctiObservation('b', MORNING))])
  await store.close()
  expect(await check(file)).toMatchObject({
    level: 'ok',
    said: '2 observations since 2026-11-23T08:00:00.000Z, 10.0 GiB free',
  })
  expect((await checkHistory(configured(file)))[0]?.said).toMatch(/, \d+\.\d GiB free$/)
})

it('warns of a history that other users of the machine can read', async () => {
  const folder = tempFolder()
  const file = join(folder, 'history.db')
  await (await openSqlite(file)).close()
  const levels = async (): Promise<unknown[]> =>
    (await checkHistory(configured(file), 10 * GIB)).map(({ level, mend }) => [level, mend])
  chmodSync(folder, 0o755)
  chmodSync(file, 0o644)
  expect(await levels()).toEqual([
    ['ok', undefined],
    ['warn', `chmod go= ${file}*`],
  ])
  chmodSync(folder, 0o700)
  expect(await levels(), 'nobody else gets there').toEqual([['ok', undefined]])
  chmodSync(folder, 0o755)
  chmodSync(file, 0o640)
  expect(await levels(), 'a group that somebody has chosen').toEqual([['ok', undefined]])
})

it('warns where there is little room', async () => {
  expect(await check(join(tempFolder(), 'history.db'), GIB)).toMatchObject({
    level: 'warn',
    said: 'not begun yet, 1.0 GiB free',
    mend: 'Make room, or shorten history.retentionDays.',
  })
})

it('fails where there is hardly any', async () => {
  expect(await check(join(tempFolder(), 'history.db'), GIB / 16)).toMatchObject({ level: 'fail' })
})

it('fails where the folder is missing', async () => {
  expect(await check(join(tempFolder(), 'none', 'history.db'))).toMatchObject({
    level: 'fail',
    said: expect.stringContaining('ENOENT') as string,
    mend: expect.stringContaining('The folder must exist') as string,
  })
})

it.skipIf(process.getuid?.() === 0)(
  'fails where nothing may be written (skipped for root, who may write anywhere)',
  async () => {
    const folder = join(tempFolder(), 'locked')
    mkdirSync(folder)
    chmodSync(folder, 0o500)
    onTestFinished(() => chmodSync(folder, 0o700))
    expect(await check(join(folder, 'history.db'))).toMatchObject({ level: 'fail' })
  },
)

it('fails where the file is damaged, and leaves it as it is', async () => {
  const file = join(tempFolder(), 'history.db')
  writeFileSync(file, 'this is no history'.repeat(100))
  expect(await check(file)).toMatchObject({ level: 'fail', mend: expect.stringContaining('sets it aside') as string })
  expect(await check(file)).toMatchObject({ level: 'fail' })
})

it('names the damaged files that were set aside', async () => {
  const file = join(tempFolder(), 'history.db')
  const names = ['history.db.damaged-2026-11-23T08-00-00.000Z', 'history.db.damaged-2026-11-23T08-00-00.000Z-2']
  for (const name of names) for (const ending of ['', '-mark']) writeFileSync(join(dirname(file), name + ending), '')
  expect(await check(file)).toMatchObject({
    level: 'warn',
    mend: `It was damaged: look at the disk, then remove ${names.join(', ')}.`,
  })
})
