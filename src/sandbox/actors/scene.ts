import { setTimeout as pause } from 'node:timers/promises'
import type { CtiClient } from '../../cti/connection.ts'
import { stateFromCti } from '../../history/agent-state.ts'
import { REASON_CODES, SCENE_AGENT_ID, SCENE_SUPERVISOR_ID } from '../people.ts'
import { applicationClient, type ApplicationOptions } from './application.ts'
import { FinesseAgent } from './finesse-agent.ts'

const AGENT = { id: SCENE_AGENT_ID, password: SCENE_AGENT_ID }
const SUPERVISOR = { id: SCENE_SUPERVISOR_ID, password: SCENE_SUPERVISOR_ID }
const EXTENSION = '8510'

/** How long a step waits for what the step before brings about. Milliseconds. */
const PATIENCE_MS = 30_000
const LOOK_EVERY_MS = 50

type SceneOptions = Omit<ApplicationOptions, 'dialect'> & { readonly finesseUrl: string }

/**
 * The agent who uses Finesse, and the application that sets his state through the CTI server. Each step can be played by itself
 * and again; it comes back when Finesse shows what came of it.
 */
export class Scene {
  readonly #options: SceneOptions
  readonly #agent: FinesseAgent
  readonly #supervisor: FinesseAgent
  #application: Promise<CtiClient> | null = null

  constructor(options: SceneOptions) {
    this.#options = options
    this.#agent = new FinesseAgent(AGENT, options.finesseUrl)
    this.#supervisor = new FinesseAgent(SUPERVISOR, options.finesseUrl)
  }

  /** NOT_READY with the reason LUNCH, by the agent in Finesse. */
  async agentSetsLunch(): Promise<void> {
    await this.agentReady()
    const [lunch] = REASON_CODES
    if (!lunch) throw new Error('The sandbox has no reason codes.')
    await this.#agent.go({ state: 'NOT_READY', reasonCodeId: lunch.id })
    await this.#isIn('NOT_READY')
  }

  /** READY, by the agent in Finesse, who signs in for it where he is logged out. */
  async agentReady(): Promise<void> {
    const state = await this.#agent.state()
    if (state === 'READY') return
    if (state === 'LOGOUT') {
      await this.#agent.go({ state: 'LOGIN', extension: EXTENSION })
      await this.#isIn('NOT_READY')
    }
    await this.#agent.go({ state: 'READY' })
    await this.#isIn('READY')
  }

  /** NOT_READY with the code of LUNCH, by the application through the CTI server. */
  async applicationSetsLunch(): Promise<void> {
    await this.applicationSets(REASON_CODES[0]?.code ?? 0)
  }

  /** NOT_READY with a code, by the application through SET_AGENT_STATE_REQ. */
  async applicationSets(reason: number): Promise<void> {
    await this.agentReady()
    const application = await this.#connected()
    await application.setAgentState({ agentId: AGENT.id, instrument: EXTENSION, state: 'NOT_READY', reason })
    await this.#isIn('NOT_READY')
  }

  /** NOT_READY by the agent's supervisor in Finesse, who can give no reason: the contact centre records a code of its own. */
  async supervisorForcesNotReady(): Promise<void> {
    await this.agentReady()
    await this.#supervisor.go({ state: 'NOT_READY' }, AGENT.id)
    await this.#isIn('NOT_READY')
  }

  /** What QUERY_AGENT_STATE_REQ tells the application: the state, and no reason, because its answer has no place for one. */
  async applicationQueries(): Promise<{ readonly state: string; readonly reason: number | null }> {
    const application = await this.#connected()
    const { agentState } = await application.queryAgentState({ agentId: AGENT.id })
    return { state: stateFromCti(agentState), reason: null }
  }

  /** Ends the application's session, where there is one. */
  async close(): Promise<void> {
    // One that could not be opened has told so to the step that wanted it.
    const application = await this.#application?.catch(() => null)
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

  async #connected(): Promise<CtiClient> {
    this.#application ??= this.#openApplication()
    try {
      return await this.#application
    } catch (error) {
      // The next step tries again.
      this.#application = null
      throw error
    }
  }

  /** The application knows from Finesse which dialect its CTI server speaks. */
  async #openApplication(): Promise<CtiClient> {
    return openApplication({ ...this.#options, dialect: await this.#agent.dialect() })
  }
}

/** @throws {Error} where no session opens at once */
async function openApplication(options: ApplicationOptions): Promise<CtiClient> {
  const opened = Promise.withResolvers<void>()
  const client = applicationClient(options, ({ status, text }) => {
    if (status === 'open') opened.resolve()
    else if (status !== 'connecting') opened.reject(new Error(`The application cannot reach the CTI server: ${text}`))
  })
  client.start()
  try {
    await opened.promise
    return client
  } catch (error) {
    await client.stop()
    throw error
  }
}
