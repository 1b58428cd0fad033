import { beforeEach, describe, expect, it, vi } from 'vitest'
import { writeXml } from '../../../src/finesse/xml-writer.ts'
import { instant } from '../../history/heard.ts'
import { PATIENCE } from '../../support/patience.ts'
import {
  member,
  self,
  team,
  again,
  toldGaps,
  open,
  answers,
  connection,
  ordered,
  statuses,
  faults,
  timers,
  container,
  source,
  setScene,
} from './finesse-scene.ts'

beforeEach(setScene)

describe('one team of several that is not delivered', () => {
  /** Which teams the desktop does not deliver. */
  let silent: Set<string>

  beforeEach(() => {
    silent = new Set()
    answers['/finesse/api/User/super1'] = () => new Response(writeXml({ User: self('3', '4') }))
    answers['/finesse/api/Team/3'] = () => team('3', 'ana', 'both')
    answers['/finesse/api/Team/4'] = () => team('4', 'zoe', 'both')
    container.order = async (node) => {
      ordered.push(node)
      if (silent.has(node)) throw new Error('403')
    }
  })

  it('leaves a gap of those of its agents whom no other team tells of, from what was read on', async () => {
    silent.add('/finesse/api/Team/3/Users')
    await open()
    expect(faults).toContainEqual(['3', 'subscription-refused'])
    expect(toldGaps()).toEqual([[['ana'], instant(0), null]])
    timers.pass(60_000)
    await again()
    expect(toldGaps().slice(1)).toEqual([
      [['ana'], instant(0), instant(60)],
      [['ana'], instant(60), null],
    ])
    timers.pass(60_000)
    silent.clear()
    await again()
    expect(toldGaps().slice(3)).toEqual([[['ana'], instant(60), instant(120)]])
  })

  it('leaves a gap from when that team was read, though the desktop answers later about another', async () => {
    const answer = Promise.withResolvers<void>()
    container.order = async (node) => {
      if (node.includes('/3/')) throw new Error('403')
      await answer.promise
    }
    source.start()
    connection?.onConnect()
    await vi.waitFor(() => expect(faults).toContainEqual(['3', 'subscription-refused']), PATIENCE)
    timers.pass(5000)
    answer.resolve()
    await vi.waitFor(() => expect(statuses.at(-1)).toEqual({ phase: 'open' }), PATIENCE)
    expect(toldGaps()).toEqual([[['ana'], instant(0), null]])
  })

  it('ends the gap of an agent whom another team has now', async () => {
    silent.add('/finesse/api/Team/3/Users')
    await open()
    answers['/finesse/api/Team/4'] = () => team('4', 'zoe', 'ana')
    timers.pass(60_000)
    await again()
    expect(toldGaps().slice(1)).toEqual([
      [['ana'], instant(0), instant(60)],
      [['both'], instant(60), null],
    ])
  })

  it('is a gap that goes on where the team alone cannot be read after one of everybody', async () => {
    await open()
    timers.pass(50_000)
    connection?.onDisconnect()
    answers['/finesse/api/Team/3'] = () => new Response('', { status: 503 })
    timers.pass(10_000)
    connection?.onConnect()
    await vi.waitFor(() => expect(statuses.at(-1)).toMatchObject({ phase: 'faulty', willRetry: true }), PATIENCE)
    expect(toldGaps()).toEqual([
      [undefined, instant(30), null],
      [['ana'], instant(30), null],
      [undefined, instant(30), instant(60)],
    ])
    timers.pass(500)
    answers['/finesse/api/Team/3'] = () => team('3', 'ana', 'both')
    timers.pass(500)
    await vi.waitFor(() => expect(statuses.at(-1)).toEqual({ phase: 'open' }), PATIENCE)
    expect(toldGaps().slice(3)).toEqual([[['ana'], instant(30), instant(61)]])
  })

  it('is one gap, however often the team is tried, where it can neither be heard nor read', async () => {
    await open()
    silent.add('/finesse/api/Team/3/Users')
    answers['/finesse/api/Team/3'] = () => new Response('', { status: 503 })
    timers.pass(60_000)
    await again()
    timers.pass(60_000)
    await again()
    expect(toldGaps()).toEqual([[['ana'], instant(60), null]])
  })

  it('is no gap where the team cannot be read again while its changes are delivered all the time', async () => {
    await open()
    answers['/finesse/api/Team/3'] = () => new Response('', { status: 403 })
    await again()
    expect(faults).toContainEqual(['3', 'finesse-forbidden'])
    expect(toldGaps()).toEqual([])
  })

  it('has what is read of one agent as the last word on him', async () => {
    silent.add('/finesse/api/Team/3/Users')
    await open()
    for (const agentId of ['ana', 'zoe']) {
      answers[`/finesse/api/User/${agentId}`] = () => new Response(writeXml({ User: member(agentId, 'NOT_READY') }))
    }
    timers.pass(60_000)
    await source.readAgent('ana')
    await source.readAgent('zoe')
    expect(toldGaps().slice(1)).toEqual([
      [['ana'], instant(0), instant(60)],
      [['ana'], instant(60), null],
    ])
  })

  it('is the same for an agent who is read while the desktop is away, and over for him with the gap of everybody', async () => {
    await open()
    answers['/finesse/api/User/ana'] = () => new Response(writeXml({ User: member('ana', 'NOT_READY') }))
    connection?.onDisconnect()
    timers.pass(60_000)
    await source.readAgent('ana')
    timers.pass(60_000)
    connection?.onConnect()
    await vi.waitFor(() => expect(statuses.at(-1)).toEqual({ phase: 'open' }), PATIENCE)
    expect(toldGaps()).toEqual([
      [undefined, instant(0), null],
      [['ana'], instant(60), null],
      [['ana'], instant(60), instant(120)],
      [undefined, instant(0), instant(120)],
    ])
  })
})
