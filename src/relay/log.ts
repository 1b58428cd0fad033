import { pino, type Logger } from 'pino'

export type { Logger }

/** What must never reach a log, wherever an object that is logged carries it. */
const SECRETS = ['authorization', 'password', 'ticket', 'credential'].flatMap((key) => [key, `*.${key}`, `*.*.${key}`])

/** JSON lines on standard output, one a record, with times in UTC. */
export const createLog = (level: string): Logger =>
  pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: SECRETS, censor: '[secret]' },
  })
