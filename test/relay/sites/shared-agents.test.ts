import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { KnownAgent } from '../../../src/relay/cti/site-learning.ts'
import { MemoryDocuments } from '../../../src/relay/history/memory-shelves.ts'
import { AgentShelves, SharedAgents } from '../../../src/relay/sites/shared-agents.ts'

let documents: MemoryDocuments
let known: Map<string, KnownAgent>
let shelves: AgentShelves
let shared: SharedAgents

beforeEach(() => {
  vi.useFakeTimers()
  documents = new MemoryDocuments()
  known = new Map()
  shelves = new AgentShelves('ccx1', documents)
  shared = new SharedAgents({
    site: 'ccx1',
    documents,
    put: (key, body) => documents.put(key, body),
    describe: (agentId) => known.get(agentId) ?? null,
  })
})

afterEach(() => {
  shared.close()
  vi.useRealTimers()
})

async function tell(...agents: readonly (readonly [agentId: string, name: string])[]): Promise<void> {
  for (const [agentId, name] of agents) {
    known.set(agentId, { name, extension: '8510' })
    shared.changed(agentId)
  }
  await vi.advanceTimersByTimeAsync(1_000)
}

it('the leader of a site tells the other relays who its agents are, and what has changed', async () => {
  expect(shelves.agent('joan')).toBe(null)
  await tell(['joan', 'Joan Doe'], ['bob', 'Bob Roe'])
  await tell(['joan', 'Joan Roe'])
  expect(shelves.agent('joan')).toEqual({ name: 'Joan Roe', extension: '8510' })
  expect(shelves.agent('bob')).toEqual({ name: 'Bob Roe', extension: '8510' })
})

it('an agent may be called as what every object has', async () => {
  for (const agentId of ['constructor', '__proto__', 'toString']) expect(shelves.agent(agentId)).toBe(null)
  await tell(['toString', 'Tom String'], ['__proto__', 'Patricia Proto'])
  expect(shelves.agent('toString')).toEqual({ name: 'Tom String', extension: '8510' })
  expect(shelves.agent('name')).toBe(null)
  expect(shelves.agent('constructor')).toBe(null)
})
