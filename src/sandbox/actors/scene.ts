import { setTimeout as pause } from 'node:timers/promises'
import { CtiClient } from '../../cti/connection.ts'
import type { Dialect } from '../../cti/dialect.ts'
import { stateFromCti } from '../../history/agent-state.ts'
import { REASON_CODES, SCENE_AGENT_ID } from '../people.ts'
import { FinesseAgent } from './finesse-agent.ts'

/** What the application calls itself: the CTIClientSignature of its events. */
export const APPLICATION = 'acd-console'

/** A version that every server of the dialect speaks. */
const VERSIONS = { uccx: 14, ucce: 24 } as const

const AGENT = { id: SCENE_AGENT_ID, password: SCENE_AGENT_ID }
const EXTENSION = '8510'

/** How long a step waits for what the step before brings about. Milliseconds. */
const PATIENCE_MS = 10_000
const LOOK_EVERY_MS = 50

export type SceneOptions = {
  /** `host:port` */
  readonly ctiAddress: string
  readonly dialect: Dialect
  readonly finesseUrl: string
}

/** The agent who uses Finesse, and the application that sets his state through the CTI server. Each step can be played by itself. */
export class Scene {
  readonly #options: SceneOptions
  readonly #agent: FinesseAgent
  #application: Promise<CtiClient> | null = null

  constructor(options: SceneOptions) {
    this.#options = options
    this.#agent = new FinesseAgent(AGENT, options.finesseUrl)
  }

  /** NOT_READY with the reason LUNCH, by the agent in Finesse. */
  async agentSetsLunch(): Promise<void> {
    await this.agentReady()
    const [lunch] = REASON_CODES
    if (!lunch) throw new Error('The sandbox has no reason codes.')
    await this.#agent.go({ state: 'NOT_READY', reasonCodeId: lunch.id })
    await this.#isIn('NOT_READY')
  }

  /** READY, by the agent in Finesse. */
  async agentReady(): Promise<void> {
    if ((await this.#agent.state()) === 'READY') return
    await this.#agent.go({ state: 'READY' })
    await this.#isIn('READY')
  }

  /** NOT_READY with reason 71, by the application through SET_AGENT_STATE_REQ. */
  async applicationSetsLunch(): Promise<void> {
    await this.agentReady()
    const application = await this.#connected()
    await application.setAgentState({
      agentId: AGENT.id,
      instrument: EXTENSION,
      state: 'NOT_READY',
      reason: REASON_CODES[0]?.code ?? 0,
    })
  }

  /** What QUERY_AGENT_STATE_REQ tells the application: the state, and no reason, because its answer has no place for one. */
  async applicationQueries(): Promise<{ readonly state: string; readonly reason: number | null }> {
    const application = await this.#connected()
    const { agentState } = await application.queryAgentState({ agentId: AGENT.id })
    return { state: stateFromCti(agentState), reason: null }
  }

  /** Ends the application's session. */
  async close(): Promise<void> {
    const application = await this.#application
    await application?.stop()
  }

  /** @throws {Error} where the agent does not come into the state in time */
  async #isIn(state: string): Promise<void> {
    const deadline = performance.now() + PATIENCE_MS
    while ((await this.#agent.state()) !== state) {
      if (performance.now() > deadline) throw new Error(`${AGENT.id} does not become ${state} in Finesse.`)
      await pause(LOOK_EVERY_MS)
    }
  }

  #connected(): Promise<CtiClient> {
    return (this.#application ??= openApplication(this.#options))
  }
}

/** @throws {Error} where no session opens in time */
async function openApplication({ ctiAddress, dialect }: SceneOptions): Promise<CtiClient> {
  const opened = Promise.withResolvers<void>()
  let last = `no answer from ${ctiAddress}`
  const client = new CtiClient(
    {
      dialect,
      protocolVersion: VERSIONS[dialect],
      servers: [ctiAddress],
      clientId: APPLICATION,
      clientSignature: APPLICATION,
      heartbeatSeconds: 10,
      control: true,
    },
    {
      onMessage: () => {},
      onStatus: ({ status, text }) => {
        last = text
        if (status === 'open') opened.resolve()
      },
    },
  )
  const timer = setTimeout(
    () => opened.reject(new Error(`The application cannot reach the CTI server: ${last}`)),
    PATIENCE_MS,
  )
  client.start()
  try {
    await opened.promise
    return client
  } catch (error) {
    await client.stop()
    throw error
  } finally {
    clearTimeout(timer)
  }
}
