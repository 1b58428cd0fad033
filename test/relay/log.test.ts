import { expect, test } from 'vitest'
import { FinesseError } from '../../src/finesse/errors.ts'
import { createLog, type LogOptions } from '../../src/relay/log.ts'

const recording = (options: LogOptions = {}) => {
  const lines: string[] = []
  const log = createLog('debug', { ...options, destination: { write: (line) => void lines.push(line) } })
  return { log, lines, records: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) }
}

const refusal = (user: string) =>
  new FinesseError('finesse-not-found', `GET https://f/finesse/api/User/${user}: status 404 (unknown user ${user}).`, {
    status: 404,
    cause: new Error(`${user}?`),
  })

test('does not say who an agent is, but which records are of the same', () => {
  const { log, lines, records } = recording()
  log.warn({ agentId: 'cons8510' }, 'one')
  log.warn({ agentId: 'cons8511' }, 'two')
  log.warn({ agentId: 'cons8510', err: refusal('cons8510') }, 'three')
  expect(lines.join('')).not.toMatch(/cons85/)
  const [one, two, three] = records()
  expect(one?.['agentId']).toMatch(/^agent-[\w-]{12}$/)
  expect(two?.['agentId']).not.toBe(one?.['agentId'])
  expect(three).toMatchObject({
    agentId: one?.['agentId'],
    err: {
      code: 'finesse-not-found',
      status: 404,
      message: expect.stringContaining(String(one?.['agentId'])) as string,
    },
  })
  const another = recording()
  another.log.warn({ agentId: 'cons8510' }, 'one')
  expect(another.records()[0]?.['agentId'], 'a pseudonym says nothing to who reads two logs').not.toBe(one?.['agentId'])
})

test('keeps numbers and words that only look like an agent', () => {
  const { log, records } = recording()
  log.warn({ err: refusal('404') }, 'x')
  expect(records()[0]).toMatchObject({ err: { status: 404, code: 'finesse-not-found' } })
})

test('has of a CTI message its header only', () => {
  const { log, records } = recording()
  log.warn({ bytes: '000000560000001e' + 'ff'.repeat(80) }, 'x')
  expect(records()[0]?.['bytes']).toBe('000000560000001e')
})

test('says who an agent is where the configuration wants it', () => {
  const { log, records } = recording({ agents: true })
  log.warn({ agentId: 'cons8510', bytes: 'ab'.repeat(40), err: refusal('cons8510') }, 'x')
  expect(records()[0]).toMatchObject({
    agentId: 'cons8510',
    bytes: 'ab'.repeat(40),
    err: { message: expect.stringContaining('/User/cons8510') as string },
  })
})

test('has no secret and no request id', () => {
  const { log, lines } = recording({ agents: true })
  log.warn({ authorization: 'Basic eA==', session: { ticket: 't0p' }, a: { b: { password: 'pw' } } }, 'x')
  expect(lines.join('')).not.toMatch(/eA==|t0p|pw|reqId|requestId|pid|hostname/)
})
