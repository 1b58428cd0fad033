import { describe, expect, it } from 'vitest'
import { encode } from '../../src/cti/codec.ts'
import { layoutFor } from '../../src/cti/layout.ts'
import { opened, SessionRig } from '../support/cti-session.ts'

const EVENT = {
  type: 'AGENT_STATE_EVENT',
  agentState: 'NOT_READY',
  eventReasonCode: 71,
  agentIdLong: 'cons8510',
} as const

describe('a session', () => {
  it('connects, opens and tells so', () => {
    const rig = new SessionRig('uccx')
    rig.session.start(rig.now)
    expect(rig.status).toBe('connecting starting')
    expect(rig.connects).toEqual([{ server: 'a:1', at: 1000 }])
    expect(rig.connect()).toMatchObject({
      versionNumber: 14,
      idleTimeout: 40,
      servicesRequested: 0x10,
      clientId: 'test',
    })
    expect(rig.session.isOpen).toBe(false)
    rig.hear({ type: 'OPEN_CONF', invokeId: 1, servicesGranted: 0x10 })
    expect(rig.status).toBe('open session-open')
    expect(rig.statuses.at(-1)).toMatchObject({ server: 'a:1', version: 14, statusCode: null })
    expect(rig.session.isOpen).toBe(true)
    rig.hear(EVENT)
    expect(rig.received.map(({ type }) => type)).toEqual(['OPEN_CONF', 'AGENT_STATE_EVENT'])
  })

  it('hears what comes in the same piece of input as OPEN_CONF', () => {
    const rig = new SessionRig('uccx')
    rig.session.start(rig.now)
    const { invokeId } = rig.connect()
    const layout = layoutFor('uccx', 14)
    const confirmation = encode({ type: 'OPEN_CONF', invokeId, servicesGranted: 16 }, layout)
    rig.session.received(Uint8Array.of(...confirmation, ...encode(EVENT, layout)), rig.now)
    expect(rig.received.at(-1)).toMatchObject({ eventReasonCode: 71 })
  })

  it('gives up a server that does not take the connection, or does not answer, in 5 s', () => {
    const rig = new SessionRig('uccx')
    rig.session.start(rig.now)
    rig.pass(4999)
    expect(rig.connects).toHaveLength(1)
    rig.pass(1)
    expect(rig.status).toBe('lost connect-timeout')
    expect(rig.connects.at(-1)).toEqual({ server: 'b:2', at: 6000 })
    rig.connect()
    rig.pass(5000)
    expect(rig.status).toBe('lost open-timeout')
    expect(rig.isConnected).toBe(false)
    expect(rig.connects).toHaveLength(3)
  })

  it('gives a server its time from when it took the connection, and heartbeats theirs from when it answered', () => {
    const rig = new SessionRig('uccx')
    rig.session.start(rig.now)
    rig.now += 3000
    const { invokeId } = rig.connect()
    expect(rig.session.deadline).toBe(rig.now + 5000)
    rig.now += 3000
    rig.hear({ type: 'OPEN_CONF', invokeId, servicesGranted: 0x10 })
    expect(rig.session.deadline).toBe(rig.now + 10_000)
  })

  it('goes on at once where a server ends the connection instead of answering', () => {
    const rig = new SessionRig('uccx')
    rig.session.start(rig.now)
    rig.connect()
    rig.session.disconnected(rig.now, 'ECONNRESET')
    expect(rig.status).toBe('lost cti-link-lost')
    expect(rig.statuses.at(-1)?.text).toBe('a:1 closed the connection instead of answering OPEN_REQ: ECONNRESET.')
    expect(rig.connects.at(-1)?.server).toBe('b:2')
  })

  it('says once that a link is lost, however often the same fails again', () => {
    const rig = new SessionRig('uccx')
    rig.session.start(rig.now)
    for (let tries = 0; tries < 5; tries++) rig.nextTryAfter(() => rig.session.disconnected(rig.now, 'ECONNREFUSED'))
    expect(rig.statuses.map(({ reason }) => reason)).toEqual(['starting', 'connect-failed'])
    expect(rig.statuses.at(-1)?.text).toBe('Cannot connect to a:1: ECONNREFUSED.')
  })

  it('tells a message that is broken inside and goes on', () => {
    const rig = opened('uccx')
    const bytes = encode(EVENT, rig.session.layout)
    bytes[bytes.length - 10] = 0xff
    rig.session.received(bytes, rig.now)
    expect(rig.bad).toEqual(['field-overrun'])
    rig.hear(EVENT)
    expect(rig.session.isOpen).toBe(true)
    expect(rig.received.at(-1)?.type).toBe('AGENT_STATE_EVENT')
  })

  it('drops the link for a frame that is none, after what came before it', () => {
    const rig = opened('uccx')
    const good = encode(EVENT, rig.session.layout)
    rig.session.received(Uint8Array.of(...good, 0x7f, 0, 0, 0, 0, 0, 0, 1, 2, 3), rig.now)
    expect(rig.received.at(-1)?.type).toBe('AGENT_STATE_EVENT')
    expect(rig.status).toBe('lost broken-frame')
    expect(rig.connects.at(-1)?.server).toBe('b:2')
    rig.open()
    rig.hear(EVENT)
    expect(rig.session.isOpen).toBe(true)
  })

  it('skips messages of types it does not know', () => {
    const rig = opened('uccx')
    rig.session.received(Uint8Array.of(0, 0, 0, 2, 0, 0, 1, 0x2c, 1, 2), rig.now)
    expect([rig.bad, rig.session.isOpen]).toEqual([[], true])
  })

  it('goes on at another server when the connection breaks, and back-off starts afresh after a session that worked', () => {
    const rig = opened('uccx')
    for (let round = 0; round < 5; round++) {
      rig.pass(6000)
      rig.hear({ type: 'HEARTBEAT_CONF', invokeId: 0 })
      rig.session.disconnected(rig.now, 'ECONNRESET')
      expect(rig.status).toBe('lost cti-link-lost')
      expect(rig.connects.at(-1)?.at).toBe(rig.now)
      rig.open()
    }
  })

  it('does not storm a server that takes sessions and ends them at once', () => {
    const rig = opened('uccx')
    const pauses: number[] = []
    for (let round = 0; round < 6; round++) {
      pauses.push(rig.nextTryAfter(() => rig.session.disconnected(rig.now)).afterMs)
      rig.open()
    }
    expect(pauses).toEqual([0, 0, 1000, 2000, 4000, 8000])
    // Each pause begins when the session ends, however long ago its owner last looked.
    rig.now += 3000
    expect(rig.nextTryAfter(() => rig.session.disconnected(rig.now)).afterMs).toBe(15_000)
  })

  it('ignores what a connection says that it has given up', () => {
    const rig = opened('uccx')
    rig.session.disconnected(rig.now)
    rig.hear(EVENT)
    rig.session.disconnected(rig.now)
    expect(rig.received.map(({ type }) => type)).toEqual(['OPEN_CONF'])
  })
})

