import { beforeEach, describe, expect, it } from 'vitest'
import { RelayError } from '../../../src/gadget/connection/relay-error.ts'
import { fitsRequest, RelayReports } from '../../../src/gadget/reports/relay-reports.ts'
import { totals } from '../../../src/history/totals.ts'
import { AGENT, at, cti, entriesOf, EVENING, instant } from '../../history/heard.ts'
import { stored } from '../floor-fixture.ts'
import { FakeRelay } from './fake-relay.ts'

const ENTRIES = entriesOf(stored([cti(0, 'READY'), cti(60, 'NOT_READY', 71), cti(120, 'READY')]))
const DAY = { from: at(0), to: EVENING }
const TOTALS = totals(ENTRIES, DAY, EVENING)

let relay: FakeRelay
let reports: RelayReports
let abort: AbortController
let progress: number[]
beforeEach(() => {
  relay = new FakeRelay()
  reports = new RelayReports({ relay, history: { finesseAheadMs: 12.4 } })
  abort = new AbortController()
  progress = []
})
const options = () => ({ signal: abort.signal, onProgress: (share: number) => progress.push(share) })

describe('a report of the relay', () => {
  it('of totals comes by agents, part by part', async () => {
    const report = reports.totals({ teamId: '3' }, DAY, options())
    expect(relay.asked[0]?.question).toEqual({
      type: 'totals',
      teamId: '3',
      from: instant(0),
      to: new Date(EVENING).toISOString(),
      finesseAheadMs: 12,
    })
    relay.say(0, { progress: 0.5, complete: false, agents: [{ agentId: AGENT, totals: TOTALS }] })
    relay.say(0, { agents: [{ agentId: 'zoe', totals: TOTALS }] })
    expect(await report).toEqual(
      new Map([
        [AGENT, TOTALS],
        ['zoe', TOTALS],
      ]),
    )
    expect(progress).toEqual([0.5, 1])
  })

  it('of entries has all of them', async () => {
    const report = reports.entries({ agentIds: [AGENT] }, { from: at(30), to: at(30) }, options())
    expect(relay.asked[0]?.question).toMatchObject({ agentIds: [AGENT], from: instant(30), to: instant(30) })
    relay.say(0, { progress: 0.5, complete: false, entries: ENTRIES.slice(0, 1) })
    relay.say(0, { entries: ENTRIES.slice(1) })
    expect(await report).toEqual(ENTRIES)
  })

  it('of the next difference has that, or nothing', async () => {
    const report = reports.difference({}, at(30), 'next', options())
    expect(relay.asked[0]?.question).toMatchObject({ type: 'difference', from: instant(30), direction: 'next' })
    relay.say(0, { progress: 0.3, complete: false, entry: null })
    relay.say(0, { entry: ENTRIES[1] })
    expect(await report).toEqual(ENTRIES[1])
    const none = reports.difference({}, at(30), 'previous', options())
    relay.say(1, { entry: null })
    expect(await none).toBeNull()
  })

  it('is cancelled at the relay when it is aborted', async () => {
    const report = reports.entries({}, DAY, options())
    abort.abort()
    await expect(report).rejects.toThrow('abort')
    expect(relay.asked[0]?.isCancelled).toBe(true)
    await expect(reports.entries({}, DAY, options())).rejects.toThrow('abort')
    expect(relay.asked).toHaveLength(1)
  })

  it('that the relay refuses, or to which it answers something else, is a fault with a code', async () => {
    const refused = reports.entries({}, DAY, options())
    relay.asked[0]?.listener.onFault(new RelayError('too-many-reports'))
    await expect(refused).rejects.toMatchObject({ code: 'too-many-reports' })
    const broken = reports.entries({}, DAY, options())
    relay.say(1, { type: 'difference', complete: false, entry: null })
    await expect(broken).rejects.toMatchObject({ code: 'bad-answer' })
    expect(relay.asked[1]?.isCancelled).toBe(true)
  })

  it('needs a relay', async () => {
    const none = new RelayReports({ relay: null, history: { finesseAheadMs: 0 } })
    await expect(none.totals({}, DAY, options())).rejects.toMatchObject({ code: 'unconfigured' })
  })
})

it('names only as many agents as fit a request', () => {
  expect(fitsRequest(Array.from({ length: 200 }, (_, index) => `agent${index}`))).toBe(true)
  expect(fitsRequest(Array.from({ length: 201 }, () => 'a'))).toBe(false)
  expect(fitsRequest(Array.from({ length: 60 }, () => 'a'.repeat(128)))).toBe(false)
})
