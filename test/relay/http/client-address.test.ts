import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { clientAddress, trustOf } from '../../../src/relay/http/client-address.ts'

const from = (remoteAddress: string | undefined, forwarded?: string): IncomingMessage =>
  ({ socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } }) as unknown as IncomingMessage

const NOBODY = trustOf([])
const BALANCERS = trustOf(['10.0.0.9', '10.1.0.0/16'])

test('without trusted proxies a request comes from where its connection does, whatever it says', () => {
  expect(clientAddress(from('10.0.0.9', '192.0.2.1'), NOBODY)).toBe('10.0.0.9')
  expect(clientAddress(from('10.0.0.9'), NOBODY)).toBe('10.0.0.9')
})

test('a trusted load balancer tells whom it speaks for', () => {
  expect(clientAddress(from('10.0.0.9', '192.0.2.1'), BALANCERS)).toBe('192.0.2.1')
  expect(clientAddress(from('10.1.2.3', '192.0.2.1, 10.0.0.9'), BALANCERS)).toBe('192.0.2.1')
})

test('what a browser wrote there itself before the load balancer did is not believed', () => {
  expect(clientAddress(from('10.0.0.9', '198.51.100.7, 192.0.2.1'), BALANCERS)).toBe('192.0.2.1')
})

test('a stranger who claims to be a load balancer stays a stranger', () => {
  expect(clientAddress(from('192.0.2.66', '192.0.2.1'), BALANCERS)).toBe('192.0.2.66')
})

test('a connection that is gone already has no address', () => {
  expect(clientAddress(from(undefined), NOBODY)).toBe('')
})

test('an address with IPv4 inside is the same as without, and one of IPv6 counts for its network', () => {
  expect(clientAddress(from('::ffff:192.0.2.1'), NOBODY)).toBe('192.0.2.1')
  const one = clientAddress(from('2001:db8::1'), NOBODY)
  expect(clientAddress(from('2001:db8::2'), NOBODY)).toBe(one)
  expect(clientAddress(from('2001:db8:0:1::1'), NOBODY)).not.toBe(one)
})