describe('heartbeats', () => {
  it('go out at the interval whatever else is sent, and their answers are not the client’s business', () => {
    const rig = opened('uccx')
    for (let beat = 1; beat <= 5; beat++) {
      for (let second = 0; second < 10; second++) {
        rig.hear(EVENT)
        rig.pass(1000)
      }
      const sent = rig.takeSent()
      expect(sent.map(({ type }) => type)).toEqual(['HEARTBEAT_REQ'])
      rig.hear({ type: 'HEARTBEAT_CONF', invokeId: (sent[0] as { invokeId: number }).invokeId })
    }
    expect(rig.session.isOpen).toBe(true)
    expect(rig.received.some(({ type }) => type === 'HEARTBEAT_CONF')).toBe(false)
  })

  it('three without an answer mean that the link is lost, even while events come', () => {
    const rig = opened('uccx')
    rig.pass(20_000)
    rig.hear(EVENT)
    rig.pass(14_999)
    expect(rig.takeSent()).toHaveLength(3)
    expect(rig.session.isOpen).toBe(true)
    rig.pass(1)
    expect(rig.status).toBe('lost heartbeat-lost')
    expect(rig.connects.at(-1)?.server).toBe('b:2')
  })

  it('answered with FAILURE_CONF mean that the server is offline', () => {
    const rig = opened('ucce')
    rig.pass(10_000)
    const [heartbeat] = rig.takeSent()
    rig.hear({ type: 'FAILURE_CONF', invokeId: (heartbeat as { invokeId: number }).invokeId, status: 15 })
    expect(rig.status).toBe('lost server-offline')
    expect(rig.statuses.at(-1)?.statusCode).toBe(15)
  })

  it('are not mixed up with the client’s own requests', () => {
    const rig = opened('ucce')
    rig.hear({ type: 'FAILURE_CONF', invokeId: rig.session.nextInvokeId(), status: 9 })
    expect(rig.session.isOpen).toBe(true)
    expect(rig.received.at(-1)).toMatchObject({ type: 'FAILURE_CONF', status: 9 })
  })
})

