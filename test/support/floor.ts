import { join } from 'node:path'
import { expect, onTestFinished, vi } from 'vitest'
import { basicAuthorization } from '../../src/finesse/credential.ts'
import { parseConfig } from '../../src/relay/config.ts'
import { createLog } from '../../src/relay/log.ts'
import { startRelay } from '../../src/relay/relay.ts'
import type { CtiAgentState } from '../../src/cti/agent-state.ts'
import { SESSION_PATH } from '../../src/wire/protocol.ts'
import { LoopbackCtiServer } from './cti-server.ts'
import { startFinesse } from './finesse-server.ts'
import { SocketClient } from './socket-client.ts'
import { tempFolder } from './temp-folder.ts'
import { PATIENCE } from './patience.ts'

export const ORIGIN = 'https://finesse.example.com:8445'

/** A CTI server and a Finesse server of two teams, each with a supervisor, and what a relay of theirs is configured with. */
export async function openFloor() {
  const cti = await LoopbackCtiServer.listen('uccx')
  onTestFinished(() => cti.close())
  const finesse = await startFinesse(
    {
      admin: { password: 'admin', role: 'administrator', user: {} },
      super1: { password: 'super1', role: 'supervisor', supervises: ['3'], user: {} },
      super2: { password: 'super2', role: 'supervisor', supervises: ['4'], user: {} },
      cons8510: { password: 'cons8510', role: 'agent', user: {} },
      cons8511: { password: 'cons8511', role: 'agent', user: {} },
      cons8520: { password: 'cons8520', role: 'agent', user: {} },
    },
    { 3: ['cons8510', 'cons8511'], 4: ['cons8520'] },
  )
  onTestFinished(() => finesse.http.close())
  const folder = tempFolder()
  const config = {
    listen: { port: 0 },
    allowedOrigins: [ORIGIN],
    cti: [{ site: 'ccx1', dialect: 'uccx', servers: [cti.address] }],
    finesse: { servers: [finesse.http.url] },
    history: { file: 'history.db' },
    log: { level: 'silent' },
  }
  return {
    cti,
    finesse,
    folder,
    config,
    configFile: join(folder, 'relay.json'),
    /** Waits until the relay's session with the CTI server is open. */
    connected: async (address: string) => {
      await vi.waitFor(
        async () => {
          const { status } = await fetch(`${address}/readyz`)
          if (status !== 200) throw new Error(`not ready: ${status}`)
        },
        { ...PATIENCE, interval: 20 },
      )
    },
    /** The CTI server tells a state to everybody. */
    say: (agentId: string, agentState: CtiAgentState, eventReasonCode = 0) => {
      const extension = agentId.slice(-4)
      cti.peer.send({
        type: 'AGENT_STATE_EVENT',
        agentState,
        eventReasonCode,
        agentIdLong: agentId,
        agentExtension: extension,
        agentInstrument: extension,
      })
    },
  }
}

export type Floor = Awaited<ReturnType<typeof openFloor>>

/** A relay of the floor in this process, listening to its CTI server. */
export async function startFloorRelay(floor: Floor, changes: object = {}) {
  const config = parseConfig({ ...floor.config, ...changes }, floor.configFile)
  const relay = await startRelay(config, createLog(config.log.level, config.log))
  let closed: Promise<void> | null = null
  const close = (): Promise<void> => (closed ??= relay.close())
  onTestFinished(close)
  await floor.connected(relay.address)
  return { address: relay.address, close }
}

/** What `/metrics` says of a metric. @param name With its labels, as they are written there. */
export async function metricOf(address: string, name: string): Promise<number> {
  const text = await (await fetch(`${address}/metrics`)).text()
  return Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.split(' ')[1],
  )
}

/** The reasons of all CTI observations that a supervisor has been told, in order. */
export const reasonsOf = ({ observations }: SocketClient): unknown[] =>
  observations.filter(({ kind }) => kind === 'cti').map(({ reason }) => reason)

/** Waits until a supervisor has been told exactly these. */
export const hasReasons = (client: SocketClient, reasons: readonly unknown[]): Promise<void> =>
  vi.waitFor(() => expect(reasonsOf(client)).toEqual(reasons), { ...PATIENCE, interval: 5 })

type Headers = Record<string, string>
type Answer = { readonly status: number; readonly headers: Response['headers']; readonly body: Record<string, unknown> }

/** `POST /v1/session` */
export async function postSession(address: string, headers: Headers, body?: object): Promise<Answer> {
  const response = await fetch(address + SESSION_PATH, {
    method: 'POST',
    headers: { origin: ORIGIN, ...headers, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Record<string, unknown>,
  }
}

export const signIn = (address: string, user: string, password = user): Promise<Answer> =>
  postSession(address, { authorization: basicAuthorization(user, password) })

/** Signs in, connects and says hello. */
export async function follow(address: string, user = 'super1', hello: object = {}) {
  const { body } = await signIn(address, user)
  const client = await SocketClient.open(address, { origin: ORIGIN })
  onTestFinished(() => client.close())
  client.send({ type: 'hello', ticket: body['ticket'], ...hello })
  return { client, welcome: await client.next('welcome') }
}

/** A floor with its relay, both until the test ends. @param changes To the relay's configuration. */
export async function runFloor(changes: object = {}) {
  const floor = await openFloor()
  const { address, close } = await startFloorRelay(floor, changes)
  return { ...floor, address, close }
}
