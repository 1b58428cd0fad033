import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { FinesseClient } from '../../../src/finesse/client.ts'
import { FinesseError } from '../../../src/finesse/errors.ts'
import { parseTeam } from '../../../src/finesse/team.ts'
import { parseUser } from '../../../src/finesse/user.ts'
import { writeXml, type XmlTree } from '../../../src/finesse/xml-writer.ts'
import { DEFAULT_ALLOWANCE_MS } from '../../../src/history/floor-history.ts'
import type { FinesseObservation } from '../../../src/history/observation.ts'
import type { FinesseAs } from '../../../src/relay/finesse/finesse-gateway.ts'
import { Witness } from '../../../src/relay/finesse/witness.ts'
import { createLog } from '../../../src/relay/log.ts'

const LUNCH = { category: 'NOT_READY', code: 71, label: 'LUNCH', id: 1 }

let users: Map<string, XmlTree>
let asked: string[]
let fault: ((path: string) => FinesseError | null) | null
let heard: FinesseObservation[]
let outcomes: string[]
let refusals: string[]
/** What Finesse's answers wait for. */
let gate: Promise<void>
let open: (readsPerSecond: number) => Witness
let witness: Witness

const away = () => new FinesseError('finesse-unavailable', 'away', { status: 503 })

const user = (loginId: string, state: string, more: XmlTree = {}): XmlTree => ({ loginId, state, teamId: '3', ...more })

beforeEach(() => {
  vi.useFakeTimers()
  users = new Map()
  asked = []
  heard = []
  outcomes = []
  refusals = []
  fault = null
  gate = Promise.resolve()
  const answer = async (path: string): Promise<void> => {
    asked.push(path)
    await gate
    const error = fault?.(path)
    if (error) throw error
  }
  const client = {
    getUser: async (id: string) => {
      await answer(`User/${id}`)
      return parseUser(writeXml({ User: users.get(id) }))
    },
    getTeam: async (id: string) => {
      await answer(`Team/${id}`)
      return parseTeam(writeXml({ Team: { id, name: 'MN Team 1', users: { User: [...users.values()] } } }))
    },
  } as unknown as FinesseClient
  const finesse: FinesseAs = { call: (ask) => ask(client) }
  open = (readsPerSecond) =>
    new Witness({
      finesse,
      readsPerSecond,
      onObservation: (observation) => heard.push(observation),
      onRead: (outcome) => outcomes.push(outcome),
      onRefused: ({ code }) => refusals.push(code),
      log: createLog('silent'),
      now: () => Date.now(),
    })
  witness = open(5)
})

afterEach(() => {
  witness.close()
  vi.useRealTimers()
})

