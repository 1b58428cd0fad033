import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { HOST } from '../ports.ts'

/** It must take connections within this time. Milliseconds. */
const START_MS = 60_000
const LOOK_MS = 20

/** Where Debian's package and others put it. */
const PROGRAMS = ['/usr/sbin/nginx', '/usr/local/sbin/nginx', '/usr/bin/nginx', '/opt/homebrew/bin/nginx']

/** The program; undefined where it is not installed. */
export const nginxProgram = (): string | undefined => PROGRAMS.find((path) => existsSync(path))

/** Where nginx is. @throws {Error} where it is not installed, with what to do */
export function requireNginx(): string {
  const program = nginxProgram()
  if (program !== undefined) return program
  throw new Error('nginx is not installed. On Debian: apt-get install nginx-light')
}

/** The configuration of a load balancer without stickiness: any relay serves any supervisor. */
export const nginxConfiguration = (folder: string, port: number, relays: readonly string[]): string => `
daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log warn;
events { worker_connections 8192; }
http {
  access_log off;
${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((use) => `  ${use}_temp_path ${folder}/${use};`).join('\n')}
  map $http_upgrade $connection_upgrade { default upgrade; '' ''; }
  upstream relays {
${relays.map((relay) => `    server ${relay} max_fails=1 fail_timeout=2s;`).join('\n')}
  }
  server {
    listen ${HOST}:${port};
    location / {
      proxy_pass http://relays;
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_connect_timeout 1s;
      proxy_read_timeout 90s;
      proxy_buffering off;
    }
  }
}
`

/** nginx in front of some relays, on a port of the loopback address. */
export class NginxServer {
  readonly #folder: string
  readonly #text: string
  readonly port: number
  #child: ChildProcess | null = null

  /**
   * @param folder Its own: configuration, log and temporary files.
   * @param text Its configuration.
   * @param port Where that lets it listen.
   */
  constructor(folder: string, text: string, port: number) {
    this.#folder = folder
    this.#text = text
    this.port = port
  }

  /** The master process; null while it does not run. */
  get pid(): number | null {
    return this.#child?.pid ?? null
  }

  /** Starts it, or starts it again; it takes connections when this resolves. @throws {Error} with what nginx says */
  async start(): Promise<void> {
    const program = requireNginx()
    mkdirSync(this.#folder, { recursive: true })
    const file = join(this.#folder, 'nginx.conf')
    writeFileSync(file, this.#text)
    const args = ['-e', join(this.#folder, 'error.log'), '-p', this.#folder, '-c', file]
    // In a group of its own, so that its workers can be ended with it.
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], detached: true })
    this.#child = child
    let words = ''
    child.stderr.on('data', (data: Buffer) => (words += data.toString()))
    // For ends that leave no time to stop it.
    const kill = (): void => killGroup(child, 'SIGKILL')
    process.once('exit', kill)
    child.once('exit', () => {
      process.off('exit', kill)
      // Workers outlive a master that was killed, and would keep the port.
      kill()
      if (this.#child === child) this.#child = null
    })
    const end = Date.now() + START_MS
    while (!(await isListening(this.port))) {
      if (child.exitCode !== null || Date.now() > end) throw new Error(`nginx did not start: ${words}`)
      await pause(LOOK_MS)
    }
  }

  /** Ends it, its workers too: SIGTERM in order, SIGKILL as a crash. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.#child
    this.#child = null
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    killGroup(child, signal)
    await ended
  }
}

/** A process that began a group of its own, and everything in it. */
function killGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal)
  } catch (error) {
    // It has ended already.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, HOST)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
