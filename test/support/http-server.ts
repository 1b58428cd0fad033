import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export { freePort } from '../../src/sandbox/ports.ts'

/** A request as a test looks at it. */
type Asked = {
  readonly method: string
  /** With the query. */
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** Answers a request; one that writes nothing leaves the client waiting. */
export type Respond = (response: ServerResponse, asked: Asked) => void

/** An HTTP server on a free port of this machine. */
export type LoopbackHttpServer = {
  /** `http://127.0.0.1:port` */
  readonly url: string
  /** Every request so far, in order. */
  readonly asked: readonly Asked[]
  /** How it answers; may be replaced at any time. */
  respond: Respond
  close(): Promise<void>
}

export async function startHttp(respond: Respond): Promise<LoopbackHttpServer> {
  const asked: Asked[] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request
      const one = { method, path, headers, body: Buffer.concat(parts).toString('utf8') }
      asked.push(one)
      loopback.respond(response, one)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const loopback: LoopbackHttpServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    respond,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return loopback
}

/** Answers with a status and a body, whatever is asked. */
export const always =
  (status: number, body = '', headers: Record<string, string> = {}): Respond =>
  (response) =>
    response.writeHead(status, headers).end(body)
