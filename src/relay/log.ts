import { createHmac, randomBytes } from 'node:crypto'
import { type DestinationStream, pino, type Logger } from 'pino'

export type { Logger }

/** What must never reach a log, wherever an object that is logged carries it. */
const SECRETS = ['authorization', 'password', 'ticket', 'credential'].flatMap((key) => [key, `*.${key}`, `*.*.${key}`])

/** Whom an address of Finesse names. */
const USER_PATH = /\/User\/([^/?\s:"]+)/g

/** What an id may be, as a word of a text; a full stop at its end is not a part of it. */
const WORD = /[^\s/?:"'(),;]*[^\s/?:"'(),;.]/g

/** Hex digits of a CTI message's header, which names nobody. */
const HEADER_DIGITS = 16

/** What of the log may wait, in characters; past it new lines are dropped. */
const MAX_WAITING = 1024 * 1024

export type LogOptions = {
  /** Write who an agent is. Default: a pseudonym of the agent, which holds until the relay ends. */
  readonly agents?: boolean
  /** Default: standard output. */
  readonly destination?: DestinationStream
}

/** JSON lines, one a record, with times in UTC. */
export const createLog = (level: string, { agents = false, destination }: LogOptions = {}): Logger => {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: SECRETS, censor: '[secret]' },
    serializers: agents ? {} : namelessSerializers(),
  }
  return pino(options, destination ?? standardOutput())
}

/**
 * Standard output may be a file on a disk that is full. What cannot be written waits then, up to a bound, and nobody can be told so.
 * By itself the library would end the process, and wait for ever for the rest to be written when that ends.
 */
function standardOutput(): DestinationStream {
  const output = pino.destination({ dest: 1, sync: false, maxLength: MAX_WAITING })
  const flush = output.flushSync.bind(output)
  output.on('error', () => (output.flushSync = () => undefined))
  output.on('drain', () => (output.flushSync = flush))
  return output
}

/** Serializers after which nothing in a record tells who an agent is, but records of the same agent can be told to be. */
function namelessSerializers(): Record<string, (value: unknown) => unknown> {
  const key = randomBytes(32)
  const pseudonym = (agentId: string): string =>
    `agent-${createHmac('sha256', key).update(agentId).digest('base64url').slice(0, 12)}`
  return {
    agentId: (agentId) => pseudonym(String(agentId)),
    bytes: (bytes) => String(bytes).slice(0, HEADER_DIGITS),
    err: (error) => withoutUsers(error instanceof Error ? pino.stdSerializers.err(error) : error, pseudonym),
  }
}

/** The same error, with everybody whom an address in it names replaced, wherever he is named. */
function withoutUsers(error: unknown, pseudonym: (agentId: string) => string): unknown {
  const users = new Map<string, string>()
  mapTexts(error, (text) => {
    for (const [, user = ''] of text.matchAll(USER_PATH)) users.set(user, pseudonym(decodeId(user)))
    return text
  })
  return mapTexts(error, (text) => text.replace(WORD, (word) => users.get(word) ?? word))
}

function decodeId(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

/** A copy in which every text is replaced; deep, for objects as errors carry them. */
function mapTexts(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value)
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, map))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, map)]))
}
