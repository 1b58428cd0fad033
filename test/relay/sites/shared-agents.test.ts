import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { KnownAgent } from '../../../src/relay/cti/site-learning.ts'
import { MemoryDocuments } from '../../../src/relay/history/memory-shelves.ts'
import { AgentShelves, SharedAgents } from '../../../src/relay/sites/shared-agents.ts'

let documents: MemoryDocuments
let known: Map<string, KnownAgent>
let shelves: AgentShelves
let shared: SharedAgents
let isAway: boolean
let puts: number
/** Of whom the history has something. */
let kept: Set<string>

beforeEach(() => {
  vi.useFakeTimers()
  isAway = false
  puts = 0
  kept = new Set()
  documents = new MemoryDocuments()
  known = new Map()
  shelves = new AgentShelves('ccx1', documents)
  shared = new SharedAgents({
    site: 'ccx1',
    documents,
    put: async (key, body) => {
      puts += 1
      if (isAway) throw new Error('away')
      await documents.put(key, body)
    },
    describe: (agentId) => known.get(agentId) ?? null,
    keeps: async (agentIds) => {
      if (isAway) throw new Error('away')
      return new Set(agentIds.filter((agentId) => kept.has(agentId)))
    },
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

const named = (...agentIds: readonly string[]) => agentIds.filter((agentId) => shelves.agent(agentId) !== null)

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

it('what was told is not told again with the next, and nothing is told after the end', async () => {
  await tell(['joan', 'Joan Doe'])
  await tell(['bob', 'Bob Roe'])
  expect(puts).toBe(2)
  shared.close()
  await tell(['ann', 'Ann Poe'])
  await vi.advanceTimersByTimeAsync(3_600_000)
  expect(puts).toBe(2)
})

it('what could not be told is told when it can, with nothing else to tell, and never after the end', async () => {
  isAway = true
  await tell(['joan', 'Joan Doe'])
  await vi.advanceTimersByTimeAsync(3_600_000)
  expect(shelves.agent('joan')).toBe(null)
  expect(puts).toBeLessThan(3_600 / 5)
  isAway = false
  await vi.advanceTimersByTimeAsync(10_000)
  expect(shelves.agent('joan')).toEqual({ name: 'Joan Doe', extension: '8510' })
  isAway = true
  await tell(['joan', 'Joan Roe'])
  shared.close()
  puts = 0
  await vi.advanceTimersByTimeAsync(60_000)
  expect(puts).toBe(0)
})

it('whom the CTI server does not name any more keeps his name until the history has nothing of him', async () => {
  await tell(['joan', 'Joan Doe'], ['bob', 'Bob Roe'], ['ann', 'Ann Poe'])
  kept = new Set(['bob'])
  // Joan is there and has done nothing for long; Bob and Ann have left.
  for (const agentId of ['bob', 'ann']) known.delete(agentId)
  isAway = true
  await vi.advanceTimersByTimeAsync(3_600_000)
  expect(named('joan', 'bob', 'ann'), 'what the history has cannot be read').toEqual(['joan', 'bob', 'ann'])
  isAway = false
  await vi.advanceTimersByTimeAsync(3_600_000)
  expect(named('joan', 'bob', 'ann')).toEqual(['joan', 'bob'])
  kept.clear()
  await vi.advanceTimersByTimeAsync(3_600_000)
  expect(named('joan', 'bob', 'ann')).toEqual(['joan'])
})
