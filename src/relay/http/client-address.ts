import type { IncomingMessage } from 'node:http'
import { normalizeIP } from '@fastify/rate-limit'
import proxyaddr from '@fastify/proxy-addr'

/** What a load balancer tells of those behind it is believed of these addresses only. */
export type TrustProxy = (address: string, hop: number) => boolean

/** @throws {TypeError} for what is no address and no network. */
export const trustOf = (proxies: readonly string[]): TrustProxy => proxyaddr.compile([...proxies])

/**
 * Whom a request comes from, for limits per address: behind trusted load balancers the last address in `X-Forwarded-For`
 * that is none of theirs. Anybody else can write there what he likes and stays who he is. IPv6 counts by its /64.
 */
export const clientAddress = (request: IncomingMessage, trust: TrustProxy): string =>
  normalizeIP(request.socket.remoteAddress === undefined ? '' : proxyaddr(request, trust))
