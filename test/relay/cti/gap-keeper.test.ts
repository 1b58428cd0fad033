import { expect, test } from 'vitest'
import { GapKeeper } from '../../../src/relay/cti/gap-keeper.ts'
import { gapObservation, MORNING } from '../../support/observations.ts'

test('a gap is observed when it opens, and with the same start when it closes', () => {
  const gaps = new GapKeeper('ccx1')
  expect(gaps.open(MORNING, 'heartbeat-lost')).toEqual(gapObservation(MORNING, null, 'heartbeat-lost'))
  expect(gaps.isOpen).toBe(true)
  expect(gaps.close(MORNING + 500)).toEqual(gapObservation(MORNING, MORNING + 500, 'heartbeat-lost'))
  expect(gaps.isOpen).toBe(false)
})

test('a gap that is open stays the one it is', () => {
  const gaps = new GapKeeper('ccx1')
  gaps.open(MORNING, 'relay-restart')
  expect(gaps.open(MORNING + 100, 'cti-link-lost')).toBe(null)
  expect(gaps.close(MORNING + 200)).toEqual(gapObservation(MORNING, MORNING + 200, 'relay-restart'))
})

test('nothing closes where nothing is open, and no gap ends before it began', () => {
  const gaps = new GapKeeper('ccx1')
  expect(gaps.close(MORNING)).toBe(null)
  gaps.open(MORNING, 'standby')
  expect(gaps.close(MORNING - 1)).toEqual(gapObservation(MORNING, MORNING, 'standby'))
})
