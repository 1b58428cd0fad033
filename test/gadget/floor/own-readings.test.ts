import { expect, test } from 'vitest'
import { OwnReadings } from '../../../src/gadget/floor/own-readings.ts'
import { finesse, finesseGap, labelled } from '../../history/heard.ts'

const HEARD = [
  finesse(0, 'READY'),
  finesse(5, 'NOT_READY', { ...labelled(71, 'LUNCH', 1), via: 'read' }),
  finesse(6, 'NOT_READY', { ...labelled(71, 'LUNCH', 1), stateChangeTime: null, agentId: 'alopez' }),
]

test('gives back what was read as it was', () => {
  const own = new OwnReadings()
  own.add(HEARD)
  own.add([finesseGap(7, null)])
  expect([...own.observations()]).toEqual([finesseGap(7, null), ...HEARD])
})

test('gives back what was read of one agent, with the gaps, which concern everybody', () => {
  const own = new OwnReadings()
  own.add([finesseGap(7, 9), ...HEARD])
  expect([...own.observations('alopez')]).toEqual([finesseGap(7, 9), HEARD[2]])
  expect([...own.observations('nobody')]).toEqual([finesseGap(7, 9)])
})

test('gives back the gaps of some agents for each of them alone', () => {
  const own = new OwnReadings()
  own.add([finesseGap(7, null, { agentIds: ['alopez', 'bander'] })])
  expect([...own.observations('alopez')]).toEqual([finesseGap(7, null, { agentIds: ['alopez'] })])
  expect([...own.observations('cons8510')]).toEqual([])
})

test('keeps the latest of an agent of whom too much is read', () => {
  const own = new OwnReadings()
  for (let second = 0; second < 25_000; second++) own.add([finesse(second, 'READY')])
  const kept = [...own.observations()]
  expect(kept.length).toBeLessThanOrEqual(10_000)
  expect(kept.at(-1)).toEqual(finesse(24_999, 'READY'))
})
