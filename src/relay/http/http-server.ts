import { Server as TlsServer } from 'node:tls'
import cors from '@fastify/cors'
import rateLimit from '@fastify/rate-limit'
import staticFiles from '@fastify/static'
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import { EVENTS_PATH, SESSION_PATH } from '../../wire/protocol.ts'
import type { HttpError } from '../../wire/session.ts'
import type { RelayConfig } from '../config-schema.ts'
import type { EventsServer } from '../live/events-server.ts'
import type { Logger } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import type { SessionDesk } from '../sessions/session-desk.ts'
import { followCertificate, readCertificate } from './certificate.ts'
import { trustOf } from './client-address.ts'
import { ConnectionGate } from './connection-gate.ts'
import { RequestError } from './http-error.ts'
import { SignInCount } from './sign-in-count.ts'

/** Under this the built gadget is served. */
const GADGET_PREFIX = '/gadget/'

const MAX_BODY_BYTES = 4 * 1024
const REQUEST_TIMEOUT_MS = 15_000

/** A client that opens a connection and says nothing, or only slowly, keeps it for this long and the time between two looks. */
const HEADERS_TIMEOUT_MS = 10_000
const LOOK_INTERVAL_MS = 5_000
const KEEP_ALIVE_MS = 10_000

/** Why the relay is not ready; empty when it is. */
export type Readiness = readonly { readonly code: string; readonly message: string }[]

export type HttpServerOptions = {
  readonly listen: RelayConfig['listen']
  readonly allowedOrigins: readonly string[]
  readonly limits: Pick<RelayConfig['limits'], 'connections' | 'connectionsPerAddress' | 'signInsPerMinute'>
  /** Folder of the built gadget. */
  readonly gadgetFolder: string
  readonly desk: SessionDesk
  readonly events: EventsServer
  readonly metrics: Metrics
  readonly log: Logger
  readonly readiness: () => Readiness
  /** Brings up to date what `/metrics` shows of the present. */
  readonly measure: () => void
}

