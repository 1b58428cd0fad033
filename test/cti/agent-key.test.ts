import { expect, it } from 'vitest'
import { agentIdOf, boundAgents, MAX_AGENTS, toAgentId } from '../../src/cti/agent-key.ts'

it('takes as an agent’s id what can be one, 194 before 5', () => {
  expect(agentIdOf({ agentIdLong: 'cons8510', agentId: '1001' })).toBe('cons8510')
  expect(agentIdOf({ agentIdLong: '', agentId: '1001' })).toBe('1001')
  expect(agentIdOf({})).toBe(null)
  expect(toAgentId('x'.repeat(128))).toHaveLength(128)
  expect(toAgentId('x'.repeat(129))).toBe(null)
})

it('keeps something of so many agents only, the newest', () => {
  const kept = new Set<string>()
  for (let agent = 0; agent < MAX_AGENTS + 10; agent++) {
    kept.add(String(agent))
    boundAgents(kept)
  }
  expect(kept.size).toBe(MAX_AGENTS)
  expect(kept.has('9')).toBe(false)
  expect(kept.has('10')).toBe(true)
})
