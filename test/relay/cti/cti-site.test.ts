import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Dialect } from '../../../src/cti/dialect.ts'
import { STATUS_CODES } from '../../../src/cti/status-codes.ts'
import { SYSTEM_EVENTS } from '../../../src/cti/system-events.ts'
import type { GapObservation, Observation } from '../../../src/history/observation.ts'
import { parseConfig } from '../../../src/relay/config.ts'
import { clientOptions } from '../../../src/relay/cti/client-options.ts'
import { CtiSite } from '../../../src/relay/cti/cti-site.ts'
import { createLog } from '../../../src/relay/log.ts'
import { createMetrics } from '../../../src/relay/metrics.ts'
import type { Feed } from '../../../src/wire/relay-messages.ts'
import { LoopbackCtiServer, until } from '../../support/cti-server.ts'
import { instant, MORNING } from '../../support/observations.ts'

let servers: LoopbackCtiServer[]
let sites: CtiSite[]

beforeEach(() => {
  servers = []
  sites = []
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'], now: MORNING })
})

afterEach(async () => {
  vi.useRealTimers()
  for (const server of servers) server.dropClients()
  await Promise.all(sites.map((site) => site.stop()))
  await Promise.all(servers.map((server) => server.close()))
})

async function serve(dialect: Dialect): Promise<LoopbackCtiServer> {
  const server = await LoopbackCtiServer.listen(dialect)
  servers.push(server)
  return server
}

/** A site of these servers, and all that it tells. */
function start(
  dialect: Dialect,
  names: readonly LoopbackCtiServer[],
  { lastListening = null, protocolVersion }: { lastListening?: number | null; protocolVersion?: number } = {},
) {
  const addresses = names.map(({ address }) => address)
  const { cti } = parseConfig(
    {
      listen: {},
      allowedOrigins: ['https://finesse.example.com'],
      cti: [{ site: 'here', dialect, servers: addresses, ...(protocolVersion ? { protocolVersion } : {}) }],
    },
    'relay.json',
  )
  const observations: Observation[] = []
  const feeds: Feed[] = []
  const clocks: number[] = []
  const metrics = createMetrics()
  const log = createLog('silent')
  const [config] = cti
  if (!config) throw new Error('no site')
  const site = new CtiSite({
    config,
    client: clientOptions(config),
    calls: true,
    callerNumbers: 'masked',
    lastListening,
    onObservation: (observation) => observations.push(observation),
    onFeed: (feed) => feeds.push(feed),
    onClock: (moment) => clocks.push(moment),
    metrics,
    log,
    now: () => Date.now(),
  })
  sites.push(site)
  site.start()
  return {
    site,
    observations,
    feeds,
    clocks,
    metrics,
    log,
    gaps: () => observations.filter((one): one is GapObservation => one.kind === 'gap'),
  }
}

/** Lets time pass, not faster than the network works, until something is so. */
async function passUntil(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await new Promise((resolve) => setImmediate(resolve))
    vi.advanceTimersByTime(10)
  }
}

