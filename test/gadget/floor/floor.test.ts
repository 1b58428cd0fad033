import { describe, expect, it } from 'vitest'
import type { RelayClient } from '../../../src/gadget/connection/relay-client.ts'
import { RelayError } from '../../../src/gadget/connection/relay-error.ts'
import type { FinesseSource } from '../../../src/gadget/floor/finesse-source.ts'
import { Floor } from '../../../src/gadget/floor/floor.ts'
import { RelayClock } from '../../../src/gadget/relay-clock.ts'
import type { Observation } from '../../../src/history/observation.ts'
import type { StoredObservation } from '../../../src/wire/stored-observation.ts'
import { at, call, cti, finesse, finesseGap, instant, labelled, system } from '../../history/heard.ts'
import { floorOf, NOON, stored, welcome } from '../floor-fixture.ts'
import { ManualTimers } from '../manual-timers.ts'

const AGENT = 'cons8510'
const now = at(NOON)

/** The sources of a floor, and what they were asked for. */
function sources(history: RelayClient['history'] = async () => []) {
  const asked: unknown[] = []
  const relay = {
    start: () => {},
    retry: () => asked.push('relay'),
    history: (...request: Parameters<RelayClient['history']>) => {
      asked.push(request)
      return history(...request)
    },
  }
  const source = {
    start: () => {},
    retry: () => asked.push('finesse'),
    readAgent: async (id: string) => void asked.push(id),
  }
  return { asked, relay: relay as unknown as RelayClient, finesse: source as unknown as FinesseSource }
}

