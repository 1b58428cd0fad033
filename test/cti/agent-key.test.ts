import { expect, it } from 'vitest'
import { agentIdOf, toAgentId } from '../../src/cti/agent-key.ts'

it('takes as an agent’s id what can be one, 194 before 5', () => {
  expect(agentIdOf({ agentIdLong: 'cons8510', agentId: '1001' })).toBe('cons8510')
  expect(agentIdOf({ agentIdLong: '', agentId: '1001' })).toBe('1001')
  expect(agentIdOf({})).toBe(null)
  expect(toAgentId('x'.repeat(128))).toHaveLength(128)
  expect(toAgentId('x'.repeat(129))).toBe(null)
})
