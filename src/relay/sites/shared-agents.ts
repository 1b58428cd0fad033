import * as v from 'valibot'
import type { KnownAgent } from '../cti/site-learning.ts'
import type { HistoryStore, SharedDocuments } from '../history/history-store.ts'

/** Documents that one site's agents are spread over: a change of one agent writes so much less than all of them. */
const SHELVES = 64

/** Changes within this time go into one document; what could not be written is tried again after longer. Milliseconds. */
const SETTLE_MS = 1_000
const RETRY_MS = 10_000

/** How often it is looked who is not needed any more, milliseconds: by then the CTI server has told of whom it has. */
const TIDY_MS = 3_600_000

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
  /** Of which of these the history has something. */
  readonly keeps: HistoryStore['keeps']
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

/**
 * Tells the other relays who the agents of a site are: its CTI server tells it to the leader only. Whom it does not name any more
 * keeps his name for as long as the history has something of him.
 */
export class SharedAgents {
  readonly #options: SharedAgentsOptions
  readonly #changed = new Set<string>()
  readonly #gone = new Set<string>()
  readonly #tidying: NodeJS.Timeout
  #timer: NodeJS.Timeout | undefined
  #isClosed = false

  constructor(options: SharedAgentsOptions) {
    this.#options = options
    this.#tidying = setInterval(() => void this.#tidy(), TIDY_MS)
  }

  /** The CTI server told who an agent is. */
  changed(agentId: string): void {
    this.#writeAfter(SETTLE_MS, [agentId])
  }

  close(): void {
    this.#isClosed = true
    clearInterval(this.#tidying)
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
        const isGone = this.#gone.delete(agentId)
        if (agent) agents.set(agentId, agent)
        else if (isGone) agents.delete(agentId)
      }
      try {
        await put(key, JSON.stringify(Object.fromEntries(agents)))
      } catch {
        this.#writeAfter(RETRY_MS, agentIds)
      }
    }
  }

  async #tidy(): Promise<void> {
    const { site, documents, describe, keeps } = this.#options
    const told = Array.from({ length: SHELVES }, (_, shelf) => [...read(documents, keyOf(site, shelf)).keys()]).flat()
    const unnamed = told.filter((agentId) => describe(agentId) === null)
    if (unnamed.length === 0) return
    try {
      const kept = await keeps(unnamed)
      const gone = unnamed.filter((agentId) => !kept.has(agentId))
      for (const agentId of gone) this.#gone.add(agentId)
      if (gone.length > 0) this.#writeAfter(SETTLE_MS, gone)
    } catch {
      // A history that cannot be read is told of by those who need it; this is tried again.
    }
  }
}