describe('the floor', () => {
  it('tells its listeners once of what changed together', () => {
    const { floor, timers } = floorOf([])
    let calls = 0
    const end = floor.onChange(() => (calls += 1))
    floor.relayListener.onObservations(stored([cti(NOON - 2, 'READY')]))
    floor.relayListener.onObservations(stored([cti(NOON - 1, 'NOT_READY', 71)], 2))
    timers.pass(100)
    expect(calls).toBe(1)
    end()
    floor.relayListener.onObservations(stored([cti(NOON, 'READY')], 3))
    timers.pass(100)
    expect(calls).toBe(1)
  })

  it('tells at once of what comes after a rest, and a little later of what follows', () => {
    const { floor, timers } = floorOf([])
    let calls = 0
    floor.onChange(() => (calls += 1))
    const ready = (seq: number) => floor.relayListener.onObservations(stored([cti(NOON + seq, 'READY')], seq))
    ready(1)
    timers.pass(0)
    expect(calls).toBe(1)
    ready(2)
    timers.pass(10)
    ready(3)
    timers.pass(10)
    expect(calls).toBe(1)
    timers.pass(100)
    expect(calls).toBe(2)
  })

  it('tells of a history that was read a little later, since who asked for it shows it', async () => {
    const { floor, timers } = floorOf([])
    floor.start(sources())
    timers.pass(100)
    let calls = 0
    floor.onChange(() => (calls += 1))
    await floor.readHistory(AGENT, now)
    timers.pass(10)
    expect(calls).toBe(0)
    timers.pass(100)
    expect(calls).toBe(1)
  })

  it('knows and tells what happens around the agent who is looked at, and remembers it of nobody else', () => {
    const { floor, timers } = floorOf([])
    const phone = system(NOON, 'INSTRUMENT_OUT_OF_SERVICE', { agentId: AGENT })
    const changes: unknown[] = []
    floor.onChange((change) => changes.push([...(change ?? [])]))
    const say = (...observations: Observation[]) => {
      floor.relayListener.onObservations(stored(observations))
      timers.pass(100)
    }
    say(phone, call(NOON, 'DELIVERED'))
    expect(changes).toEqual([])
    floor.open(AGENT)
    say(phone, call(NOON, 'DELIVERED', { agentId: 'other' }), system(NOON, 'PERIPHERAL_ONLINE'))
    expect(changes).toEqual([[AGENT]])
    expect(floor.context.of(AGENT)).toMatchObject([{ event: 'INSTRUMENT_OUT_OF_SERVICE' }])
    expect(floor.context.of(null)).toMatchObject([{ event: 'PERIPHERAL_ONLINE' }])
    expect(floor.context.of('other')).toEqual([])
  })

  it('shows a pending difference as one when the time of waiting is over, although nothing is heard', () => {
    const { floor, timers } = floorOf([cti(NOON - 100, 'READY'), finesse(NOON - 100, 'READY')])
    floor.relayListener.onObservations(stored([cti(NOON, 'NOT_READY', 71), finesse(NOON, 'NOT_READY')], 3))
    timers.pass(100)
    const verdict = () => floor.history.current(AGENT, floor.clock.now())?.verdict
    expect(verdict()).toBe('pending')
    let calls = 0
    floor.onChange(() => (calls += 1))
    timers.pass(10_000)
    expect(verdict()).toBe('finesse-missing')
    expect(calls).toBe(1)
  })

  it('keeps what Finesse said here when the relay begins another history, and forgets what the old one had', () => {
    const { floor } = floorOf([cti(NOON - 100, 'READY')])
    floor.finesseListener.onObservations([finesse(NOON - 50, 'NOT_READY', labelled(71, 'LUNCH', 1))])
    floor.relayListener.onWelcome(welcome({ epoch: 'e2' }), 0)
    const entries = floor.history.entries(AGENT, now)
    expect(entries.map(({ cti: heard, finesse: said }) => [heard, said?.state])).toEqual([[null, 'NOT_READY']])
  })

  it('infers nothing of who is in a team that Finesse does not deliver, also when what the relay told is told again', async () => {
    const heard = ['unheard', AGENT].map((agentId) => [
      cti(NOON - 100, 'READY', 0, { agentId }),
      cti(NOON - 50, 'NOT_READY', 71, { agentId }),
    ])
    const told = stored(heard.flat())
    const { asked, ...both } = sources(async (agentId) =>
      told.filter((each) => 'agentId' in each && each.agentId === agentId),
    )
    const { floor } = floorOf([])
    floor.start(both)
    floor.finesseListener.onObservations([
      ...['unheard', AGENT].map((agentId) => finesse(NOON - 100, 'READY', { agentId })),
      finesseGap(NOON - 90, null, { agentIds: ['unheard'] }),
    ])
    floor.relayListener.onObservations(told)
    const seen = () =>
      ['unheard', AGENT].map((agentId) => [
        floor.history.current(agentId, now)?.verdict,
        floor.history.lanes(agentId).finesse.at(-1)?.to,
      ])
    const honest = [
      ['unknown', at(NOON - 90)],
      ['finesse-missing', null],
    ]
    expect(seen()).toEqual(honest)
    floor.relayListener.onWelcome(welcome({ epoch: 'e2' }), 0)
    floor.relayListener.onObservations(told)
    expect(seen()).toEqual(honest)
    floor.open('unheard')
    await floor.readHistory('unheard', at(0))
    expect(asked).toContainEqual(['unheard', instant(0), null])
    expect(seen()).toEqual(honest)
  })

  it('keeps everything when the relay resumes', () => {
    const { floor } = floorOf([cti(NOON - 100, 'READY')])
    floor.relayListener.onWelcome(welcome({ resumed: true }), 0)
    expect(floor.history.entries(AGENT, now)).toHaveLength(1)
  })

  it('learns labels from the relay and from what Finesse says', () => {
    const { floor } = floorOf([cti(NOON - 100, 'NOT_READY', 99)], { catalogue: [] })
    const label = () => floor.history.current(AGENT, now)?.reason?.label
    expect(label()).toBe(null)
    floor.finesseListener.onObservations([
      finesse(NOON - 5000, 'NOT_READY', { agentId: 'alopez', ...labelled(99, 'COFFEE', 9) }),
    ])
    expect(label()).toBe('COFFEE')
  })

  it('learns from the relay which codes the system gives, and keeps them when labels change', () => {
    const signedIn = [cti(NOON - 100, 'LOGOUT'), cti(NOON - 60, 'NOT_READY', 32760), finesse(NOON - 60, 'NOT_READY')]
    const { floor } = floorOf(signedIn)
    const said = () => floor.history.current(AGENT, now)
    expect(said()).toMatchObject({ verdict: 'expected', reason: { label: 'Agent Logon' } })
    floor.relayListener.onCatalogue([])
    expect(said()).toMatchObject({ verdict: 'expected', reason: { label: 'Agent Logon' } })
    floor.relayListener.onWelcome(welcome({ resumed: true, systemCodes: undefined }), 0)
    expect(said()).toMatchObject({ verdict: 'finesse-missing', reason: { label: null } })
  })

  it("takes the relay's clock, and Finesse's where it is another", () => {
    const timers = new ManualTimers(now)
    const floor = new Floor({ clock: new RelayClock(timers), timers, finesseDrift: 8000 })
    floor.relayListener.onWelcome(welcome(), 3000)
    expect(floor.clock.now()).toBe(now + 3000)
    expect(floor.history.finesseAheadMs).toBe(5000)
    const close = new Floor({ clock: new RelayClock(timers), timers, finesseDrift: 120 })
    expect(close.history.finesseAheadMs, 'what may be the way of the measurement is none').toBe(0)
  })

  it('reads older history once, further back when asked, and again after a fault', async () => {
    const older = stored([cti(NOON - 40_000, 'NOT_READY', 71), cti(NOON - 39_000, 'READY')]) as StoredObservation[]
    let fault: RelayError | null = new RelayError('history-unavailable')
    const { asked, ...both } = sources(async () => {
      if (fault) throw fault
      return older
    })
    const { floor } = floorOf([])
    floor.start(both)
    const from = at(NOON - 50_000)
    await floor.readHistory(AGENT, from)
    expect(floor.reading(AGENT)).toEqual({ phase: 'failed', from, code: 'history-unavailable' })
    fault = null
    await floor.readHistory(AGENT, from)
    await floor.readHistory(AGENT, from + 1000)
    expect(asked).toEqual([
      [AGENT, instant(NOON - 50_000), null],
      [AGENT, instant(NOON - 50_000), null],
    ])
    expect(floor.history.entries(AGENT, now)).toHaveLength(2)
    await floor.readHistory(AGENT, from - 1000)
    expect(asked).toHaveLength(3)
  })

  it('asks only for what is older than what was read of the opened agent', async () => {
    const { asked, ...both } = sources(async (_agentId, _from, to) =>
      stored(to === null ? [cti(NOON - 1000, 'READY')] : [cti(NOON - 5000, 'NOT_READY', 71)], to === null ? 2 : 1),
    )
    const { floor } = floorOf([])
    floor.start(both)
    floor.open(AGENT)
    await floor.readHistory(AGENT, at(NOON - 2000))
    await floor.readHistory(AGENT, at(NOON - 9000))
    expect(asked.filter((each) => Array.isArray(each))).toEqual([
      [AGENT, instant(NOON - 2000), null],
      [AGENT, instant(NOON - 9000), instant(NOON - 2000)],
    ])
    expect(floor.reading(AGENT)).toEqual({ phase: 'read', from: at(NOON - 9000) })
    expect(floor.history.entries(AGENT, now).map(({ state }) => state)).toEqual(['NOT_READY', 'READY'])
  })

  it('asks Finesse about the opened agent, and again when the relay tells something new of him', () => {
    const { asked, ...both } = sources()
    const { floor } = floorOf([])
    floor.start(both)
    floor.open(AGENT)
    floor.relayListener.onObservations(stored([cti(NOON - 1, 'NOT_READY', 71)]))
    floor.relayListener.onObservations(stored([cti(NOON - 1, 'READY', 0, { agentId: 'alopez' })], 2))
    expect(asked).toEqual([AGENT, AGENT])
  })

  it('tries again what a person asks for', () => {
    const { asked, ...both } = sources()
    const { floor } = floorOf([])
    floor.start(both)
    floor.retry()
    floor.finesseListener.onStatus({ phase: 'faulty', code: 'finesse-unauthorized', willRetry: false })
    floor.retry()
    expect(asked).toEqual(['relay', 'relay', 'finesse'])
  })

  it('keeps all of an agent while he is opened and his history was read, and little of him afterwards', async () => {
    const stays = Array.from({ length: 100 }, (_, index) =>
      cti(NOON - 3000 + index * 20, index % 2 === 0 ? 'READY' : 'TALKING'),
    )
    const { asked, ...both } = sources(async () => stored(stays))
    const { floor, timers } = floorOf([])
    floor.start(both)
    floor.relayListener.onObservations(stored(stays))
    timers.pass(100)
    expect(floor.history.entries(AGENT, now).length).toBeLessThan(30)
    expect(floor.days.get(AGENT)).not.toBe(null)
    floor.open(AGENT)
    await floor.readHistory(AGENT, at(0))
    expect(asked).toContainEqual([AGENT, instant(0), null])
    expect(floor.history.entries(AGENT, now)).toHaveLength(100)
    floor.open(null)
    floor.relayListener.onObservations(stored([cti(NOON - 900, 'WORK')], 101))
    timers.pass(100)
    expect(floor.history.entries(AGENT, now).length).toBeLessThan(30)
    expect(floor.reading(AGENT)).toBe(null)
  })
})
