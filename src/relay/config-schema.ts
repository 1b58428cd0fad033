import { isIP } from 'node:net'
import { resolve } from 'node:path'
import * as v from 'valibot'
import { isProtocolVersion, VERSION_RANGES } from '../cti/dialect.ts'
import { DEPLOYMENTS } from '../history/catalogue.ts'
import { CALLER_NUMBERS } from './cti/caller-number.ts'

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)

const choices = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(' or ')

const text = v.pipe(v.string('must be a text'), v.nonEmpty('must not be empty'))

/** A whole number in a range; the message says the range. */
const whole = (least: number, most: number) => {
  const message = `must be a whole number from ${least} to ${most}`
  return v.pipe(v.number(message), v.integer(message), v.minValue(least, message), v.maxValue(most, message))
}

/** `host:port` of a server; IPv6 addresses in brackets. */
const serverAddress = (example: string) =>
  v.pipe(
    v.string(`must be a text like "${example}"`),
    v.check(
      (address) => /^(\[[0-9a-fA-F:]+\]|[^\s:[\]]+):\d{1,5}$/.test(address) && isPort(placeOf(address).port),
      `must be "host:port" with a port from 1 to 65535, e.g. "${example}"`,
    ),
  )

const isPort = (port: number): boolean => port >= 1 && port <= 65_535

/** 1 to 8 servers, the one to begin with first. */
const serverAddresses = (example: string) =>
  v.pipe(
    v.array(serverAddress(example), `must be a list like ["${example}"]`),
    v.minLength(1, 'name at least one server'),
    v.maxLength(8, 'at most 8 servers'),
  )

/** The parts of a `host:port`; the brackets of an IPv6 address are not its own. */
export function placeOf(address: string): { readonly host: string; readonly port: number } {
  const colon = address.lastIndexOf(':')
  return { host: address.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(address.slice(colon + 1)) }
}

const network = v.pipe(
  v.string('must be a text like "10.0.0.9" or "10.0.0.0/24"'),
  v.check((value) => isNetwork(value), 'must be an IP address, or a network such as "10.0.0.0/24"'),
)

function isNetwork(value: string): boolean {
  const [address = '', bits, ...rest] = value.split('/')
  const version = isIP(address)
  const most = version === 4 ? 32 : 128
  return version !== 0 && rest.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most))
}

const url = (value: string): URL | null => URL.parse(value)

const origin = v.pipe(
  v.string('must be a text like "https://finesse1.example.com:8445"'),
  v.check(
    (value) => url(value)?.origin === value,
    'must be an origin: scheme, host and port only, in lower case, e.g. "https://finesse1.example.com:8445"',
  ),
)

/** Where a password is: in a file of its own, or in an environment variable. */
export type SecretPlace = { readonly passwordFile?: string | undefined; readonly passwordEnv?: string | undefined }

/** A password that may be left out is in one place at most. */
const isOnePlace = ({ passwordFile, passwordEnv }: SecretPlace): boolean =>
  passwordFile === undefined || passwordEnv === undefined

const finesseServer = v.pipe(
  v.string('must be a text like "https://finesse1.example.com:8445"'),
  v.check((value) => /^https?:$/.test(url(value)?.protocol ?? ''), 'must be an https URL'),
  v.check(
    (value) => url(value)?.protocol !== 'http:' || isLoopback(url(value)?.hostname ?? ''),
    'plain http would show passwords to the network: use https (http is for loopback only)',
  ),
  v.check((value) => (url(value)?.username ?? '') === '', 'must not contain a password'),
)

/**
 * The shape of the relay's configuration file, with its defaults.
 * @param folder The configuration's own folder: the files it names are relative to it.
 */