describe('protocol versions', () => {
  it('go down one by one where the server does not have them, at once, and the one found is remembered', () => {
    const rig = new SessionRig('uccx', { protocolVersion: 14, servers: ['a:1'] })
    rig.session.start(rig.now)
    rig.refuse(1)
    rig.refuse(1)
    expect(rig.connects.map(({ at }) => at)).toEqual([1000, 1000, 1000])
    rig.open()
    expect(rig.statuses.at(-1)).toMatchObject({ status: 'open', version: 12 })
    rig.pass(9000)
    rig.session.disconnected(rig.now)
    expect(rig.connect()).toMatchObject({ versionNumber: 12 })
  })

  it('lie in their own layout', () => {
    const rig = new SessionRig('ucce', { protocolVersion: 20, servers: ['a:1'] })
    rig.session.start(rig.now)
    rig.refuse(1)
    rig.open()
    expect(rig.session.layout).toMatchObject({ version: 19, tagBytes: 1, lengthBytes: 1 })
    rig.hear({ ...EVENT, departmentId: 7 })
    expect(rig.received.at(-1)).toMatchObject({ departmentId: 7, agentIdLong: 'cons8510' })
  })

  it('none of which the server has: refused, and from the newest again after a pause', () => {
    const rig = new SessionRig('uccx', { protocolVersion: 11, servers: ['a:1'] })
    rig.session.start(rig.now)
    rig.refuse(1)
    rig.refuse(1)
    expect(rig.status).toBe('refused refused')
    expect(rig.statuses.at(-1)).toMatchObject({ statusCode: 1 })
    expect(rig.connect()).toMatchObject({ versionNumber: 11 })
  })

  it('UCCX 18: the other length width is tried before a refusal is taken, and OPEN_CONF settles it', () => {
    const rig = new SessionRig('uccx', { protocolVersion: 18, servers: ['a:1'] })
    rig.session.start(rig.now)
    rig.connect()
    expect(rig.session.layout.lengthBytes).toBe(1)
    rig.session.disconnected(rig.now)
    const { invokeId } = rig.connect()
    expect(rig.session.layout.lengthBytes).toBe(2)
    rig.hear({ type: 'OPEN_CONF', invokeId, servicesGranted: 16, agentIdLong: 'x' }, layoutFor('uccx', 18, 1))
    expect(rig.session.layout.lengthBytes).toBe(1)
    rig.hear({ ...EVENT, activeTerminal: 'SEP' }, layoutFor('uccx', 18, 1))
    expect(rig.received.at(-1)).toMatchObject({ agentIdLong: 'cons8510', activeTerminal: 'SEP' })
  })

  it('UCCX 18: each try begins with the one width and goes on with the other, once', () => {
    const rig = new SessionRig('uccx', { protocolVersion: 18, servers: ['a:1'] })
    rig.session.start(rig.now)
    const widths = Array.from({ length: 4 }, () => {
      rig.connect()
      const { lengthBytes } = rig.session.layout
      rig.nextTryAfter(() => rig.session.disconnected(rig.now))
      return lengthBytes
    })
    expect(widths).toEqual([1, 2, 1, 2])
  })

  it('UCCX 18: where OPEN_CONF cannot tell the width, the first message that can does', () => {
    const rig = new SessionRig('uccx', { protocolVersion: 18 })
    rig.session.start(rig.now)
    rig.open()
    rig.hear({ type: 'HEARTBEAT_CONF', invokeId: 1 })
    rig.hear(EVENT, layoutFor('uccx', 18, 2))
    expect(rig.received.at(-1)).toMatchObject({ agentIdLong: 'cons8510' })
    expect(rig.session.layout.lengthBytes).toBe(2)
  })
})

describe('a refusal', () => {
  it('is told with its status and its meaning, and tried again with the published pauses', () => {
    const rig = new SessionRig('ucce')
    rig.session.start(rig.now)
    const pauses: number[] = []
    for (let round = 0; round < 5; round++) {
      pauses.push(rig.nextTryAfter(() => rig.refuse(36)).afterMs)
    }
    expect(pauses).toEqual([0, 0, 0, 15_000, 30_000])
    expect(rig.status).toBe('refused refused')
    expect(rig.statuses.at(-1)).toMatchObject({ statusCode: 36 })
    expect(rig.statuses.at(-1)?.text).toContain('INVALID_PASSWORD: the client id or its password is wrong')
  })
})