describe('every loss is a gap with its reason, which closes when the site is heard again', () => {
  const losses: readonly [
    why: string,
    how: string,
    dialect: Dialect,
    version: number,
    lose: (server: LoopbackCtiServer) => void,
  ][] = [
    ['cti-link-lost', 'the connection breaks', 'uccx', 14, (server) => server.dropClients()],
    ['cti-link-lost', 'what comes is no message', 'uccx', 14, ({ peer }) => peer.socket.write(Buffer.alloc(8, 0xff))],
    [
      'heartbeat-lost',
      'heartbeats are not answered',
      'uccx',
      14,
      (server) => {
        const { peer: deaf } = server
        server.answer = ({ type }, peer) => peer === deaf && type === 'HEARTBEAT_REQ'
      },
    ],
    [
      'server-offline',
      'the server says that it goes',
      'ucce',
      20,
      ({ peer }) => peer.send({ type: 'FAILURE_EVENT', status: STATUS_CODES.CTI_SERVER_OFFLINE }),
    ],
    [
      'server-offline',
      'Unified CCX is offline',
      'uccx',
      14,
      ({ peer }) => peer.send({ type: 'SYSTEM_EVENT', systemEventId: SYSTEM_EVENTS.PERIPHERAL_OFFLINE }),
    ],
    [
      'standby',
      'the node is not the master any more',
      'uccx',
      14,
      ({ peer }) => peer.send({ type: 'FAILURE_EVENT', status: STATUS_CODES.SERVER_NOT_MASTER }),
    ],
    [
      'standby',
      'the side goes into maintenance',
      'ucce',
      24,
      ({ peer }) => peer.send({ type: 'ACTIVE_MAINTENANCE_EVENT_MSG' }),
    ],
  ]

  it.each(losses)('%s: %s (%s %i)', async (why, _, dialect, protocolVersion, lose) => {
    const server = await serve(dialect)
    const { site, gaps, feeds, metrics } = start(dialect, [server], { protocolVersion })
    await until(() => site.isOpen)
    lose(server)
    await passUntil(() => !site.isOpen)
    expect(gaps()).toMatchObject([{ source: 'cti', site: 'here', to: null, why }])
    expect(site.trouble).not.toBe('')
    await passUntil(() => site.isOpen)
    const [opened, closed] = gaps()
    expect(gaps()).toHaveLength(2)
    expect(closed).toMatchObject({ from: opened?.from, why })
    expect(Date.parse(closed?.to ?? '')).toBeGreaterThanOrEqual(Date.parse(opened?.from ?? ''))
    expect(feeds.map(({ status }) => status).filter((status) => status === 'open')).toHaveLength(2)
    expect(await metrics.registry.getSingleMetricAsString('relay_gaps_total')).toContain(`why="${why}"} 1`)
  })

  it('heartbeat-lost reaches back to the last word heard: the link may have been dead since', async () => {
    const server = await serve('uccx')
    const { site, gaps, observations } = start('uccx', [server])
    await until(() => site.isOpen)
    server.answer = ({ type }) => type === 'HEARTBEAT_REQ'
    vi.advanceTimersByTime(3000)
    server.peer.send({ type: 'AGENT_STATE_EVENT', agentState: 'NOT_READY', agentIdLong: 'a' })
    await until(() => observations.length === 1)
    const heardAt = Date.now()
    await passUntil(() => !site.isOpen)
    expect(gaps()[0]).toMatchObject({ from: instant(heardAt), why: 'heartbeat-lost' })
    expect(Date.now() - heardAt).toBeGreaterThan(20_000)
  })

  it.each([
    ['broken off reaches back to the last word heard, as after a sleep of this machine', true],
    ['closed in order does not: it delivered all that was said before', false],
  ])('a link that is %s', async (_, isBrokenOff) => {
    const server = await serve('uccx')
    const { site, gaps, observations } = start('uccx', [server])
    await until(() => site.isOpen)
    server.peer.send({ type: 'AGENT_STATE_EVENT', agentState: 'NOT_READY', agentIdLong: 'a' })
    await until(() => observations.length === 1)
    const heardAt = Date.now()
    // Only the clock goes on, and no timer is due before.
    vi.setSystemTime(heardAt + 7_200_000)
    if (isBrokenOff) server.peer.socket.resetAndDestroy()
    else server.peer.socket.end()
    await passUntil(() => !site.isOpen)
    expect(gaps()).toMatchObject([{ to: null, why: 'cti-link-lost' }])
    const from = Date.parse(gaps()[0]?.from ?? '')
    expect(from - heardAt >= 7_200_000).toBe(!isBrokenOff)
    expect(from === heardAt).toBe(isBrokenOff)
  })

  it('heartbeat-lost reaches back to the last answer, where nothing was said for long', async () => {
    const server = await serve('uccx')
    const { site, gaps } = start('uccx', [server])
    await until(() => site.isOpen)
    const answers = () => server.heard.filter(({ type }) => type === 'HEARTBEAT_REQ').length
    await passUntil(() => answers() === 4)
    await passUntil(() => answers() === 5)
    server.answer = ({ type }) => type === 'HEARTBEAT_REQ'
    const quietSince = Date.now()
    await passUntil(() => !site.isOpen)
    const from = Date.parse(gaps()[0]?.from ?? '')
    expect(quietSince - from).toBeLessThan(15_000)
    expect(Date.now() - from).toBeGreaterThan(20_000)
  })

  it.each([
    ['its peripheral', SYSTEM_EVENTS.PERIPHERAL_OFFLINE, SYSTEM_EVENTS.PERIPHERAL_ONLINE],
    ['its peripheral gateway', SYSTEM_EVENTS.PERIPHERAL_GATEWAY_OFFLINE, SYSTEM_EVENTS.PERIPHERAL_ONLINE],
    ['its own link', SYSTEM_EVENTS.CTI_SERVER_OFFLINE, SYSTEM_EVENTS.CTI_SERVER_ONLINE],
  ])('server-offline: a UCCE server is without %s, and its session stays open', async (_, lost, back) => {
    const server = await serve('ucce')
    const { site, gaps, feeds } = start('ucce', [server])
    const uploads = () => server.heard.filter(({ type }) => type === 'CONFIG_REQUEST_KEY_EVENT').length
    await until(() => site.isOpen && uploads() === 1)
    server.peer.send({ type: 'SYSTEM_EVENT', systemEventId: lost, systemEventArg1: 5000 })
    await until(() => !site.isOpen)
    expect(gaps()).toMatchObject([{ to: null, why: 'server-offline' }])
    expect(site.trouble).toContain('no agent is heard')
    server.peer.send({ type: 'SYSTEM_EVENT', systemEventId: back, systemEventArg1: 5000 })
    await until(() => site.isOpen && uploads() === 2)
    expect(gaps()[1]).toMatchObject({ from: gaps()[0]?.from, why: 'server-offline' })
    expect(gaps()[1]?.to).not.toBe(null)
    expect(feeds.map(({ status }) => status)).toEqual(['connecting', 'open', 'lost', 'open'])
    expect(server.peers).toHaveLength(1)
  })

  it('server-offline closes with the first event that is heard, and a break in between makes no second gap', async () => {
    const server = await serve('ucce')
    const { site, gaps, observations } = start('ucce', [server])
    await until(() => site.isOpen)
    const offline = { type: 'SYSTEM_EVENT', systemEventId: SYSTEM_EVENTS.PERIPHERAL_OFFLINE } as const
    server.peer.send({ ...offline, systemEventArg1: 5001 })
    server.peer.send({ type: 'AGENT_STATE_EVENT', agentState: 'AVAILABLE', agentId: '1001' })
    await until(() => observations.some(({ kind }) => kind === 'cti'))
    expect(gaps(), 'another peripheral is none of ours').toEqual([])

    server.peer.send({ ...offline, systemEventArg1: 5000 })
    await until(() => !site.isOpen)
    server.peer.send({ type: 'AGENT_STATE_EVENT', agentState: 'NOT_READY', agentId: '1001' })
    await until(() => site.isOpen)
    expect(gaps()).toHaveLength(2)
    server.peer.send({ ...offline, systemEventArg1: 5000 })
    await until(() => !site.isOpen)
    server.dropClients()
    await passUntil(() => site.isOpen)
    expect(gaps().map(({ to }) => to === null)).toEqual([true, false, true, false])
  })

  it('relay-restart: from when the relay last listened until the session opens', async () => {
    const server = await serve('uccx')
    const { site, gaps } = start('uccx', [server], { lastListening: MORNING - 60_000 })
    expect(gaps()).toMatchObject([{ from: instant(MORNING - 60_000), to: null, why: 'relay-restart' }])
    await until(() => site.isOpen)
    expect(gaps()[1]).toMatchObject({ from: instant(MORNING - 60_000), to: instant(MORNING), why: 'relay-restart' })
  })

  it('history-unwritable: what was said and could not be kept; the present states are asked for anew', async () => {
    const server = await serve('uccx')
    const { site, gaps } = start('uccx', [server])
    await until(() => site.isOpen)
    const uploads = () => server.heard.filter(({ type }) => type === 'CONFIG_REQUEST_KEY_EVENT').length
    await until(() => uploads() === 1)
    site.recordLoss(MORNING - 5000, MORNING)
    expect(gaps()).toMatchObject([
      { from: instant(MORNING - 5000), to: null, why: 'history-unwritable' },
      { from: instant(MORNING - 5000), to: instant(MORNING), why: 'history-unwritable' },
    ])
    await until(() => uploads() === 2)
  })

  it('a site that never was open has no gap, however often it is tried', async () => {
    const server = await serve('uccx')
    let tries = 0
    server.answer = (message, peer) => {
      if (message.type !== 'OPEN_REQ') return false
      tries += 1
      peer.send({ type: 'FAILURE_CONF', invokeId: message.invokeId, status: STATUS_CODES.INVALID_PERIPHERAL_ID })
      return true
    }
    const { site, gaps } = start('uccx', [server])
    await passUntil(() => tries === 3)
    expect(gaps()).toEqual([])
    expect(site.feed.status).toBe('refused')
    expect(site.trouble).toContain('INVALID_PERIPHERAL_ID')
  })
})

