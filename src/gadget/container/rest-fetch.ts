import type { FinesseFetch } from '../../finesse/transport.ts'
import type { Gadgets, ProxyAnswer } from './globals/gadgets.ts'

/** Statuses whose answers have no body, and out of which no Response with one can be made. */
const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304])

/**
 * Requests to Finesse: straight to the page's own origin, and from the first time that this proves impossible through the
 * container's proxy.
 * @param proxyTarget Where the proxy finds Finesse, as in the gadget's configuration.
 */
export function restFetch(gadgets: Gadgets, direct: FinesseFetch, proxyTarget: () => string): FinesseFetch {
  const { io } = gadgets
  let useProxy = false
  return async (url, init) => {
    if (!io) return direct(url, init)
    if (!useProxy) {
      try {
        return await direct(url, init)
      } catch (error) {
        // A TypeError is fetch's word for "no connection to there": another origin, a proxy or a certificate in the way.
        // A change that may have got there is not sent a second time.
        if (!(error instanceof TypeError) || init.method !== 'GET') throw error
      }
    }
    const answer = await proxied(io, proxyTarget() + url, init)
    useProxy = true
    return answer
  }
}

/** One request through the container's proxy; rejects with a TypeError, as fetch does, where no server answered. */
async function proxied(
  io: NonNullable<Gadgets['io']>,
  url: string,
  { method, headers: given, body, signal }: Parameters<FinesseFetch>[1],
): Promise<Response> {
  const { 'content-type': type, ...headers } = given
  const answer = await new Promise<ProxyAnswer>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
    io.makeRequest(method === 'GET' ? uncached(url) : url, resolve, {
      METHOD: method,
      // The container looks for this header in this spelling, and writes one of its own where it finds none.
      HEADERS: { ...headers, ...(type === undefined ? {} : { 'Content-Type': type }) },
      ...(body === undefined ? {} : { POST_DATA: body }),
      CONTENT_TYPE: 'TEXT',
      AUTHORIZATION: 'NONE',
      REFRESH_INTERVAL: 0,
    })
  })
  const status = Number(answer.rc)
  if (!(status >= 200 && status <= 599)) throw new TypeError("The desktop's proxy brought no answer.")
  return new Response(WITHOUT_BODY.has(status) ? null : (answer.text ?? ''), { status })
}

/** The proxy keeps answers and gives them again for the same address; so does the library of 10.6.1 get fresh ones. */
const uncached = (url: string): string => `${url}${url.includes('?') ? '&' : '?'}nocache=${Date.now()}`