describe('a session without events of agents', () => {
  it.each(['uccx', 'ucce'] as const)('is none: %s is left in good form, and tried again with pauses', (dialect) => {
    const rig = new SessionRig(dialect)
    rig.session.start(rig.now)
    const pauses: number[] = []
    for (let round = 0; round < 4; round++) {
      const { afterMs } = rig.nextTryAfter(() => {
        const { invokeId } = rig.connect()
        rig.hear({ type: 'OPEN_CONF', invokeId, servicesGranted: 0x40080 })
        expect(rig.session.isOpen).toBe(false)
        expect(rig.takeSent()).toMatchObject([{ type: 'CLOSE_REQ' }])
        rig.hear({ type: 'CLOSE_CONF', invokeId: invokeId + 1 })
      })
      pauses.push(afterMs)
    }
    expect(pauses.at(-1)).toBeGreaterThan(0)
    expect(rig.statuses.map(({ status }) => status)).toEqual(['connecting', 'refused'])
    expect(rig.statuses.at(-1)?.text).toContain('grants no events of agents (ServicesGranted 0x40080)')
  })

  it.each([
    ['none were asked for', { events: false, control: true }, 4],
    ['the server does not say what it grants', {}, 0],
  ])('is one where %s', (_, options, servicesGranted) => {
    const rig = new SessionRig('uccx', options)
    rig.session.start(rig.now)
    const { invokeId } = rig.connect()
    rig.hear({ type: 'OPEN_CONF', invokeId, servicesGranted })
    expect(rig.status).toBe('open session-open')
  })
})

describe('stopping', () => {
  it('closes in good form', () => {
    const rig = opened('uccx')
    rig.session.stop(rig.now)
    expect(rig.takeSent()).toMatchObject([{ type: 'CLOSE_REQ', status: 0 }])
    expect(rig.isStopped).toBe(false)
    rig.hear({ type: 'CLOSE_CONF', invokeId: 2 })
    expect([rig.isStopped, rig.isConnected, rig.status]).toEqual([true, false, 'lost stopped'])
    expect(rig.session.deadline).toBe(Infinity)
  })

  it('waits 2 s for the server’s answer, no longer', () => {
    const rig = opened('uccx')
    rig.session.stop(rig.now)
    rig.pass(1999)
    expect(rig.isStopped).toBe(false)
    rig.pass(1)
    expect([rig.isStopped, rig.isConnected]).toEqual([true, false])
  })

  it.each(['a break', 'a failure', 'bytes that are none'])('is over when %s comes instead of the answer', (what) => {
    const rig = opened('uccx')
    rig.session.stop(rig.now)
    if (what === 'a break') rig.session.disconnected(rig.now)
    else if (what === 'a failure') rig.hear({ type: 'FAILURE_EVENT', status: 15 })
    else rig.session.received(new Uint8Array(8).fill(0xff), rig.now)
    expect(rig.isStopped).toBe(true)
    expect(rig.connects).toHaveLength(1)
  })

  it('works at any time, and nothing happens afterwards', () => {
    for (const prepare of [
      () => new SessionRig('uccx'),
      () => {
        const rig = new SessionRig('uccx')
        rig.session.start(rig.now)
        return rig
      },
      () => {
        const rig = new SessionRig('uccx', { servers: ['a:1'] })
        rig.session.start(rig.now)
        rig.session.disconnected(rig.now)
        rig.session.disconnected(rig.now)
        return rig
      },
    ]) {
      const rig = prepare()
      const tries = rig.connects.length
      rig.session.stop(rig.now)
      expect(rig.isStopped).toBe(true)
      rig.pass(1_000_000)
      rig.session.disconnected(rig.now)
      rig.session.connected(rig.now)
      rig.session.start(rig.now)
      expect([rig.connects.length, rig.sent.length]).toEqual([tries, 0])
    }
  })

  it('while it closes on its way to another server ends there', () => {
    const rig = new SessionRig('ucce', { protocolVersion: 24 })
    rig.session.start(rig.now)
    rig.open(2)
    rig.session.stop(rig.now)
    expect(rig.isStopped).toBe(false)
    rig.hear({ type: 'CLOSE_CONF', invokeId: 0 })
    expect([rig.isStopped, rig.connects.length]).toEqual([true, 1])
  })

  it('while it closes waits no longer than otherwise', () => {
    const rig = new SessionRig('ucce', { protocolVersion: 24 })
    rig.session.start(rig.now)
    rig.open(2)
    rig.session.stop(rig.now)
    rig.pass(1999)
    expect(rig.isStopped).toBe(false)
    rig.pass(1)
    expect([rig.isStopped, rig.connects.length]).toEqual([true, 1])
  })
})
