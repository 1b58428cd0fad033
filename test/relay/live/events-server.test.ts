import { once } from 'node:events'
import { describe, expect, test, vi } from 'vitest'
import { draftOf } from '../../../src/relay/history/journal.ts'
import { ctiObservation, gapObservation, instant, MORNING } from '../../support/observations.ts'
import { SocketClient } from '../../support/socket-client.ts'
import { openLiveSide, SUPERVISOR } from './live-side.ts'
import { PATIENCE } from '../../support/patience.ts'

describe('a hello', () => {
  test('is answered with the epoch, the cursor and the agents of the supervised teams', async () => {
    const { hello, say, journal, store } = await openLiveSide()
    say('a', 0)
    await journal.flush()
    const { welcome } = await hello()
    expect(welcome).toMatchObject({ epoch: store.epoch, seq: 1, resumed: false, now: instant(MORNING + 3_600_000) })
    expect(welcome['agents']).toEqual([
      { agentId: 'a', teamId: '3' },
      { agentId: 'b', teamId: '3' },
      { agentId: 'c', teamId: '4' },
    ])
  })

  test('that names teams narrows the scope to them', async () => {
    const { hello, say, journal } = await openLiveSide()
    const { client, welcome } = await hello({ teams: ['4'] })
    expect(welcome['agents']).toEqual([{ agentId: 'c', teamId: '4' }])
    say('a', 1)
    say('c', 2)
    await journal.flush()
    await client.next('observations')
    expect(client.observations).toMatchObject([{ seq: 2, agentId: 'c' }])
  })

  test.each([
    ['a team that is not supervised', { teams: ['3', '99'] }, 'team-out-of-scope', 4407],
    ['a ticket that nobody issued', { ticket: 'invented' }, 'ticket-unknown', 4404],
    ['a missing ticket', { ticket: undefined }, 'bad-message', 4401],
    ['a since that is no moment', { since: '2026-99-99T00:00:00.000Z' }, 'bad-message', 4401],
  ])('with %s ends with an error and a close code', async (_, fields, code, closeCode) => {
    const { connect, tickets } = await openLiveSide()
    const client = await connect()
    client.send({ type: 'hello', ticket: (await tickets.issue(SUPERVISOR, MORNING + 3_600_000)).ticket, ...fields })
    expect(await client.next('error')).toMatchObject({ code })
    expect(await client.end()).toBe(closeCode)
  })

  test('with a used ticket is refused, and so is one that comes too late', async () => {
    const { connect, tickets, pass } = await openLiveSide()
    const { ticket } = await tickets.issue(SUPERVISOR, MORNING + 3_600_000)
    const first = await connect()
    first.send({ type: 'hello', ticket })
    await first.next('welcome')
    const second = await connect()
    second.send({ type: 'hello', ticket })
    expect(await second.next('error')).toMatchObject({ code: 'ticket-used' })
    expect(await second.end()).toBe(4405)

    const { ticket: late } = await tickets.issue(SUPERVISOR, MORNING + 3_600_000)
    pass(30_000)
    const third = await connect()
    third.send({ type: 'hello', ticket: late })
    expect(await third.next('error')).toMatchObject({ code: 'ticket-expired' })
    expect(first.closed).toBe(null)
  })
})

describe('a client that breaks the rules', () => {
  test.each([
    ['no JSON', 'hello?', 4401],
    ['JSON of an unknown type', '{"type":"goodbye"}', 4401],
    [
      'a history request before the hello',
      '{"type":"history","id":1,"agentId":"a","from":"2026-11-23T08:00:00.000Z","to":null}',
      4401,
    ],
    ['more than 8 KiB', JSON.stringify({ type: 'hello', ticket: 'x'.repeat(9000) }), 4402],
  ])('with %s is told and closed', async (_, text, closeCode) => {
    const { connect, ends } = await openLiveSide()
    const client = await connect()
    client.socket.send(text)
    await client.next('error')
    expect(await client.end()).toBe(closeCode)
    await vi.waitFor(() => expect(ends).toHaveLength(1), PATIENCE)
  })

  test('with a binary message is closed', async () => {
    const { connect } = await openLiveSide()
    const client = await connect()
    client.socket.send(Buffer.from('{}'))
    expect(await client.end()).toBe(4401)
  })

  test('from another origin, or from none, gets no socket', async () => {
    const { address } = await openLiveSide()
    await expect(SocketClient.open(address, { origin: 'https://evil.example' })).rejects.toThrow('403')
    await expect(SocketClient.open(address)).rejects.toThrow('403')
  })

  test('that speaks another version is told which one this relay speaks', async () => {
    const { connect } = await openLiveSide()
    const client = await connect(['reason-history.v9'])
    expect(await client.next('error')).toMatchObject({ code: 'version' })
    expect(await client.end()).toBe(4400)
  })
})

