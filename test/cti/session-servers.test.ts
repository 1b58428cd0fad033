import { describe, expect, it } from 'vitest'
import { opened, SessionRig } from '../support/cti-session.ts'

describe('a server that goes', () => {
  it('says so with FAILURE_EVENT 15', () => {
    const rig = opened('ucce')
    rig.hear({ type: 'FAILURE_EVENT', status: 15 })
    expect(rig.status).toBe('lost server-offline')
    expect(rig.isConnected).toBe(false)
  })

  it('is not meant by another FAILURE_EVENT', () => {
    const rig = opened('uccx')
    rig.hear({ type: 'FAILURE_EVENT', status: 96 })
    expect(rig.session.isOpen).toBe(true)
    expect(rig.received.at(-1)).toMatchObject({ status: 96 })
  })

  it('on UCCX says so with SYSTEM_EVENT 4 to everyone; on UCCE that is about one peripheral only', () => {
    const uccx = opened('uccx')
    uccx.hear({ type: 'SYSTEM_EVENT', systemEventId: 4, pgStatus: 0x600 })
    expect(uccx.status).toBe('lost server-offline')
    expect(uccx.connects.at(-1)?.server).toBe('b:2')
    const ucce = opened('ucce')
    ucce.hear({ type: 'SYSTEM_EVENT', systemEventId: 4, systemEventArg1: 5003 })
    expect(ucce.session.isOpen).toBe(true)
  })

  it('is not believed by UCCX’s status word, which is not zero when all is well', () => {
    const rig = opened('uccx')
    rig.hear({ type: 'SYSTEM_EVENT', systemEventId: 3, pgStatus: 0x400 })
    expect(rig.session.isOpen).toBe(true)
  })
})

describe('UCCX master and standby', () => {
  it('92 leads to the other node at once, and the link says standby meanwhile', () => {
    const rig = new SessionRig('uccx')
    rig.session.start(rig.now)
    rig.refuse(92)
    expect(rig.status).toBe('standby server-not-master')
    expect(rig.statuses.at(-1)).toMatchObject({ server: 'a:1', statusCode: 92 })
    expect(rig.connects.at(-1)).toEqual({ server: 'b:2', at: rig.now })
    rig.open()
    expect(rig.status).toBe('open session-open')
  })

  it('a master that turns standby is left, and the link stays with the new one', () => {
    const rig = opened('uccx')
    rig.pass(8000)
    rig.hear({ type: 'FAILURE_EVENT', status: 92 })
    expect(rig.status).toBe('standby server-not-master')
    rig.open()
    rig.pass(8000)
    expect(rig.statuses.at(-1)).toMatchObject({ status: 'open', server: 'b:2' })
  })

  it('two that both say 92 are asked in turn, more and more seldom', () => {
    const rig = new SessionRig('uccx')
    rig.session.start(rig.now)
    const tries = Array.from({ length: 6 }, () => Object.values(rig.nextTryAfter(() => rig.refuse(92))))
    expect(tries).toEqual([
      ['b:2', 0],
      ['a:1', 0],
      ['b:2', 1000],
      ['a:1', 2000],
      ['b:2', 4000],
      ['a:1', 8000],
    ])
  })
})

describe('UCCE duplex from 24 on', () => {
  const options = { protocolVersion: 24 }

  it('looks past a side on standby for one that serves', () => {
    const rig = new SessionRig('ucce', options)
    rig.session.start(rig.now)
    rig.open(2)
    expect(rig.status).toBe('standby standby-session')
    expect(rig.takeSent().map(({ type }) => type)).toEqual(['CLOSE_REQ'])
    rig.hear({ type: 'CLOSE_CONF', invokeId: 0 })
    expect(rig.connects.at(-1)).toEqual({ server: 'b:2', at: rig.now })
    rig.open(1)
    expect(rig.status).toBe('open session-open')
  })

  it('waits at the standby side where no other serves, sends nothing but heartbeats there, and opens when told', () => {
    const rig = new SessionRig('ucce', options)
    rig.session.start(rig.now)
    rig.session.disconnected(rig.now, 'ECONNREFUSED')
    rig.session.disconnected(rig.now, 'ECONNREFUSED')
    rig.open(2)
    expect(rig.status).toBe('standby standby-session')
    expect(rig.session.isOpen).toBe(false)
    rig.pass(10_000)
    expect(rig.takeSent().map(({ type }) => type)).toEqual(['HEARTBEAT_REQ'])
    rig.hear({ type: 'STANDBY_ACTIVE_EVENT_MSG' })
    expect(rig.status).toBe('open session-open')
    expect(rig.session.isOpen).toBe(true)
  })

  it('looks for a serving side again when it has waited a minute', () => {
    const rig = new SessionRig('ucce', { ...options, servers: ['a:1'], heartbeatSeconds: 30 })
    rig.session.start(rig.now)
    rig.open(2)
    rig.pass(59_999)
    expect(rig.takeSent().map(({ type }) => type)).toEqual(['HEARTBEAT_REQ'])
    rig.pass(1)
    expect(rig.takeSent().at(-1)?.type).toBe('CLOSE_REQ')
  })

  it('107 from a side that takes no waiting clients leads to the other one', () => {
    const rig = new SessionRig('ucce', options)
    rig.session.start(rig.now)
    rig.refuse(107)
    expect(rig.status).toBe('standby standby-session')
    expect(rig.connects.at(-1)?.server).toBe('b:2')
  })

  it('answers the maintenance handshake and goes to the other side', () => {
    const rig = opened('ucce', options)
    rig.hear({ type: 'ACTIVE_MAINTENANCE_REQ_MSG', invokeId: 77 })
    expect(rig.takeSent()).toMatchObject([{ type: 'ACTIVE_MAINTENANCE_RESP_MSG', invokeId: 77 }])
    expect(rig.session.isOpen).toBe(true)
    rig.hear({ type: 'ACTIVE_MAINTENANCE_EVENT_MSG' })
    expect(rig.takeSent().map(({ type }) => type)).toEqual(['STOPPING_REQUESTS_TO_THIS_SIDE_IND', 'CLOSE_REQ'])
    expect(rig.status).toBe('lost maintenance')
    rig.pass(5000)
    expect(rig.connects.at(-1)?.server).toBe('b:2')
  })
})
