import { describe, expect, it } from 'vitest'
import { decode, encode } from '../../src/cti/codec.ts'
import type { Dialect } from '../../src/cti/dialect.ts'
import { layoutFor } from '../../src/cti/layout.ts'
import type { Message } from '../../src/cti/messages.ts'
import { openRequest } from '../../src/cti/open-request.ts'
import { ServerSession } from '../../src/cti/server-session.ts'
import { ALL_LAYOUTS } from '../support/cti-arbitrary.ts'

function accept(dialect: Dialect) {
  const heard: Message[] = []
  const bad: string[] = []
  const session = new ServerSession(dialect, {
    onMessage: (message) => heard.push(message),
    onBadMessage: (error) => bad.push(error.code),
  })
  return { session, heard, bad }
}

const OPTIONS = { clientId: 'client', heartbeatSeconds: 10 }

describe('the server’s end of a connection', () => {
  it.each(
    ALL_LAYOUTS.map((layout) => ({
      layout,
      title: `${layout.dialect} ${layout.version}, lengths of ${layout.lengthBytes}`,
    })),
  )('learns from OPEN_REQ how the client speaks: $title', ({ layout }) => {
    const { session, heard } = accept(layout.dialect)
    session.receive(encode(openRequest(layout.dialect, layout.version, 7, OPTIONS), layout))
    expect(heard).toMatchObject([{ type: 'OPEN_REQ', invokeId: 7, clientId: 'client', versionNumber: layout.version }])
    expect(session.layout).toBe(layout)
    expect(session.requestedVersion).toBe(layout.version)
    const event = session.encode({ type: 'AGENT_STATE_EVENT', agentState: 'TALKING', agentIdLong: 'cons8510' })
    expect(decode(event, layout)).toMatchObject({ agentState: 'TALKING', agentIdLong: 'cons8510' })
  })

  it('answers a version it does not have in the next one to it', () => {
    for (const [version, used] of [
      [99, 18],
      [3, 10],
    ] as const) {
      const { session, heard } = accept('uccx')
      const bytes = encode(openRequest('uccx', version, 7, OPTIONS), layoutFor('uccx', used))
      session.receive(bytes)
      expect(session.requestedVersion).toBe(version)
      expect(session.layout.version).toBe(used)
      expect(heard[0]).toMatchObject({ type: 'OPEN_REQ', versionNumber: version })
      expect(session.encode({ type: 'FAILURE_CONF', invokeId: 7, status: 1 })).toHaveLength(16)
    }
  })

  it('takes what comes before OPEN_REQ, so that it can be refused', () => {
    const { session, heard } = accept('ucce')
    session.receive(encode({ type: 'HEARTBEAT_REQ', invokeId: 3 }, layoutFor('ucce', 20)))
    expect([session.requestedVersion, heard]).toEqual([null, [{ type: 'HEARTBEAT_REQ', invokeId: 3 }]])
  })

  it('reports a broken message and goes on; a broken stream it does not follow', () => {
    const { session, heard, bad } = accept('uccx')
    session.receive(Uint8Array.of(0, 0, 0, 2, 0, 0, 0, 5, 0, 0))
    session.receive(Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 3, 0))
    session.receive(encode({ type: 'HEARTBEAT_REQ', invokeId: 3 }, session.layout))
    expect([bad, heard.length]).toEqual([['fixed-part-truncated', 'fixed-part-truncated'], 1])
    expect(() => session.receive(new Uint8Array(8).fill(0xff))).toThrow(
      expect.objectContaining({ code: 'frame-too-long' }),
    )
  })
})
