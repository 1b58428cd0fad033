import { existsSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { draftOf } from '../../../src/relay/history/journal.ts'
import { openFloor, startFloorRelay } from '../../support/floor.ts'
import { ctiObservation, MORNING } from '../../support/observations.ts'
import { PATIENCE } from '../../support/patience.ts'
import { startCommand } from '../../support/relay-process.ts'
import { openSqlite } from '../../support/sqlite-history.ts'

it('prints what a running relay hears, as it comes, with labels, until it is ended', async () => {
  const floor = await openFloor()
  process.env['TEST_WITNESS_PASSWORD'] = 'admin'
  const finesse = { ...floor.config.finesse, witness: { user: 'admin', passwordEnv: 'TEST_WITNESS_PASSWORD' } }
  writeFileSync(floor.configFile, JSON.stringify({ ...floor.config, finesse }))
  await startFloorRelay(floor, { finesse })
  const watching = startCommand(['watch', '--config', floor.configFile])
  await watching.output('Watching.')

  floor.say('cons8510', 'NOT_READY', 71)
  const time = '\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z'
  const withCti = await watching.output('CTI ccx1: 71')
  expect(withCti).toMatch(new RegExp(`^${time} {2}cons8510 {9}NOT_READY {2}CTI ccx1: 71 LUNCH$`, 'm'))
  const withFinesse = await watching.output('Finesse (witness)')
  expect(withFinesse).toMatch(/cons8510 +NOT_READY {2}Finesse \(witness\): no reason \(−1\)$/m)

  floor.say('cons8510', 'AVAILABLE')
  floor.cti.peer.send({
    type: 'CALL_DELIVERED_EVENT',
    connectionCallId: 7,
    alertingDeviceId: '8510',
    ani: '+4930123456',
  })
  expect(await watching.output('DELIVERED')).toContain('call       CTI ccx1: DELIVERED as subject, call 7 from *****56')
  floor.cti.peer.send({ type: 'SYSTEM_EVENT', systemEventId: 5, text: 'hello' })
  expect(await watching.output('TEXT_FYI')).toMatch(/Z {2}all +system +CTI ccx1: TEXT_FYI, “hello”$/m)

  floor.cti.dropClients()
  expect(await watching.output('was not heard')).toMatch(
    /cti ccx1 is not heard \(cti-link-lost\)\n.*was not heard since/,
  )
  expect(await watching.end('SIGINT')).toBe(0)
})

it('without a witness prints codes with the labels of the system only, and ends when it is told to', async () => {
  const floor = await openFloor()
  writeFileSync(floor.configFile, JSON.stringify(floor.config))
  await startFloorRelay(floor)
  const watching = startCommand(['watch', '--config', floor.configFile])
  await watching.output('Watching.')
  floor.say('cons8510', 'NOT_READY', 71)
  floor.say('cons8510', 'NOT_READY', 32_763)
  expect(await watching.output('32763 ')).toMatch(/CTI ccx1: 71\n.*CTI ccx1: 32763 \S/)
  expect(await watching.end('SIGTERM')).toBe(0)
})

it('says that the history is gone, and goes on with the one that takes its place', async () => {
  const floor = await openFloor()
  writeFileSync(floor.configFile, JSON.stringify(floor.config))
  const file = join(floor.folder, 'history.db')
  const before = await openSqlite(file)
  await before.append([draftOf(ctiObservation('cons8510', MORNING, { reason: 71 }))])
  const watching = startCommand(['watch', '--config', floor.configFile])
  await watching.output('Watching.')

  await before.close()
  // As a relay does with one that is damaged.
  for (const ending of ['-wal', '-shm', '-mark', ''].filter((one) => existsSync(file + one))) {
    renameSync(file + ending, `${file}.damaged${ending}`)
  }
  expect(await watching.output('It is tried again.')).toContain('There is no history in')
  const after = await openSqlite(file)
  await after.append([draftOf(ctiObservation('cons8511', MORNING, { reason: 72 }))])
  expect(await watching.output('CTI ccx1: 72')).toContain('Another history has begun.')
  await after.append([draftOf(ctiObservation('cons8511', MORNING, { reason: 73 }))])
  const all = await watching.output('CTI ccx1: 73')
  expect(all.match(/CTI ccx1: \d+/g), 'each once, and nothing of what was there before').toEqual([
    'CTI ccx1: 72',
    'CTI ccx1: 73',
  ])
  await after.close()
  expect(await watching.end('SIGINT')).toBe(0)
})

it('ends without a word when nobody reads it any more', async () => {
  const floor = await openFloor()
  writeFileSync(floor.configFile, JSON.stringify(floor.config))
  await startFloorRelay(floor)
  const watching = startCommand(['watch', '--config', floor.configFile])
  await watching.output('Watching.')
  watching.stopReading()
  let reason = 0
  await vi.waitFor(
    () => {
      floor.say('cons8510', 'NOT_READY', (reason += 1))
      expect(watching.code).toBe(0)
    },
    { ...PATIENCE, interval: 50 },
  )
})
