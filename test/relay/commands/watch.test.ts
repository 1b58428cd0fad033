import { writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { openFloor, startFloorRelay } from '../../support/floor.ts'
import { startCommand } from '../../support/relay-process.ts'

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
