import { beforeEach, describe, expect, it, vi } from 'vitest'
import { writeXml } from '../../../src/finesse/xml-writer.ts'
import { at, instant } from '../../history/heard.ts'
import { PATIENCE } from '../../support/patience.ts'
import {
  SELF,
  TEAM,
  member,
  self,
  update,
  open,
  answers,
  asked,
  connection,
  nodes,
  ordered,
  said,
  statuses,
  faults,
  timers,
  container,
  source,
  setScene,
} from './finesse-scene.ts'

beforeEach(setScene)

describe("the supervisor's own Finesse", () => {
  it('listens to the teams before it reads them', async () => {
    await open()
    expect(ordered).toEqual(['/finesse/api/Team/3/Users'])
    expect(asked).toEqual(['/finesse/api/User/super1', '/finesse/api/Team/3'])
    expect(said).toMatchObject([{ kind: 'finesse', agentId: 'cons8510', state: 'READY', via: 'read', at: instant(0) }])
  })

  it('takes notifications in: with a reason, and without one as none', async () => {
    await open()
    const node = nodes.get('/finesse/api/Team/3/Users')
    const reasonCode = { category: 'NOT_READY', code: 71, label: 'LUNCH', uri: '/finesse/api/ReasonCode/1' }
    node?.(update(member('cons8510', 'NOT_READY', { reasonCode })))
    node?.(update(member('cons8510', 'NOT_READY', { reasonCodeId: -1 })))
    expect(said.slice(1)).toMatchObject([
      { state: 'NOT_READY', reason: { code: 71, label: 'LUNCH' }, via: 'notification' },
      { state: 'NOT_READY', reason: null, reasonCodeId: null },
    ])
  })

  it('keeps notifications of one moment in the order in which they came', async () => {
    await open()
    const node = nodes.get('/finesse/api/Team/3/Users')
    for (const state of ['READY', 'NOT_READY', 'READY', 'NOT_READY']) node?.(update(member('cons8510', state)))
    const moments = said.slice(1).map((each) => ('at' in each ? Date.parse(each.at) : NaN))
    expect(new Set(moments).size).toBe(4)
    expect(moments).toEqual(moments.toSorted((a, b) => a - b))
  })

  it('tells of a notification that cannot be read, and goes on', async () => {
    await open()
    nodes.get('/finesse/api/Team/3/Users')?.({ content: '/x <!DOCTYPE a [<!ENTITY b "c">]><Update>&b;</Update>' })
    expect(faults.at(-1)).toEqual(['3', 'finesse-malformed'])
    nodes.get('/finesse/api/Team/3/Users')?.(update(member('cons8510', 'TALKING')))
    expect(said.at(-1)).toMatchObject({ state: 'TALKING' })
  })

  it('says from when to when the desktop was deaf, and reads the teams again', async () => {
    await open()
    timers.pass(50_000)
    nodes.get('/finesse/api/Team/3/Users')?.(update(member('cons8510', 'TALKING')))
    timers.pass(5000)
    connection?.onDisconnect()
    connection?.onDisconnect()
    // Nothing has been heard since second 50: from then on it is unknown.
    expect(statuses.at(-1)).toEqual({ phase: 'lost', since: at(50) })
    timers.pass(7000)
    connection?.onConnect()
    await vi.waitFor(() => expect(statuses.at(-1)).toEqual({ phase: 'open' }), PATIENCE)
    const gaps = said.filter(({ kind }) => kind === 'gap')
    expect(gaps).toMatchObject([
      { source: 'finesse', from: instant(50), to: null },
      { source: 'finesse', from: instant(50), to: instant(62) },
    ])
    expect(asked.filter((path) => path.endsWith('/Team/3'))).toHaveLength(2)
  })

  it('is deaf until the teams are delivered again, however long Finesse takes for that', async () => {
    await open()
    timers.pass(50_000)
    connection?.onDisconnect()
    answers['/finesse/api/User/super1'] = () => new Response('', { status: 503 })
    connection?.onConnect()
    await vi.waitFor(() => expect(statuses.at(-1)).toMatchObject({ phase: 'faulty', willRetry: true }), PATIENCE)
    answers['/finesse/api/User/super1'] = () => new Response(SELF)
    const answer = Promise.withResolvers<void>()
    container.order = (node) => {
      ordered.push(node)
      return answer.promise
    }
    timers.pass(1000)
    await vi.waitFor(() => expect(ordered).toHaveLength(2), PATIENCE)
    timers.pass(3000)
    answer.resolve()
    await vi.waitFor(() => expect(statuses.at(-1)).toEqual({ phase: 'open' }), PATIENCE)
    expect(said.filter(({ kind }) => kind === 'gap')).toMatchObject([
      { from: instant(30), to: null },
      { from: instant(30), to: instant(54) },
    ])
  })

  it('takes a loss to be 20 seconds old at most, which is how often the desktop looks', async () => {
    await open()
    timers.pass(600_000)
    connection?.onDisconnect()
    expect(statuses.at(-1)).toEqual({ phase: 'lost', since: at(580) })
  })

  it('is deaf as well while Finesse is out of service, though the desktop is connected', async () => {
    await open()
    const system = nodes.get('/finesse/api/SystemInfo')
    const tell = (status: string): void =>
      system?.({ content: `/x ${writeXml({ Update: { event: 'PUT', data: { systemInfo: { status } } } })}` })
    tell('IN_SERVICE')
    expect(asked).toHaveLength(2)
    tell('OUT_OF_SERVICE')
    expect(statuses.at(-1)).toMatchObject({ phase: 'lost' })
    connection?.onDisconnect()
    connection?.onConnect()
    expect(statuses.at(-1)).toMatchObject({ phase: 'lost' })
    tell('IN_SERVICE')
    await vi.waitFor(() => expect(statuses.at(-1)).toEqual({ phase: 'open' }), PATIENCE)
    expect(said.filter(({ kind }) => kind === 'gap')).toHaveLength(2)
    expect(asked.filter((path) => path.endsWith('/Team/3'))).toHaveLength(2)
  })

  it('reads a team although the desktop never says whether it delivers its changes, and says so', async () => {
    container.order = () => new Promise(() => {})
    source.start()
    connection?.onConnect()
    await vi.waitFor(() => expect(nodes.has('/finesse/api/Team/3/Users')).toBe(true), PATIENCE)
    timers.pass(10_000)
    const unanswered = { phase: 'faulty', code: 'subscription-unanswered', willRetry: true } as const
    await vi.waitFor(() => expect(statuses.at(-1)).toEqual(unanswered), PATIENCE)
    expect(faults.at(-1)).toEqual(['3', 'subscription-unanswered'])
    expect(said).toMatchObject([{ agentId: 'cons8510' }, { kind: 'gap', from: instant(10), to: null }])
    container.order = async () => {}
    timers.pass(1000)
    await vi.waitFor(() => expect(statuses.at(-1)).toEqual({ phase: 'open' }), PATIENCE)
    expect(faults.at(-1)).toEqual(['3', null])
    expect(said.at(-1)).toMatchObject({ kind: 'gap', from: instant(10), to: instant(11) })
  })

  it('asks only a person whether to try again where Finesse refuses to deliver, and knows nothing from what it read on', async () => {
    container.order = () => Promise.reject(new Error('403'))
    source.start()
    connection?.onConnect()
    const refused = { phase: 'faulty', code: 'subscription-refused', willRetry: false } as const
    await vi.waitFor(() => expect(statuses.at(-1)).toEqual(refused), PATIENCE)
    timers.pass(3_600_000)
    expect(asked).toHaveLength(2)
    source.retry()
    await vi.waitFor(() => expect(statuses).toHaveLength(3), PATIENCE)
    expect(said.filter(({ kind }) => kind === 'gap')).toMatchObject([
      { from: instant(0), to: null },
      { from: instant(0), to: instant(3600) },
      { from: instant(3600), to: null },
    ])
  })

  it('follows the supervisor when his teams change', async () => {
    await open()
    answers['/finesse/api/User/super1'] = () => new Response(writeXml({ User: self('4') }))
    answers['/finesse/api/Team/4'] = () => new Response(TEAM.replaceAll('>3<', '>4<'))
    nodes.get('/finesse/api/User/super1')?.(update(self('3')))
    expect(asked).toHaveLength(2)
    nodes.get('/finesse/api/User/super1')?.(update(self('4')))
    await vi.waitFor(() => expect(faults.at(-1)).toEqual(['4', null]), PATIENCE)
    expect([...nodes.keys()].filter((node) => node.endsWith('/Users'))).toEqual(['/finesse/api/Team/4/Users'])
  })

  it('asks a person after a 401 and nothing by itself', async () => {
    answers['/finesse/api/User/super1'] = () => new Response('', { status: 401 })
    source.start()
    connection?.onConnect()
    await vi.waitFor(() => {
      expect(statuses.at(-1)).toEqual({ phase: 'faulty', code: 'finesse-unauthorized', willRetry: false })
    }, PATIENCE)
    timers.pass(3_600_000)
    connection?.onDisconnect()
    connection?.onConnect()
    await source.readAgent('cons8510')
    source.nudge()
    await vi.waitFor(() => {
      expect(statuses.at(-1)).toEqual({ phase: 'faulty', code: 'finesse-unauthorized', willRetry: false })
    }, PATIENCE)
    expect(asked).toHaveLength(1)
    answers['/finesse/api/User/super1'] = () => new Response(SELF)
    source.retry()
    await vi.waitFor(() => expect(statuses.at(-1)).toEqual({ phase: 'open' }), PATIENCE)
  })

  it('goes on by itself once single sign-on has renewed a token that was refused', async () => {
    let token = 'old'
    container.authorization = () => `Bearer ${token}`
    answers['/finesse/api/User/super1'] = () =>
      new Response(token === 'old' ? '' : SELF, { status: token === 'old' ? 401 : 200 })
    source.start()
    connection?.onConnect()
    await vi.waitFor(() => expect(statuses.at(-1)).toMatchObject({ phase: 'faulty' }), PATIENCE)
    token = 'new'
    source.nudge()
    await vi.waitFor(() => expect(statuses.at(-1)).toEqual({ phase: 'open' }), PATIENCE)
  })

  it('goes on by itself once the desktop gives the credential that it had not', async () => {
    let token: string | null = null
    container.authorization = () => token
    source.start()
    connection?.onConnect()
    await vi.waitFor(() => expect(statuses.at(-1)).toMatchObject({ phase: 'faulty' }), PATIENCE)
    source.nudge()
    expect(asked).toEqual([])
    token = 'Bearer first'
    source.nudge()
    await vi.waitFor(() => expect(statuses.at(-1)).toEqual({ phase: 'open' }), PATIENCE)
  })

  it('tries again after 503, and says meanwhile what is wrong', async () => {
    answers['/finesse/api/Team/3'] = () => new Response('', { status: 503 })
    source.start()
    connection?.onConnect()
    await vi.waitFor(() => {
      expect(statuses.at(-1)).toEqual({ phase: 'faulty', code: 'finesse-unavailable', willRetry: true })
    }, PATIENCE)
    expect(faults.at(-1)).toEqual(['3', 'finesse-unavailable'])
    answers['/finesse/api/Team/3'] = () => new Response(TEAM)
    timers.pass(1000)
    await vi.waitFor(() => expect(statuses.at(-1)).toEqual({ phase: 'open' }), PATIENCE)
    expect(faults.at(-1)).toEqual(['3', null])
  })

  it('tells somebody who is no supervisor so', async () => {
    answers['/finesse/api/User/super1'] = () =>
      new Response(writeXml({ User: { loginId: 'super1', state: 'READY', roles: { role: 'Agent' } } }))
    source.start()
    connection?.onConnect()
    await vi.waitFor(
      () => expect(statuses.at(-1)).toMatchObject({ phase: 'faulty', code: 'not-a-supervisor' }),
      PATIENCE,
    )
  })

  it('reads an agent where it may, and asks no more once it may not', async () => {
    await open()
    answers['/finesse/api/User/cons8510'] = () =>
      new Response(writeXml({ User: member('cons8510', 'NOT_READY', { reasonCodeId: -1 }) }))
    await source.readAgent('cons8510')
    expect(said.at(-1)).toMatchObject({ state: 'NOT_READY', reasonCodeId: null, via: 'read' })
    answers['/finesse/api/User/cons8510'] = () => new Response('', { status: 401 })
    await source.readAgent('cons8510')
    const before = asked.length
    await source.readAgent('cons8510')
    expect(asked).toHaveLength(before)
    expect(statuses.at(-1)).toEqual({ phase: 'open' })
  })

  it('reads by REST where the desktop starts no client services', async () => {
    container.followConnection = () => {
      throw new Error('host, restHost and authorization are missing')
    }
    container.order = () => Promise.reject(new Error('not started'))
    source.start()
    const unfit = { phase: 'faulty', code: 'desktop-unfit', willRetry: false } as const
    await vi.waitFor(() => expect(statuses.at(-1)).toEqual(unfit), PATIENCE)
    expect(said).toMatchObject([{ agentId: 'cons8510' }, { kind: 'gap', to: null }])
  })
})
