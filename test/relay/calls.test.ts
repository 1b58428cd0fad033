import { describe, expect, it, vi } from 'vitest'
import { CALL_MSG_MASKS } from '../../src/cti/masks.ts'
import { SYSTEM_EVENTS } from '../../src/cti/system-events.ts'
import { isStoredObservation } from '../../src/wire/stored-observation.ts'
import { isRelayMessage } from '../../src/wire/relay-messages.ts'
import { follow, runFloor } from '../support/floor.ts'
import type { SocketClient } from '../support/socket-client.ts'
import { PATIENCE } from '../support/patience.ts'

const ALL = { kinds: ['call', 'system', 'one that is not invented yet'] }

async function running(changes: object = {}) {
  const floor = await runFloor(changes)
  const openRequest = floor.cti.heard.find((message) => message.type === 'OPEN_REQ')
  return { ...floor, openRequest }
}

type Floor = Awaited<ReturnType<typeof running>>

/** An agent's phone rings in vain; then, as a mark that all before it has come, he goes to Not Ready. */
function ringInVain({ cti, say }: Floor): void {
  say('cons8510', 'AVAILABLE')
  const connectionCallId = 7
  cti.peer.send({ type: 'CALL_DELIVERED_EVENT', connectionCallId, alertingDeviceId: '8510', ani: '+4930123456' })
  cti.peer.send({ type: 'SYSTEM_EVENT', systemEventId: SYSTEM_EVENTS.TEXT_FYI, text: 'hello' })
  cti.peer.send({ type: 'CALL_CONNECTION_CLEARED_EVENT', connectionCallId, releasingDeviceId: '8510' })
  say('cons8510', 'NOT_READY', 32_763)
}

const kindsOf = (client: SocketClient): string[] => client.observations.map(({ kind }) => kind)

const has = (client: SocketClient, reason: number) =>
  vi.waitFor(() => expect(client.observations.map((one) => one.reason)).toContain(reason), { ...PATIENCE, interval: 5 })

describe('calls and system events', () => {
  it('come to who asks for them, live, replayed and as history, in the described form and in order', async () => {
    const floor = await running()
    const live = await follow(floor.address, 'super1', ALL)
    ringInVain(floor)
    await has(live.client, 32_763)
    const kinds = ['cti', 'call', 'system', 'call', 'cti']
    expect(kindsOf(live.client)).toEqual(kinds)
    const context = live.client.observations.filter(({ kind }) => kind !== 'cti')
    expect(context).toMatchObject([
      { agentId: 'cons8510', event: 'DELIVERED', caller: '*****56' },
      { agentId: null, event: 'TEXT_FYI', text: 'hello' },
      { agentId: 'cons8510', event: 'CONNECTION_CLEARED', caller: '*****56' },
    ])
    expect(context.filter((one) => !isStoredObservation(one))).toEqual([])
    expect(JSON.stringify(live.client.received)).not.toContain('3012345')

    const later = await follow(floor.address, 'super1', ALL)
    await has(later.client, 32_763)
    expect(kindsOf(later.client)).toEqual(kinds)
    later.client.send({ type: 'history', id: 1, agentId: 'cons8510', from: new Date(0).toISOString(), to: null })
    expect(await later.client.next('error')).toMatchObject({ code: 'range-invalid' })
    const from = new Date(Date.now() - 3_600_000).toISOString()
    later.client.send({ type: 'history', id: 2, agentId: 'cons8510', from, to: null })
    const { observations } = await later.client.next('history')
    expect((observations as { kind: string }[]).map(({ kind }) => kind)).toEqual(kinds)
  })

  it('do not come to a gadget that does not ask, which would not understand them', async () => {
    const floor = await running()
    const live = await follow(floor.address)
    ringInVain(floor)
    await has(live.client, 32_763)
    const later = await follow(floor.address)
    await has(later.client, 32_763)
    const from = new Date(Date.now() - 3_600_000).toISOString()
    later.client.send({ type: 'history', id: 2, agentId: 'cons8510', from, to: null })
    await later.client.next('history')
    for (const { client } of [live, later]) {
      expect(kindsOf(client)).toEqual(['cti', 'cti'])
      expect(client.received.filter((message) => !isRelayMessage(message))).toEqual([])
    }
  })

  it('are of one’s own agents only', async () => {
    const floor = await running()
    const other = await follow(floor.address, 'super2', ALL)
    ringInVain(floor)
    floor.say('cons8520', 'NOT_READY', 71)
    await has(other.client, 71)
    expect(kindsOf(other.client)).toEqual(['system', 'cti'])
  })

  it('are asked of the CTI server unless the configuration says no', async () => {
    const mask = CALL_MSG_MASKS.CALL_DELIVERED | CALL_MSG_MASKS.END_CALL
    const on = await running()
    expect((on.openRequest?.callMsgMask ?? 0) & mask).toBe(mask)
    const off = await running({ calls: false })
    expect(off.openRequest?.callMsgMask).toBe(0)
    const { client } = await follow(off.address, 'super1', ALL)
    ringInVain(off)
    await has(client, 32_763)
    expect(kindsOf(client)).toEqual(['cti', 'cti'])
  })
})