export const configSchema = (folder: string) => {
  const file = v.pipe(
    text,
    v.transform((path) => resolve(folder, path)),
  )

  const listen = v.pipe(
    v.strictObject({
      host: v.optional(text, '127.0.0.1'),
      port: v.optional(whole(0, 65_535), 8543),
      tls: v.optional(v.strictObject({ certFile: file, keyFile: file })),
      trustedProxies: v.optional(v.array(network, 'must be a list of addresses'), []),
    }),
    v.forward(
      v.partialCheck(
        [['host'], ['tls']],
        ({ host, tls }) => tls !== undefined || isLoopback(host),
        'without tls it must be a loopback address: credentials and tickets would cross the network in the clear',
      ),
      ['host'],
    ),
  )

  const ctiSite = v.pipe(
    v.strictObject({
      site: v.pipe(
        text,
        v.regex(/^[\w.-]{1,64}$/, 'may have letters, digits, ".", "_" and "-" only, at most 64 of them'),
      ),
      dialect: v.picklist(DEPLOYMENTS, `must be ${choices(DEPLOYMENTS)}`),
      protocolVersion: v.optional(whole(1, 99)),
      servers: serverAddresses('10.0.0.1:12028'),
      clientId: v.optional(
        v.pipe(text, v.regex(/^[\x20-\x7e]{1,63}$/, 'must have 1 to 63 printable characters')),
        'reason-relay',
      ),
      passwordFile: v.optional(file),
      passwordEnv: v.optional(text),
      peripheralId: v.optional(whole(0, 0xffffffff)),
      heartbeatSeconds: v.optional(whole(5, 30), 10),
      seedsPerSecond: v.optional(whole(1, 500), 20),
      tls: v.optional(
        v.pipe(
          v.strictObject({ caFile: v.optional(file), certFile: v.optional(file), keyFile: v.optional(file) }),
          v.check(
            ({ certFile, keyFile }) => (certFile === undefined) === (keyFile === undefined),
            'needs both certFile and keyFile, or neither',
          ),
        ),
      ),
    }),
    v.forward(
      v.partialCheck(
        [['dialect'], ['protocolVersion']],
        ({ dialect, protocolVersion: version }) => version === undefined || isProtocolVersion(dialect, version),
        ({ input }) => {
          const { oldest, newest } = VERSION_RANGES[input.dialect]
          return `${input.dialect} has the versions ${oldest} to ${newest}`
        },
      ),
      ['protocolVersion'],
    ),
    v.check((place) => isOnePlace(place), 'needs either passwordFile or passwordEnv'),
  )

  /** Each secret is in a file of its own or in an environment variable, never in this file or an argument. */
  const witness = v.pipe(
    v.strictObject({
      user: text,
      passwordFile: v.optional(file),
      passwordEnv: v.optional(text),
      readsPerSecond: v.optional(whole(1, 50), 5),
    }),
    v.check(
      ({ passwordFile, passwordEnv }) => (passwordFile === undefined) !== (passwordEnv === undefined),
      'needs either passwordFile or passwordEnv',
    ),
  )

  const retentionDays = v.optional(whole(1, 3650), 30)

  const sqlite = v.strictObject({
    engine: v.optional(v.literal('sqlite'), 'sqlite'),
    file: v.optional(file, 'history.db'),
    retentionDays,
  })

  const postgres = v.pipe(
    v.strictObject({
      engine: v.literal('postgres'),
      hosts: serverAddresses('10.0.0.5:5432'),
      database: text,
      user: text,
      passwordFile: v.optional(file),
      passwordEnv: v.optional(text),
      tls: v.optional(v.strictObject({ caFile: v.optional(file) })),
      markFile: v.optional(file, 'history-mark.json'),
      retentionDays,
    }),
    v.check((place) => isOnePlace(place), 'needs either passwordFile or passwordEnv'),
    v.forward(
      v.partialCheck(
        [['hosts'], ['tls']],
        ({ hosts, tls }) => tls !== undefined || hosts.every((address) => isLoopback(placeOf(address).host)),
        'without history.tls they must be loopback addresses: passwords and people would cross the network in the clear',
      ),
      ['hosts'],
    ),
  )

  const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

  return v.strictObject({
    listen,
    allowedOrigins: v.pipe(
      v.array(origin, 'must be a list of origins'),
      v.minLength(1, 'name at least the origin of your Finesse desktop'),
    ),
    cti: v.pipe(
      v.array(ctiSite, 'must be a list of CTI sites'),
      v.minLength(1, 'name at least one CTI site'),
      v.check(
        (sites) => new Set(sites.map(({ site }) => site)).size === sites.length,
        'every site needs a name of its own',
      ),
    ),
    calls: v.optional(v.boolean('must be true or false'), true),
    callerNumbers: v.optional(v.picklist(CALLER_NUMBERS, `must be ${choices(CALLER_NUMBERS)}`), 'masked'),
    finesse: v.optional(
      v.strictObject({
        servers: v.pipe(
          v.array(finesseServer, 'must be a list of https URLs'),
          v.minLength(1, 'name at least one server'),
          v.maxLength(8, 'at most 8 servers'),
        ),
        caFile: v.optional(file),
        witness: v.optional(witness),
      }),
    ),
    limits: v.optional(
      v.strictObject({
        connections: v.optional(whole(10, 200_000), 12_000),
        connectionsPerAddress: v.optional(whole(10, 200_000), 6_000),
        signInsPerMinute: v.optional(whole(1, 1_000_000), 3_000),
        sockets: v.optional(whole(1, 100_000), 10_000),
        socketsPerAddress: v.optional(whole(1, 100_000), 5_000),
        waitingSockets: v.optional(whole(1, 100_000), 2_000),
        waitingSocketsPerAddress: v.optional(whole(1, 100_000), 1_500),
        refusedHellosPerMinute: v.optional(whole(1, 1_000_000), 10_000),
        refusedHellosPerMinutePerAddress: v.optional(whole(1, 1_000_000), 3_000),
      }),
      {},
    ),
    history: v.optional(v.variant('engine', [sqlite, postgres], `must be ${choices(['sqlite', 'postgres'])}`), {}),
    log: v.optional(
      v.strictObject({
        level: v.optional(v.picklist(logLevels, `must be ${choices(logLevels)}`), 'info'),
        agents: v.optional(v.boolean('must be true or false'), false),
      }),
      {},
    ),
  })
}

/** The relay's settings, checked, with defaults filled in and paths made absolute. */
export type RelayConfig = v.InferOutput<ReturnType<typeof configSchema>>
export type CtiSiteConfig = RelayConfig['cti'][number]
export type PostgresConfig = Extract<RelayConfig['history'], { engine: 'postgres' }>
export type LimitsConfig = RelayConfig['limits']
export type FinesseConfig = NonNullable<RelayConfig['finesse']>
