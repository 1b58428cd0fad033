import { withoutAdvice } from '../../cti/certificate-fault.ts'
import postgres from 'postgres'
import { HistoryError } from './history-error.ts'

/** SQLSTATEs, or their classes, that somebody can do something about. Those with RH are our own, of postgres-schema.ts. */
const POSTGRES_FAULTS: readonly (readonly [state: string, code: string, advice: string])[] = [
  ['RH001', 'history-fenced', 'Another relay leads this CTI site now.'],
  ['RH002', 'history-rolled-back', 'The database is older than what was read from it: it was restored.'],
  ['RH003', 'history-failed-over', 'Another server of the database has taken over.'],
  ['RH004', 'history-in-use', 'End all relays of it, wait 10 s, and try again.'],
  ['25006', 'history-unreachable', 'This server only reads: it is a standby that was not promoted yet.'],
  ['28', 'history-refused', 'Check history.user, its password, and the server’s pg_hba.conf.'],
  ['3D000', 'history-refused', 'The database of history.database does not exist.'],
  ['42501', 'history-rights', 'The user of history.user needs to own the database, or the right to create in it.'],
  ['53100', 'history-disk-full', 'The server’s disk is full: make room there, or lower history.retentionDays.'],
  ['53300', 'history-unreachable', 'The server takes no more connections: raise max_connections.'],
  ['55P03', 'history-slow', 'Another writer holds the history for long: does the synchronous standby answer?'],
  ['57014', 'history-slow', 'The server took too long.'],
  ['57P', 'history-unreachable', 'The server is being shut down or started.'],
  [
    '08P01',
    'history-pooled',
    'Is a connection pooler in between? Name the server itself: a pooler breaks LISTEN and locks.',
  ],
  ['08', 'history-unreachable', 'The connection to the server was lost.'],
  ['XX001', 'history-damaged', 'The server says that its files are damaged: see its log.'],
  ['XX002', 'history-damaged', 'The server says that its files are damaged: see its log.'],
]

/** What the driver calls a connection that is lost, or that nobody made. */
const isLostConnection = (code: string): boolean => /^(CONNECT|E[A-Z]{3,}$)/.test(code)

/** What Node says of a certificate. */
const isUntrusted = (code: string): boolean => /CERT|VERIFY|ERR_TLS/.test(code)

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

/** Must the connection be made anew, perhaps to another server? */
export function isConnectionFault(error: unknown): boolean {
  const code = codeOf(error)
  return isLostConnection(code) || /^(08|57P|25006|53300)/.test(code)
}

/** Did the server's side end the connection while it was asked? */
export const isClosedConnection = (error: unknown): boolean => codeOf(error) === 'CONNECTION_CLOSED'

/** Whatever the driver or the server threw, as the history's own error; one that is already stays. */
export function historyErrorOf(error: unknown): HistoryError {
  if (error instanceof HistoryError) return error
  const code = codeOf(error)
  const words = withoutAdvice(error instanceof Error ? error.message : String(error))
  if (isLostConnection(code)) {
    // Node's own words for a server that ends the connection when it is asked for TLS.
    const advice = words.includes('before secure TLS') ? ' Is TLS on at the server (ssl = on)?' : ''
    return new HistoryError(
      'history-unreachable',
      `The history’s database cannot be reached: ${words}.${advice}`,
      error,
    )
  }
  if (isUntrusted(code)) {
    const message = `The certificate of the history’s server cannot be trusted: ${words}. Give its authority as history.tls.caFile.`
    return new HistoryError('history-untrusted', message, error)
  }
  const known = POSTGRES_FAULTS.find(([state]) => code.startsWith(state))
  const [, name, advice] = error instanceof postgres.PostgresError && known ? known : ['', 'history-failed', '']
  return new HistoryError(name, `The history’s database says: ${words}. ${advice}`.trim(), error)
}
