import type { FloorHistory } from '../../history/floor-history.ts'
import type { RelayClock } from '../relay-clock.ts'
import type { DayBook } from './day-book.ts'
import type { Floor } from './floor.ts'

/** A floor as far as its list is concerned: the live one, or one as it was. */
export type ListedFloor = Pick<Floor, 'roster' | 'teams' | 'relayAwaySince'> & {
  readonly clock: Pick<RelayClock, 'now' | 'onTick'>
  readonly history: Pick<FloorHistory, 'current' | 'entries'>
  readonly days: Pick<DayBook, 'from' | 'get'>
}
