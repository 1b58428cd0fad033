import { randomInt } from 'node:crypto'
import { createServer, type Server } from 'node:net'

/** Everything of the sandbox listens here and nowhere else. */
export const HOST = '127.0.0.1'

/** Below those that a system gives to whoever asks for any: a port of these is not taken by others while its server is away. */
const OWN_PORTS = [20_000, 32_768] as const
const TRIES = 100

/**
 * A port that nobody listens on now, for a server that must be told of one, or that shall come back to it.
 * @throws {PortError} where none is found
 */
export async function freePort(): Promise<number> {
  for (let tries = 1; ; tries += 1) {
    const port = randomInt(...OWN_PORTS)
    try {
      await requireFreePorts({ '': port })
      return port
    } catch (error) {
      if (tries === TRIES) throw error
    }
  }
}

/** A port cannot be used. */
export class PortError extends Error {
  readonly code = 'port-taken'

  constructor(port: number, option: string, options?: ErrorOptions) {
    super(`Port ${port} is taken or forbidden. Choose another one with ${option} PORT (0: any free one).`, options)
    this.name = 'PortError'
  }
}

/**
 * Tries the ports before anything is built or started, so that a taken one is told at once.
 * @param ports By the option that sets each; 0 is always free.
 * @throws {PortError} for the first one that cannot be used, also because another option has it
 */
export async function requireFreePorts(ports: Readonly<Record<string, number>>): Promise<void> {
  const servers: Server[] = []
  try {
    for (const [option, port] of Object.entries(ports)) servers.push(await listen(port, option))
  } finally {
    for (const server of servers) await new Promise((resolve) => server.close(resolve))
  }
}

const listen = (port: number, option: string): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (cause) => reject(new PortError(port, option, { cause })))
    server.listen(port, HOST, () => resolve(server))
  })