describe('observations', () => {
  test('since a moment come first, then live ones, each once, in order, and only those in scope', async () => {
    const { hello, say, journal } = await openLiveSide()
    say('a', 0)
    say('a', 10)
    say('z', 11)
    say('b', 12)
    await journal.flush()
    const { client } = await hello({ since: instant(MORNING + 10_000) })
    await client.next('observations')
    say('z', 20)
    say('a', 21)
    await journal.flush()
    await vi.waitFor(() => expect(client.seqs).toEqual([2, 4, 6]), PATIENCE)
  })

  test('that cannot be read any more are no fault where who asked for them has gone', async () => {
    const { hello, say, journal, store, events } = await openLiveSide()
    say('a', 0)
    await journal.flush()
    const reading = Promise.withResolvers<never>()
    const list = vi.spyOn(store, 'listSeqs').mockReturnValue(reading.promise)
    const { client } = await hello({ since: instant(MORNING) })
    await vi.waitFor(() => expect(list).toHaveBeenCalled(), PATIENCE)
    events.close()
    reading.reject(new Error('The history is closed.'))
    // That there was no fault is looked at when a test has ended.
    expect(await client.end()).toBe(1001)
  })

  test('carry the whole observation, with its seq', async () => {
    const { hello, say, journal } = await openLiveSide()
    const { client } = await hello()
    say('a', 0)
    await journal.flush()
    await client.next('observations')
    expect(client.observations[0]).toEqual({ seq: 1, ...ctiObservation('a', MORNING, { reason: 71 }) })
  })

  test('of no agent (gaps) go to everyone', async () => {
    const { hello, journal } = await openLiveSide()
    const { client } = await hello({}, { agentId: 'super2', teams: [] })
    journal.push(gapObservation(MORNING, null))
    await client.next('observations')
    expect(client.observations).toMatchObject([{ kind: 'gap', seq: 1 }])
  })

  test('after a resume begin right behind the cursor', async () => {
    const { hello, say, journal, store } = await openLiveSide()
    for (let n = 0; n < 1000; n++) say(n % 2 === 0 ? 'a' : 'z', n)
    await journal.flush()
    const { client, welcome } = await hello({ resume: { epoch: store.epoch, seq: 500 } })
    expect(welcome['resumed']).toBe(true)
    await vi.waitFor(() => expect(client.seqs).toHaveLength(250), PATIENCE)
    expect(client.seqs).toEqual(Array.from({ length: 250 }, (_, n) => 501 + 2 * n))
    const last = client.received.at(-1)!
    expect(last['seq']).toBe(1000)
  })

  test('are neither lost nor repeated when a client resumes while events pour in', async () => {
    const { hello, say, journal, store } = await openLiveSide()
    let second = 0
    const pour = (count: number) => {
      for (let n = 0; n < count; n++) say('a', second++)
    }
    pour(20_000)
    await journal.flush()
    const pouring = (async () => {
      for (let turn = 0; turn < 200; turn++) {
        pour(25)
        await new Promise(setImmediate)
      }
      await journal.flush()
    })()
    const clients = await Promise.all(
      Array.from({ length: 5 }, (_, n) => hello({ resume: { epoch: store.epoch, seq: n * 4000 } })),
    )
    await pouring
    for (const [n, { client }] of clients.entries()) {
      await vi.waitFor(() => expect(client.seqs.at(-1)).toBe(25_000), PATIENCE)
      expect(client.seqs).toEqual(Array.from({ length: 25_000 - n * 4000 }, (_, k) => n * 4000 + k + 1))
    }
  })

  test.each([
    ['of another epoch', () => ({ epoch: 'another', seq: 0 })],
    ['of the future', (epoch: string) => ({ epoch, seq: 999 })],
  ])('after a cursor %s start afresh', async (_, cursor) => {
    const { hello, say, journal, store } = await openLiveSide()
    say('a', 0)
    await journal.flush()
    const { client, welcome } = await hello({ resume: cursor(store.epoch), since: instant(MORNING) })
    expect(welcome['resumed']).toBe(false)
    await client.next('observations')
    expect(client.seqs).toEqual([1])
  })

  test('that retention has removed cannot be resumed from', async () => {
    const { hello, say, journal, store } = await openLiveSide()
    for (let n = 0; n < 10; n++) say('a', n)
    await journal.flush()
    await store.prune(MORNING + 5_000, 100)
    expect((await hello({ resume: { epoch: store.epoch, seq: 4 } })).welcome['resumed']).toBe(false)
    expect((await hello({ resume: { epoch: store.epoch, seq: 5 } })).welcome['resumed']).toBe(true)
  })

  test('the cursor is told now and then, with nothing new as well', async () => {
    const { hello, publisher, say, journal } = await openLiveSide()
    const { client } = await hello()
    say('z', 0)
    await journal.flush()
    publisher.publishCursor()
    expect(await client.next('observations')).toEqual({ type: 'observations', seq: 1, observations: [] })
  })

  test('too slow a client is closed with a code; another one is not touched by it', async () => {
    const { hello, journal, ends } = await openLiveSide()
    const { client: slow } = await hello()
    const { client: quick } = await hello()
    slow.socket.pause()
    const large = { ...ctiObservation('a', MORNING), raw: 'f'.repeat(100_000) }
    for (let sent = 1; !ends.includes('slow-consumer') && sent < 400; sent++) {
      const received = once(quick.socket, 'message')
      journal.push(large)
      await received
    }
    await vi.waitFor(() => expect(ends).toEqual(['slow-consumer']), PATIENCE)
    expect(quick.closed).toBe(null)
    slow.socket.terminate()
  })
})