describe('the witness', () => {
  it('reads an agent a little after each event, and tells the -1 as none', async () => {
    users.set('cons8510', user('cons8510', 'NOT_READY', { reasonCodeId: -1 }))
    witness.expect('cons8510', 'NOT_READY')
    expect(asked).toEqual([])
    await vi.advanceTimersByTimeAsync(1000)
    expect(heard).toMatchObject([{ agentId: 'cons8510', state: 'NOT_READY', reasonCodeId: null, via: 'witness' }])
  })

  it('reads again while Finesse still tells the state before, and says nothing twice', async () => {
    users.set('cons8510', user('cons8510', 'READY'))
    witness.expect('cons8510', 'NOT_READY')
    await vi.advanceTimersByTimeAsync(1000)
    users.set('cons8510', user('cons8510', 'NOT_READY', { reasonCodeId: 1, reasonCode: LUNCH }))
    await vi.advanceTimersByTimeAsync(20_000)
    expect(heard.map(({ state }) => state)).toEqual(['READY', 'NOT_READY'])
    witness.expect('cons8510', 'NOT_READY')
    await vi.advanceTimersByTimeAsync(20_000)
    expect(heard).toHaveLength(2)
    expect(asked.length).toBeLessThanOrEqual(4)
  })

  it('says once more that Finesse tells of the state before, when it should long have told of another', async () => {
    users.set('cons8510', user('cons8510', 'READY', { stateChangeTime: '2026-11-23T08:00:00.000Z' }))
    witness.expect('cons8510', 'READY')
    await vi.advanceTimersByTimeAsync(1000)
    const began = Date.now()
    witness.expect('cons8510', 'NOT_READY')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(heard.map(({ state }) => state)).toEqual(['READY', 'READY'])
    expect(Date.parse(heard[1]?.at ?? '') - began).toBeGreaterThan(DEFAULT_ALLOWANCE_MS)
    expect(asked).toHaveLength(4)
  })

  it('takes a reservation of any kind for the one that the CTI server told', async () => {
    users.set('cons8510', user('cons8510', 'RESERVED_OUTBOUND'))
    witness.expect('cons8510', 'RESERVED')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(asked).toHaveLength(1)
  })

  it('reads as often as it may, and no more', async () => {
    const gentle = open(1)
    for (let n = 0; n < 5; n++) gentle.expect(`cons851${n}`, 'READY')
    for (let n = 0; n < 5; n++) users.set(`cons851${n}`, user(`cons851${n}`, 'READY', { teamId: '' }))
    await vi.advanceTimersByTimeAsync(3_000)
    expect([asked.length, gentle.depth]).toEqual([3, 2])
    gentle.close()
  })

  it('reads a team once where much of it moves, and at most five times a second otherwise', async () => {
    const ids = Array.from({ length: 12 }, (_, index) => `cons${8510 + index}`)
    for (const id of ids) users.set(id, user(id, 'READY'))
    for (const id of ids) witness.expect(id, 'READY')
    await vi.advanceTimersByTimeAsync(1400)
    expect(asked.length, 'their teams are not known yet').toBeLessThanOrEqual(6)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(asked).toHaveLength(12)
    asked = []
    for (const id of ids) users.set(id, user(id, 'NOT_READY', { reasonCode: LUNCH }))
    for (const id of ids) witness.expect(id, 'NOT_READY')
    await vi.advanceTimersByTimeAsync(10_000)
    expect(asked).toEqual(['Team/3'])
    expect(heard.slice(-12).every(({ reason }) => reason?.code === 71)).toBe(true)
  })

  it('reads the agents themselves where the team may not be read, and is not stopped by that', async () => {
    const ids = Array.from({ length: 8 }, (_, index) => `cons${8510 + index}`)
    for (const id of ids) users.set(id, user(id, 'READY'))
    for (const id of ids) witness.expect(id, 'READY')
    await vi.advanceTimersByTimeAsync(10_000)
    asked = []
    fault = (path) => (path.startsWith('Team') ? new FinesseError('finesse-unauthorized', 'no', { status: 401 }) : null)
    for (const id of ids) users.set(id, user(id, 'TALKING'))
    for (const id of ids) witness.expect(id, 'TALKING')
    await vi.advanceTimersByTimeAsync(10_000)
    expect(asked.filter((path) => path.startsWith('Team'))).toHaveLength(1)
    expect(asked.filter((path) => path.startsWith('User')).toSorted()).toEqual(ids.map((id) => `User/${id}`))
    expect(refusals).toEqual([])
  })

  it('waits longer and longer while Finesse is away, and loses no reading', async () => {
    users.set('cons8510', user('cons8510', 'READY'))
    fault = away
    witness.expect('cons8510', 'READY')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(asked.length).toBeLessThanOrEqual(6)
    fault = null
    await vi.advanceTimersByTimeAsync(60_000)
    expect(heard).toHaveLength(1)
  })

  it('begins anew with short waits when Finesse is away another time', async () => {
    users.set('cons8510', user('cons8510', 'READY'))
    fault = away
    witness.expect('cons8510', 'READY')
    await vi.advanceTimersByTimeAsync(600_000)
    fault = null
    await vi.advanceTimersByTimeAsync(60_000)
    fault = away
    asked = []
    witness.expect('cons8510', 'READY')
    await vi.advanceTimersByTimeAsync(10_000)
    expect(asked.length).toBeGreaterThan(2)
  })

  it('loses nobody where Finesse goes away while it is asked for a team', async () => {
    const ids = Array.from({ length: 8 }, (_, index) => `cons${8510 + index}`)
    for (const id of ids) users.set(id, user(id, 'READY'))
    for (const id of ids) witness.expect(id, 'READY')
    await vi.advanceTimersByTimeAsync(10_000)
    fault = away
    for (const id of ids) users.set(id, user(id, 'TALKING'))
    for (const id of ids) witness.expect(id, 'TALKING')
    await vi.advanceTimersByTimeAsync(10_000)
    fault = null
    await vi.advanceTimersByTimeAsync(60_000)
    const talking = heard.filter(({ state }) => state === 'TALKING')
    expect(talking.map(({ agentId }) => agentId).toSorted()).toEqual(ids)
  })

  it('asks one question at a time, however slow Finesse is', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    gate = promise
    for (const id of ['cons8510', 'cons8511', 'cons8512']) {
      users.set(id, user(id, 'READY'))
      witness.expect(id, 'READY')
      await vi.advanceTimersByTimeAsync(30_000)
    }
    expect(asked).toEqual(['User/cons8510'])
    resolve()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(asked).toEqual(['User/cons8510', 'User/cons8511', 'User/cons8512'])
  })

  it('asks nothing more once it is closed, neither what waits nor what comes', async () => {
    witness.expect('cons8510', 'READY')
    witness.close()
    witness.expect('cons8511', 'READY')
    witness.resume()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(asked).toEqual([])
  })

  it('reads who waited while its credential was refused as soon as it is told to go on', async () => {
    for (const id of ['cons8510', 'cons8511']) users.set(id, user(id, 'READY'))
    fault = () => new FinesseError('finesse-unauthorized', 'no', { status: 401 })
    for (const id of ['cons8510', 'cons8511']) witness.expect(id, 'READY')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(asked).toEqual(['User/cons8510'])
    fault = null
    witness.resume()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(heard.map(({ agentId }) => agentId)).toEqual(['cons8511'])
  })

  it('stops when its own credential is refused, because five failures lock the account, until it is told to go on', async () => {
    users.set('cons8510', user('cons8510', 'READY'))
    fault = () => new FinesseError('finesse-unauthorized', 'no', { status: 401 })
    witness.expect('cons8510', 'READY')
    await vi.advanceTimersByTimeAsync(5000)
    witness.expect('cons8511', 'READY')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(asked).toEqual(['User/cons8510'])
    expect(refusals).toEqual(['finesse-unauthorized'])
    expect(outcomes).toEqual(['finesse-unauthorized'])
    fault = null
    witness.resume()
    witness.expect('cons8510', 'READY')
    await vi.advanceTimersByTimeAsync(5000)
    expect(outcomes).toEqual(['finesse-unauthorized', 'read'])
  })
})