describe('availability', () => {
  it('goes down to the version that the server has, and reads its messages in it', async () => {
    const server = await serve('ucce')
    const asked: number[] = []
    server.answer = (message, peer) => {
      if (message.type !== 'OPEN_REQ') return false
      asked.push(message.versionNumber)
      if (message.versionNumber <= 18) return false
      peer.send({ type: 'FAILURE_CONF', invokeId: message.invokeId, status: STATUS_CODES.INVALID_VERSION })
      return true
    }
    const { site, observations } = start('ucce', [server], { protocolVersion: 21 })
    await until(() => site.isOpen)
    expect(asked).toEqual([21, 20, 19, 18])
    server.peer.send({ type: 'AGENT_STATE_EVENT', agentState: 'NOT_READY', eventReasonCode: 71, agentId: '1001' })
    await until(() => observations.length === 1)
    expect(observations[0]).toMatchObject({ agentId: '1001', state: 'NOT_READY', reason: 71 })
  })

  it('UCCX: goes past the node that answers 92 to the master, and follows it when it moves', async () => {
    const [first, second] = [await serve('uccx'), await serve('uccx')]
    let master = second
    for (const server of [first, second]) {
      server.answer = (message, peer) => {
        if (message.type !== 'OPEN_REQ' || server === master) return false
        peer.send({ type: 'FAILURE_CONF', invokeId: message.invokeId, status: STATUS_CODES.SERVER_NOT_MASTER })
        return true
      }
    }
    const { site, feeds, gaps, observations } = start('uccx', [first, second])
    await passUntil(() => site.isOpen)
    expect(feeds.map(({ status }) => status)).toEqual(['connecting', 'standby', 'open'])
    expect(gaps(), 'it was not heard before').toEqual([])

    master = first
    second.peer.send({ type: 'FAILURE_EVENT', status: STATUS_CODES.SERVER_NOT_MASTER })
    await passUntil(() => !site.isOpen)
    await passUntil(() => site.isOpen)
    expect(gaps()).toMatchObject([{ to: null, why: 'standby' }, { why: 'standby' }])
    first.peer.send({ type: 'AGENT_STATE_EVENT', agentState: 'AVAILABLE', agentIdLong: 'a' })
    await until(() => observations.length === 3)
  })

  it('UCCX: of two nodes with different faults each tells its own once, and supervisors since when nobody is heard', async () => {
    const [first, second] = [await serve('uccx'), await serve('uccx')]
    const { site, feeds, gaps, log } = start('uccx', [first, second])
    const warn = vi.spyOn(log, 'warn')
    await until(() => site.isOpen)
    let tries = 0
    for (const [server, status] of [
      [first, STATUS_CODES.SERVER_NOT_MASTER],
      [second, STATUS_CODES.INVALID_PERIPHERAL_ID],
    ] as const) {
      server.answer = (message, peer) => {
        if (message.type !== 'OPEN_REQ') return false
        tries += 1
        peer.send({ type: 'FAILURE_CONF', invokeId: message.invokeId, status })
        return true
      }
    }
    first.dropClients()
    await passUntil(() => tries >= 8)
    expect(warn.mock.calls.map(([fields]) => (fields as { reason: string }).reason)).toEqual([
      'cti-link-lost',
      'refused',
      'server-not-master',
    ])
    expect(new Set(feeds.slice(2).map(({ since }) => since))).toEqual(new Set([gaps()[0]?.from]))
    for (const server of [first, second]) server.answer = () => false
    await passUntil(() => site.isOpen)
    first.dropClients()
    second.dropClients()
    await until(() => !site.isOpen)
    expect(warn, 'what comes after it was heard is news').toHaveBeenCalledTimes(4)
  })

  it('UCCE 24: waits at the side on standby where no other serves, and hears it from when it is told to', async () => {
    const server = await serve('ucce')
    server.answer = (message, peer) => {
      if (message.type !== 'OPEN_REQ') return false
      peer.send({ type: 'OPEN_CONF', invokeId: message.invokeId, servicesGranted: 0x10, sessionType: 2 })
      return true
    }
    const { site, feeds } = start('ucce', [server], { protocolVersion: 24 })
    await passUntil(() => site.feed.status === 'standby')
    server.peer.send({ type: 'STANDBY_ACTIVE_EVENT_MSG' })
    await until(() => site.isOpen)
    expect(feeds.map(({ status }) => status)).toEqual(['connecting', 'standby', 'open'])
  })
})

it.each([
  ['ucce', [MORNING]],
  ['uccx', [0]],
] as const)('a CTI server of %s is asked the time by the way, when it is connected to', async (dialect, said) => {
  const server = await serve(dialect)
  server.answer = (message, peer) => {
    if (message.type !== 'OPEN_REQ') return false
    const icmCentralControllerTime = dialect === 'ucce' ? MORNING / 1000 : 0
    peer.send({ type: 'OPEN_CONF', invokeId: message.invokeId, servicesGranted: 0x10, icmCentralControllerTime })
    return true
  }
  const { site, clocks } = start(dialect, [server])
  // The message comes a moment after the state of the link.
  await until(() => site.isOpen && clocks.length > 0)
  expect(clocks).toEqual(said)
})

it('a CTI server that tells of no agent is counted as such from the beginning', async () => {
  const { metrics } = start('uccx', [await serve('uccx')])
  expect((await metrics.ctiMessages.get()).values).toContainEqual(
    expect.objectContaining({ labels: { site: 'here', type: 'AGENT_STATE_EVENT' }, value: 0 }),
  )
})
