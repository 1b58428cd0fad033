import type { FinesseUser } from '../../src/finesse/user.ts'
import { parseUser } from '../../src/finesse/user.ts'
import { writeXml } from '../../src/finesse/xml-writer.ts'
import { Floor } from '../../src/gadget/floor/floor.ts'
import { RelayClock } from '../../src/gadget/relay-clock.ts'
import type { Observation } from '../../src/history/observation.ts'
import { SYSTEM_CODES } from '../../src/history/system-codes.ts'
import type { CatalogueEntry } from '../../src/history/catalogue.ts'
import type { StoredObservation } from '../../src/wire/stored-observation.ts'
import type { Welcome } from '../../src/wire/relay-messages.ts'
import { at, instant, LUNCH, MEETING } from '../history/heard.ts'
import { ManualTimers } from './manual-timers.ts'

/** Six hours after the tests' morning: what a floor is looked at. */
export const NOON = 6 * 3600

export const user = (loginId: string, firstName: string, lastName: string, extension = ''): FinesseUser =>
  parseUser(writeXml({ User: { loginId, firstName, lastName, extension, state: 'READY' } }))

/** The relay's own observations have their place in its history. */
export const stored = (observations: readonly Observation[], first = 1): readonly StoredObservation[] =>
  observations.map((observation, index) => ({ ...observation, seq: first + index }))

export const welcome = (fields: Partial<Welcome> = {}): Welcome => ({
  type: 'welcome',
  epoch: 'e1',
  seq: 0,
  now: instant(NOON),
  resumed: false,
  feeds: [{ site: 'ccx1', dialect: 'uccx', status: 'open', since: instant(0) }],
  catalogue: [LUNCH, MEETING],
  systemCodes: [...SYSTEM_CODES],
  agents: [],
  ...fields,
})

export type FloorFixture = { readonly floor: Floor; readonly timers: ManualTimers }

/** A floor at noon that has heard this, with team 3 of these people, and with the relay open unless `relay` says not. */
export function floorOf(
  observations: readonly Observation[],
  {
    users = [user('cons8510', 'Console', '8510', '8510')],
    relay = true,
    catalogue = [LUNCH, MEETING],
    finesseDrift = null,
  }: {
    users?: readonly FinesseUser[]
    relay?: boolean
    catalogue?: CatalogueEntry[]
    finesseDrift?: number | null
  } = {},
): FloorFixture {
  const timers = new ManualTimers(at(NOON))
  const floor = new Floor({ clock: new RelayClock(timers), timers, finesseDrift })
  floor.finesseListener.onTeams([{ id: '3', name: 'MN Team 1' }])
  floor.finesseListener.onTeam({ uri: '/finesse/api/Team/3', id: '3', name: 'MN Team 1', users })
  floor.finesseListener.onStatus({ phase: 'open' })
  if (relay) {
    floor.relayListener.onWelcome(welcome({ catalogue }), 0)
    floor.relayListener.onStatus({ phase: 'open' })
    floor.relayListener.onObservations(stored(observations))
  } else floor.finesseListener.onObservations(observations)
  timers.pass(100)
  return { floor, timers }
}