/** The relay's HTTP side: sessions, health, metrics, the gadget's files, and the way to the sockets. */
export async function createHttpServer(options: HttpServerOptions): Promise<FastifyInstance> {
  const { listen, allowedOrigins, desk, events, metrics, log } = options
  const securityHeaders = (path: string): Record<string, string> => {
    // No answer is a page. The gadget's files may be looked at in a frame of the desktop, everything else in none.
    const frames = path.startsWith(GADGET_PREFIX) ? ["'self'", ...allowedOrigins].join(' ') : "'none'"
    return {
      'content-security-policy': `default-src 'none'; frame-ancestors ${frames}`,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'cross-origin',
      ...(tls ? { 'strict-transport-security': 'max-age=31536000' } : {}),
    }
  }
  const trust = trustOf(listen.trustedProxies)
  const settings = {
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    forceCloseConnections: true,
    trustProxy: trust,
    frameworkErrors: (_error: unknown, _request: unknown, reply: FastifyReply) => {
      void reply
        .code(400)
        .headers(securityHeaders(''))
        .send({ code: 'bad-request', message: 'The address cannot be understood.' } satisfies HttpError)
    },
  }
  const patience = { headersTimeout: HEADERS_TIMEOUT_MS, connectionsCheckingInterval: LOOK_INTERVAL_MS }
  const { tls } = listen
  const server: FastifyInstance = tls
    ? Fastify({
        ...settings,
        https: {
          ...patience,
          handshakeTimeout: HEADERS_TIMEOUT_MS,
          ...readCertificate(tls),
        },
      })
    : Fastify({ ...settings, http: patience })
  server.server.maxConnections = options.limits.connections
  const gate = new ConnectionGate({
    perAddress: options.limits.connectionsPerAddress,
    isExempt: (address) => trust(address, 0),
  })
  server.server.on('connection', (socket) => gate.enter(socket))
  if (tls && server.server instanceof TlsServer) {
    const unfollow = followCertificate(server.server, tls, log, (end) => metrics.certificateEnd.set(end / 1000))
    server.addHook('onClose', async () => unfollow())
  }

  server.setErrorHandler((error, _request, reply) => {
    const fault = toRequestError(error)
    if (fault.code === 'internal') log.error({ err: error }, 'a request failed')
    if (fault.retryAfter !== undefined) void reply.header('retry-after', Math.ceil(fault.retryAfter))
    void reply.code(fault.status).send({ code: fault.code, message: fault.message } satisfies HttpError)
  })
  server.setNotFoundHandler(() => {
    throw new RequestError('not-found', 'There is nothing under this address.')
  })
  server.addHook('onSend', async ({ url }, reply) => {
    void reply.headers(securityHeaders(url))
  })

  await server.register(cors, {
    origin: [...allowedOrigins],
    methods: ['POST'],
    allowedHeaders: ['authorization', 'content-type'],
    exposedHeaders: ['retry-after'],
    maxAge: 600,
  })
  await server.register(staticFiles, {
    root: options.gadgetFolder,
    prefix: GADGET_PREFIX,
    index: false,
    setHeaders: (response, path) => {
      // Scripts and style sheets carry a hash of their content in their names; the definition must always be asked for anew.
      const isHashed = /-[\w-]{8}\.(?:js|css)$/.test(path)
      void response.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache')
      // A browser loads modules from another origin only so. Nothing there is secret; and the answer is the same for every
      // page, since a browser may give one what it kept for another.
      void response.header('access-control-allow-origin', '*')
    },
  })

  server.get('/healthz', () => ({ status: 'alive' }))
  server.get('/readyz', (_request, reply) => {
    const reasons = options.readiness()
    return reply
      .code(reasons.length === 0 ? 200 : 503)
      .send({ status: reasons.length === 0 ? 'ready' : 'not-ready', reasons })
  })
  server.get('/metrics', async (_request, reply) => {
    options.measure()
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })
  await server.register(rateLimit, {
    global: false,
    store: SignInCount,
    errorResponseBuilder: (_request, { ttl }) =>
      new RequestError('too-many-requests', 'Too many sign-ins come from this address. Wait a little.', {
        retryAfter: ttl / 1000,
      }),
  })
  const perMinute = { max: options.limits.signInsPerMinute }
  server.post(SESSION_PATH, { config: { rateLimit: perMinute } }, async (request, reply) => {
    requireOrigin(allowedOrigins, request.headers.origin)
    void reply.header('cache-control', 'no-store')
    return desk.signIn({ authorization: request.headers.authorization, body: request.body })
  })

  server.server.on('upgrade', (request, connection, head) => {
    // Node leaves the connection to whoever upgrades it: an error that nobody hears would end the process.
    connection.on('error', () => connection.destroy())
    if (request.url?.split('?')[0] === EVENTS_PATH) return events.upgrade(request, connection, head)
    connection.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
  })
  return server
}

/** @throws {RequestError} `origin-refused` for a page that is not among the allowed ones. */
function requireOrigin(allowed: readonly string[], origin: string | undefined): void {
  if (origin !== undefined && allowed.includes(origin)) return
  throw new RequestError(
    'origin-refused',
    `Pages of ${origin ?? 'an unnamed origin'} may not use this relay. An administrator can add it to allowedOrigins.`,
  )
}

/** The fault to answer with; what the framework refused gets a code of ours, everything unforeseen stays inside. */
function toRequestError(error: unknown): RequestError {
  if (error instanceof RequestError) return error
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : 500
  if (status === 413) return new RequestError('request-too-large', `A body may have ${MAX_BODY_BYTES} bytes at most.`)
  if (status === 404) return new RequestError('not-found', 'There is nothing under this address.')
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return new RequestError('bad-request', 'The request cannot be understood.', { cause: error })
  }
  return new RequestError('internal', 'The relay failed at this request; its log says why.', { cause: error })
}
