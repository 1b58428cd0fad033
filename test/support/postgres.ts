/** What tests with PostgreSQL need beside the server itself. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { PostgresSettings } from '../../src/relay/history/postgres-link.ts'
import { asServerUser, postgresPrograms, PostgresServer, USER } from '../../src/sandbox/cluster/postgres-server.ts'
import { freePort } from '../../src/sandbox/ports.ts'

export { postgresPrograms, PostgresServer }

/**
 * Why tests with PostgreSQL cannot run here; null where they can. On Debian the package is installed by `npm test`, so that
 * there they fail where it is missing.
 */
export const WHY_NO_POSTGRES: string | null =
  postgresPrograms() === undefined && !existsSync('/etc/debian_version')
    ? 'PostgreSQL is only looked for where Debian has it'
    : null

/** Where Debian has the pooler. */
const PGBOUNCER = '/usr/sbin/pgbouncer'

/** Why tests with a pooler cannot run here; null where they can, or where they fail for want of it (on Debian). */
export const hasPgbouncer = (): boolean => existsSync(PGBOUNCER)

/** PgBouncer in front of a server, with a way of giving out its connections. Answers its port, and how to end it. */
export async function startPgbouncer(server: PostgresServer, mode: 'session' | 'transaction', settings = '') {
  const port = await freePort()
  const file = join(server.folder, `pgbouncer-${port}.ini`)
  const lines = [
    '[databases]',
    `* = host=127.0.0.1 port=${server.port} user=${USER}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = any',
    `pool_mode = ${mode}`,
    settings,
  ]
  writeFileSync(file, lines.join('\n'))
  const [command, args] = asServerUser(PGBOUNCER, ['-q', file])
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], cwd: '/' })
  let words = ''
  child.stderr.on('data', (data: Buffer) => (words += data.toString()))
  while (!(await isListening(port))) {
    if (child.exitCode !== null) throw new Error(`pgbouncer did not start: ${words}`)
    await pause(20)
  }
  const end = async (): Promise<void> => {
    child.kill('SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  }
  return { port, end }
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

/** How a relay reaches a database of these servers. */
export const settingsOf = (
  database: string,
  ...servers: readonly Pick<PostgresServer, 'port'>[]
): PostgresSettings => ({
  hosts: servers.map(({ port }) => ({ host: '127.0.0.1', port })),
  database,
  user: USER,
  password: null,
  tls: null,
})
