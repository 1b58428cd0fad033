import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ConfigError, parseConfig, readConfig, readPassword } from '../../src/relay/config.ts'
import { tempFolder } from '../support/temp-folder.ts'

const SMALLEST = {
  listen: {},
  allowedOrigins: ['https://finesse1.example.com:8445'],
  cti: [{ site: 'ccx1', dialect: 'uccx', servers: ['10.0.0.1:12028'] }],
}

const DATABASE = {
  engine: 'postgres',
  hosts: ['127.0.0.1:5432', '[::1]:5433'],
  database: 'reason_history',
  user: 'reason_relay',
}

const faultsOf = (value: unknown) => {
  try {
    parseConfig(value, '/etc/relay/relay.json')
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return Object.fromEntries(error.faults.map(({ path, message }) => [path, message]))
  }
  return {}
}

test('the smallest configuration gets the defaults, and files are relative to it', () => {
  expect(parseConfig(SMALLEST, '/etc/relay/relay.json')).toEqual({
    listen: { host: '127.0.0.1', port: 8543, trustedProxies: [] },
    allowedOrigins: ['https://finesse1.example.com:8445'],
    cti: [
      {
        site: 'ccx1',
        dialect: 'uccx',
        servers: ['10.0.0.1:12028'],
        clientId: 'reason-relay',
        heartbeatSeconds: 10,
        seedsPerSecond: 20,
      },
    ],
    calls: true,
    callerNumbers: 'masked',
    limits: {
      connections: 12_000,
      connectionsPerAddress: 6_000,
      signInsPerMinute: 3_000,
      sockets: 10_000,
      socketsPerAddress: 5_000,
      waitingSockets: 2_000,
      waitingSocketsPerAddress: 1_500,
      refusedHellosPerMinute: 10_000,
      refusedHellosPerMinutePerAddress: 3_000,
    },
    history: { engine: 'sqlite', file: '/etc/relay/history.db', retentionDays: 30 },
    log: { level: 'info', agents: false },
  })
})

test('a history in PostgreSQL gets its defaults', () => {
  const tls = { caFile: 'ca.pem' }
  const history = { ...DATABASE, hosts: ['db1.example.com:5432'], passwordEnv: 'P', tls, retentionDays: 400 }
  expect(parseConfig({ ...SMALLEST, history }, '/etc/relay/relay.json').history).toEqual({
    ...history,
    tls: { caFile: '/etc/relay/ca.pem' },
    markFile: '/etc/relay/history-mark.json',
  })
})

test('all faults are listed at once, each with its path', () => {
  const faults = faultsOf({
    listen: { host: '0.0.0.0', port: 99_999, colour: 'red' },
    cti: [{ site: 'a b', dialect: 'avaya', servers: ['nowhere'], heartbeatSeconds: 4 }, 'x'],
    finesse: { servers: ['http://finesse.example.com'], witness: { user: 'administrator' } },
    log: { level: 'loud' },
  })
  expect(Object.keys(faults).toSorted()).toEqual([
    'allowedOrigins',
    'cti[0].dialect',
    'cti[0].heartbeatSeconds',
    'cti[0].servers[0]',
    'cti[0].site',
    'cti[1]',
    'finesse.servers[0]',
    'finesse.witness',
    'listen.colour',
    'listen.host',
    'listen.port',
    'log.level',
  ])
  expect(faults['listen.host']).toContain('loopback')
  expect(faults['finesse.servers[0]']).toContain('use https')
})

describe('refused is', () => {
  test.each([
    ['a proxy that is no address', { listen: { trustedProxies: ['lb.example.com'] } }, 'listen.trustedProxies[0]'],
    ['a network that is too narrow', { listen: { trustedProxies: ['10.0.0.0/33'] } }, 'listen.trustedProxies[0]'],
    ['an origin with a path', { allowedOrigins: ['https://finesse1.example.com:8445/desktop'] }, 'allowedOrigins[0]'],
    ['two sites of one name', { cti: [SMALLEST.cti[0], SMALLEST.cti[0]] }, 'cti'],
    ['a port above 65535', { cti: [{ ...SMALLEST.cti[0], servers: ['10.0.0.1:65536'] }] }, 'cti[0].servers[0]'],
    ['a password in a URL', { finesse: { servers: ['https://u:p@finesse.example.com'] } }, 'finesse.servers[0]'],
    [
      'two sources of a password',
      { finesse: { servers: ['https://f.example.com'], witness: { user: 'a', passwordFile: 'p', passwordEnv: 'P' } } },
      'finesse.witness',
    ],
    ['an engine that is none', { history: { engine: 'paper' } }, 'history.engine'],
    ['a database that is not encrypted', { history: { ...DATABASE, hosts: ['10.0.0.5:5432'] } }, 'history.hosts'],
    ['a file of the other engine', { history: { ...DATABASE, file: 'history.db' } }, 'history.file'],
    [
      'two sources of a CTI client’s password',
      { cti: [{ ...SMALLEST.cti[0], passwordFile: 'p', passwordEnv: 'P' }] },
      'cti[0]',
    ],
    ['half of a certificate and its key', { cti: [{ ...SMALLEST.cti[0], tls: { keyFile: 'k' } }] }, 'cti[0].tls'],
    ['a port that is none', { cti: [{ ...SMALLEST.cti[0], servers: ['10.0.0.1:0'] }] }, 'cti[0].servers[0]'],
    [
      'two sources of the database’s password',
      { history: { ...DATABASE, passwordFile: 'p', passwordEnv: 'P' } },
      'history',
    ],
  ])('%s', (_, change, path) => {
    expect(Object.keys(faultsOf({ ...SMALLEST, ...change }))).toEqual([path])
  })

  test('a file that is missing or no JSON, with its name', () => {
    const folder = tempFolder()
    expect(() => readConfig(join(folder, 'relay.json'))).toThrow(
      /relay\.json cannot be used:\n {2}the file: cannot be read/,
    )
    writeFileSync(join(folder, 'relay.json'), '{ "listen": ')
    expect(() => readConfig(join(folder, 'relay.json'))).toThrow(/the file: is not JSON/)
  })
})

describe('the password of the witness', () => {
  test('is the content of its file, cut', () => {
    const file = join(tempFolder(), 'password')
    writeFileSync(file, '  s3cret word \n')
    expect(readPassword({ passwordFile: file })).toBe('s3cret word')
  })

  test('or the value of a variable', () => {
    expect(readPassword({ passwordEnv: 'P' }, 'history', { P: ' as it is ' })).toBe(' as it is ')
  })

  test('must be there', () => {
    const file = join(tempFolder(), 'password')
    writeFileSync(file, '\n')
    chmodSync(file, 0o600)
    expect(() => readPassword({ passwordFile: file })).toThrow(/passwordFile: .* is empty/)
    expect(() => readPassword({ passwordFile: `${file}.no` })).toThrow(/cannot be read/)
    expect(() => readPassword({ passwordEnv: 'P' }, 'history', {})).toThrow(/P is not set/)
  })
})
