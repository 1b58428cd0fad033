import { expect, test } from 'vitest'
import { AgentDevices } from '../../../src/relay/cti/agent-devices.ts'

test('a phone is that of who was last heard at it, whatever the configuration says', () => {
  const devices = new AgentDevices()
  devices.configure('first', '8510')
  expect(devices.agentAt('8510')).toBe('first')
  devices.learn('second', '8510', 'SEP001122334455')
  devices.configure('first', '8510')
  expect([devices.agentAt('8510'), devices.agentAt('SEP001122334455')]).toEqual(['second', 'second'])
})

test('a device with two names is known by either', () => {
  const devices = new AgentDevices()
  devices.learn('agent', '8511')
  expect([devices.agentAt('8510.8511'), devices.agentAt('8511.8510'), devices.agentAt('8510')]).toEqual([
    'agent',
    'agent',
    null,
  ])
})

test('no device is nobody’s', () => {
  const devices = new AgentDevices()
  devices.learn('agent', undefined, '', null)
  devices.configure('agent', '')
  expect([devices.agentAt(''), devices.agentAt(undefined), devices.agentAt(null)]).toEqual([null, null, null])
})
