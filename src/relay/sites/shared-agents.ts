import * as v from 'valibot'
import type { KnownAgent } from '../cti/site-learning.ts'
import type { SharedDocuments } from '../history/history-store.ts'

/** Documents that one site's agents are spread over: a change of one agent writes so much less than all of them. */
const SHELVES = 64

/** Changes within this time go into one document; what could not be written is tried again after longer. Milliseconds. */
const SETTLE_MS = 1_000
const RETRY_MS = 10_000

const shelfSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.record(v.string(), v.object({ name: v.string(), extension: v.string() })),
)

/** The same agent is always on the same shelf. */
function shelfOf(agentId: string): number {
  let sum = 0
  for (let at = 0; at < agentId.length; at += 1) sum = (sum * 31 + agentId.charCodeAt(at)) >>> 0
  return sum % SHELVES
}

export type SharedAgentsOptions = {
  readonly site: string
  readonly documents: SharedDocuments
  /** Writes a document, as the leader of the site. */
  readonly put: (key: string, body: string) => Promise<void>
  /** What the CTI server calls an agent now; null where it has not told. */
  readonly describe: (agentId: string) => KnownAgent | null
}

const PREFIX = 'agents:'

const keyOf = (site: string, shelf: number): string => `${PREFIX}${site}:${shelf}`

/** Does a document tell who agents of some site are? */
export const isAgentsKey = (key: string): boolean => key.startsWith(PREFIX)

/** A map, for ids may be names that every object has. */
function read(documents: SharedDocuments, key: string): Map<string, KnownAgent> {
  const shelf = v.safeParse(shelfSchema, documents.all.get(key))
  return new Map(shelf.success ? Object.entries(shelf.output) : [])
}

/** Who the agents of a site are, as the relay that leads it tells. */
export class AgentShelves {
  readonly #site: string
  readonly #documents: SharedDocuments
  readonly #read = new Map<string, { readonly body: string | undefined; readonly agents: Map<string, KnownAgent> }>()

  constructor(site: string, documents: SharedDocuments) {
    this.#site = site
    this.#documents = documents
  }

  /** null where the leader has not told. */
  agent(agentId: string): KnownAgent | null {
    const key = keyOf(this.#site, shelfOf(agentId))
    const body = this.#documents.all.get(key)
    const known = this.#read.get(key)
    if (known && known.body === body) return known.agents.get(agentId) ?? null
    const agents = read(this.#documents, key)
    this.#read.set(key, { body, agents })
    return agents.get(agentId) ?? null
  }
}

/** Tells the other relays who the agents of a site are: its CTI server tells it to the leader only. */
export class SharedAgents {
  readonly #options: SharedAgentsOptions
  readonly #changed = new Set<string>()
  #timer: NodeJS.Timeout | undefined
  #isClosed = false

  constructor(options: SharedAgentsOptions) {
    this.#options = options
  }

  /** The CTI server told who an agent is. */
  changed(agentId: string): void {
    this.#writeAfter(SETTLE_MS, [agentId])
  }

  close(): void {
    this.#isClosed = true
    clearTimeout(this.#timer)
  }

  #writeAfter(ms: number, agentIds: readonly string[]): void {
    if (this.#isClosed) return
    for (const agentId of agentIds) this.#changed.add(agentId)
    this.#timer ??= setTimeout(() => void this.#write(), ms)
  }

  async #write(): Promise<void> {
    this.#timer = undefined
    const { site, documents, put, describe } = this.#options
    const shelves = Map.groupBy(this.#changed, shelfOf)
    this.#changed.clear()
    for (const [shelf, agentIds] of shelves) {
      const key = keyOf(site, shelf)
      const agents = read(documents, key)
      for (const agentId of agentIds) {
        const agent = describe(agentId)
        if (agent) agents.set(agentId, agent)
      }
      try {
        await put(key, JSON.stringify(Object.fromEntries(agents)))
      } catch {
        this.#writeAfter(RETRY_MS, agentIds)
      }
    }
  }
}