const request = (fields: object = {}) => ({
  type: 'history',
  id: 7,
  agentId: 'a',
  from: instant(MORNING),
  to: instant(MORNING + 60_000),
  ...fields,
})

describe('a history request', () => {
  test("is answered with the agent's observations in the range, and the gaps", async () => {
    const { hello, say, journal } = await openLiveSide()
    say('a', 0)
    say('b', 1)
    journal.push(gapObservation(MORNING + 2_000, MORNING + 3_000))
    say('a', 60)
    await journal.flush()
    const { client } = await hello()
    client.send(request())
    const answer = await client.next('history')
    expect(answer).toMatchObject({ id: 7, complete: true })
    expect((answer['observations'] as { seq: number }[]).map(({ seq }) => seq)).toEqual([1, 3])
    client.send(request({ id: 8, to: null }))
    const open = await client.next('history', ({ id }) => id === 8)
    expect((open['observations'] as { seq: number }[]).map(({ seq }) => seq)).toEqual([1, 3, 4])
  })

  test('for a long range is answered in parts that join without a hole', async () => {
    const { hello, say, journal } = await openLiveSide()
    for (let n = 0; n < 12_000; n++) say('a', n / 1000)
    await journal.flush()
    const { client } = await hello({ since: instant(MORNING + 3_600_000) })
    const seqs = new Set<number>()
    let from = instant(MORNING)
    for (let id = 1; id < 10; id++) {
      client.send(request({ id, from }))
      const answer = await client.next('history', (message) => message['id'] === id)
      for (const { seq } of answer['observations'] as { seq: number }[]) seqs.add(seq)
      if (answer['complete'] === true) break
      from = answer['next'] as string
    }
    expect(seqs.size).toBe(12_000)
  })

  test.each([
    ['for an agent of nobody’s', { agentId: 'z' }, 'agent-out-of-scope'],
    ['that ends before it starts', { to: instant(MORNING - 1) }, 'range-invalid'],
    ['over more than 31 days', { from: instant(MORNING - 32 * 86_400_000) }, 'range-invalid'],
  ])('%s is refused by its id, and the socket stays', async (_, fields, code) => {
    const { hello, say, journal } = await openLiveSide()
    const { client } = await hello()
    client.send(request(fields))
    expect(await client.next('error')).toMatchObject({ id: 7, code })
    say('a', 1)
    await journal.flush()
    await client.next('observations')
    expect(client.closed).toBe(null)
  })
})

test('closing tells every supervisor that the relay goes away', async () => {
  const { hello, events } = await openLiveSide()
  const { client } = await hello()
  events.close()
  expect(await client.next('error')).toMatchObject({ code: 'going-away' })
  expect(await client.end()).toBe(1001)
})

test('an observation is in the history before anyone hears of it', async () => {
  const { store, hello, say } = await openLiveSide()
  const { client } = await hello()
  say('a', 0)
  await client.next('observations')
  expect(await store.readRows(Float64Array.of(1))).toMatchObject([
    { seq: 1, body: draftOf(ctiObservation('a', MORNING, { reason: 71 })).body },
  ])
})
