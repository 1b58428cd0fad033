import { setInterval as tick } from 'node:timers/promises'
import { type CtiServer, startCtiServer } from '../../src/sandbox/cti/cti-server.ts'
import { type FinesseServer, startFinesseServer } from '../../src/sandbox/finesse/finesse-server.ts'
import { isAgent, type Person, people, peopleOfSites, teamsSupervisedBy } from '../../src/sandbox/people.ts'

/** As many as are in the two teams of super1. */
const AGENTS = 50
const SITES = 2
const TICK_MS = 20

/** Reasons from here on, one after the other for each agent, so that no two events of an agent are the same. */
const FIRST_REASON = 100

/** What a CTI server told its clients. */
export type Said = { readonly site: string; readonly agentId: string; readonly reason: number; readonly at: number }

type Site = { readonly name: string; readonly cti: CtiServer; readonly agents: readonly Person[] }

/** Two CTI servers that say much, remember all that they said, and may lose their clients; and the Finesse server of their people. */
export class ChaosCentre {
  readonly said: Said[] = []
  readonly sites: readonly Site[]
  readonly finesse: FinesseServer
  /** Whom super1 sees. */
  readonly inScope: ReadonlySet<string>
  readonly #saidOf = new Map<string, number>()
  #turn = 0

  private constructor(sites: readonly Site[], inScope: ReadonlySet<string>, finesse: FinesseServer) {
    this.sites = sites
    this.inScope = inScope
    this.finesse = finesse
  }

  static async open(): Promise<ChaosCentre> {
    const everyone = people(AGENTS)
    const teams = new Set(teamsSupervisedBy('super1').map(({ id }) => id))
    const sites: Site[] = []
    const linked = []
    for (const [index, atSite] of peopleOfSites(everyone, SITES).entries()) {
      const cti = await startCtiServer({ dialect: 'uccx', port: 0, people: atSite })
      const agents = atSite.filter((person) => isAgent(person) && teams.has(person.teamId))
      sites.push({ name: `ccx${index + 1}`, cti, agents })
      linked.push({ address: cti.address, people: atSite })
    }
    const finesse = await startFinesseServer({ sites: linked, dialect: 'uccx', port: 0, people: everyone })
    const inScope = new Set(everyone.filter(({ teamId }) => teams.has(teamId)).map(({ id }) => id))
    return new ChaosCentre(sites, inScope, finesse)
  }

  /** Says so many things a second until the signal comes. */
  async talk(rate: number, signal: AbortSignal): Promise<void> {
    let [due, lookedAt] = [0, performance.now()]
    try {
      for await (const _ of tick(TICK_MS, undefined, { signal })) {
        // By the time that has passed: a busy machine leaves ticks out.
        const now = performance.now()
        due += (rate * (now - lookedAt)) / 1000
        lookedAt = now
        for (; due >= 1; due -= 1) this.#sayNext()
      }
    } catch (error) {
      if (!signal.aborted) throw error
    }
  }

  async close(): Promise<void> {
    await this.finesse.stop()
    await Promise.all(this.sites.map(({ cti }) => cti.stop()))
  }

  #sayNext(): void {
    const site = this.sites[this.#turn % SITES]
    const agent = site?.agents[Math.floor(this.#turn / SITES) % site.agents.length]
    this.#turn += 1
    if (!site || !agent) return
    const count = this.#saidOf.get(agent.id) ?? 0
    this.#saidOf.set(agent.id, count + 1)
    const reason = FIRST_REASON + count
    this.said.push({ site: site.name, agentId: agent.id, reason, at: Date.now() })
    site.cti.setState(agent.id, 'NOT_READY', reason, { client: 'chaos' })
  }
}
