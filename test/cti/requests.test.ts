import { describe, expect, it, vi } from 'vitest'
import type { Message } from '../../src/cti/messages.ts'
import { useLoopback } from '../support/cti-client.ts'
import { until } from '../support/cti-server.ts'

const EVENT = {
  type: 'AGENT_STATE_EVENT',
  agentState: 'NOT_READY',
  eventReasonCode: 71,
  agentIdLong: 'cons8510',
} as const

const { serve, connect } = useLoopback()

describe('requests', () => {
  it('set a state with the fields that the dialect wants', async () => {
    const uccx = await serve('uccx')
    const ucce = await serve('ucce')
    for (const [server, dialect] of [
      [uccx, 'uccx'],
      [ucce, 'ucce'],
    ] as const) {
      server.answer = (message, peer) => {
        if (message.type !== 'SET_AGENT_STATE_REQ') return false
        peer.send({ type: 'SET_AGENT_STATE_CONF', invokeId: message.invokeId })
        return true
      }
      const { client, isNow } = connect({
        dialect,
        servers: [server.address],
        control: true,
        peripheralId: dialect === 'ucce' ? 5001 : undefined,
      })
      await isNow('open')
      const answer = await client.setAgentState({
        agentId: 'cons8510',
        instrument: '8510',
        state: 'NOT_READY',
        reason: 71,
      })
      expect(answer.type).toBe('SET_AGENT_STATE_CONF')
    }
    expect(uccx.heard[0]).toMatchObject({ servicesRequested: 0x14 })
    expect(uccx.heard.at(-1)).toMatchObject({
      type: 'SET_AGENT_STATE_REQ',
      peripheralId: 1,
      agentState: 'NOT_READY',
      eventReasonCode: 71,
      forcedFlag: 0,
      agentInstrument: '8510',
      agentIdLong: 'cons8510',
      agentId: undefined,
    })
    expect(ucce.heard.at(-1)).toMatchObject({ peripheralId: 5001, agentId: 'cons8510', agentIdLong: undefined })
  })

  it('ask for a state, by agent or by extension; answers find their question in any order', async () => {
    const server = await serve('uccx')
    const asked: Message<'QUERY_AGENT_STATE_REQ'>[] = []
    server.answer = (message, peer) => {
      if (message.type !== 'QUERY_AGENT_STATE_REQ') return false
      asked.unshift(message)
      if (asked.length === 2) {
        for (const { invokeId, agentIdLong } of asked) {
          peer.send({
            type: 'QUERY_AGENT_STATE_CONF',
            invokeId,
            agentState: agentIdLong === undefined ? 'TALKING' : 'NOT_READY',
          })
        }
      }
      return true
    }
    const { client, isNow } = connect({ dialect: 'uccx', servers: [server.address] })
    await isNow('open')
    const answers = await Promise.all([
      client.queryAgentState({ agentId: 'cons8510' }),
      client.queryAgentState({ extension: '8511' }),
    ])
    expect(answers.map(({ agentState }) => agentState)).toEqual(['NOT_READY', 'TALKING'])
    expect(asked[0]).toMatchObject({ agentExtension: '8511', agentIdLong: undefined })
  })

  it('that are refused say why, with the code', async () => {
    const server = await serve('uccx')
    server.answer = (message, peer) => {
      if (message.type === 'SET_AGENT_STATE_REQ') {
        peer.send({ type: 'CONTROL_FAILURE_CONF', invokeId: message.invokeId, failureCode: 265, text: 'no way' })
      } else if (message.type === 'QUERY_AGENT_STATE_REQ') {
        peer.send({ type: 'FAILURE_CONF', invokeId: message.invokeId, status: 8 })
      } else return false
      return true
    }
    const { client, isNow } = connect({ dialect: 'uccx', servers: [server.address] })
    await isNow('open')
    const set = client.setAgentState({ agentId: 'cons8510', instrument: '8510', state: 'NOT_READY' })
    await expect(set).rejects.toMatchObject({
      name: 'CtiRequestError',
      code: 'refused',
      failureCode: 265,
      statusCode: null,
    })
    await expect(set).rejects.toThrow(/265 INVALID_AGENT_WORKMODE.*“no way”/)
    const query = client.queryAgentState({ agentId: 'nobody' })
    await expect(query).rejects.toMatchObject({ code: 'refused', failureCode: null, statusCode: 8 })
    expect(client.status).toBe('open')
  })

  it('that nobody answers are given up after 10 s, and a late answer is no one’s', async () => {
    const server = await serve('uccx')
    const { client, isNow } = connect({ dialect: 'uccx', servers: [server.address] })
    await isNow('open')
    const query = client.queryAgentState({ agentId: 'cons8510' })
    const failure = query.catch((error: unknown) => error)
    await until(() => server.heard.at(-1)?.type === 'QUERY_AGENT_STATE_REQ')
    await vi.advanceTimersByTimeAsync(10_000)
    expect(await failure).toMatchObject({ code: 'timeout' })
    const { invokeId } = server.heard.findLast(({ type }) => type === 'QUERY_AGENT_STATE_REQ') as { invokeId: number }
    server.peer.send({ type: 'QUERY_AGENT_STATE_CONF', invokeId, agentState: 'TALKING' })
    server.peer.send(EVENT)
    expect(client.status).toBe('open')
  })

  it('end with the link', async () => {
    const server = await serve('uccx')
    const { client, isNow } = connect({ dialect: 'uccx', servers: [server.address] })
    await isNow('open')
    const query = client.queryAgentState({ agentId: 'cons8510' })
    server.peer.socket.destroy()
    await expect(query).rejects.toMatchObject({ code: 'link-lost' })
  })

  it('need an open session', async () => {
    const server = await serve('uccx')
    const { client, isNow } = connect({ dialect: 'uccx', servers: [server.address] })
    await expect(client.queryAgentState({ agentId: 'x' })).rejects.toMatchObject({ code: 'not-open' })
    expect(() => client.send({ type: 'CONFIG_REQUEST_KEY_EVENT' })).toThrow(
      expect.objectContaining({ code: 'not-open' }),
    )
    await isNow('open')
    client.send({ type: 'CONFIG_REQUEST_KEY_EVENT' })
    client.send({ type: 'TEAM_CONFIG_REQ', configParam: 1 })
    await until(() => server.heard.length === 3)
    expect(server.heard.slice(1)).toMatchObject([
      { type: 'CONFIG_REQUEST_KEY_EVENT' },
      { type: 'TEAM_CONFIG_REQ', invokeId: 3 },
    ])
  })
})
