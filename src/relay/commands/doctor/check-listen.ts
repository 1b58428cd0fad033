import { X509Certificate } from 'node:crypto'
import { createServer } from 'node:net'
import { Agent, request } from 'undici'
import type { RelayConfig } from '../../config-schema.ts'
import { type PairFiles, readPair } from '../../tls-files.ts'
import { type Finding, wordsOf } from './finding.ts'

const EXPIRES_SOON_MS = 30 * 86_400_000
const PROBE_TIMEOUT_MS = 2_000

/** Where a relay that listens everywhere is reached on this machine. */
const HERE: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '[::1]', '::1': '[::1]' }

/** The port, the certificate that browsers get, and the origins that gadgets come from. */
export async function checkListening(config: RelayConfig, now = Date.now()): Promise<Finding[]> {
  const { listen } = config
  const what = `listen ${listen.host}:${listen.port}`
  const encryption: Finding = listen.tls
    ? checkCertificate(what, listen.tls, now)
    : { level: 'ok', what, said: 'plain HTTP, on the loopback address only' }
  return [encryption, await checkPort(what, listen), checkOrigins(config)]
}

function checkOrigins({ allowedOrigins, finesse }: RelayConfig): Finding {
  const what = 'allowedOrigins'
  const desktops = new Set(finesse?.servers.map((server) => new URL(server).origin))
  if (!finesse || allowedOrigins.some((origin) => desktops.has(origin))) {
    return { level: 'ok', what, said: allowedOrigins.join(', ') }
  }
  const said = `none of them (${allowedOrigins.join(', ')}) is a server of finesse.servers`
  const mend =
    'A desktop’s origin is its address in the browser, port included, e.g. https://finesse1.example.com:8445.'
  return { level: 'warn', what, said, mend }
}

async function checkPort(what: string, { host, port, tls }: RelayConfig['listen']): Promise<Finding> {
  if (port === 0) return { level: 'ok', what, said: 'any free port' }
  const code = await whyNotFree(host, port)
  if (code === null) return { level: 'ok', what, said: 'the port is free; no relay runs here' }
  if (code !== 'EADDRINUSE') {
    const mend = 'Choose an address of this machine, and a port that this user may listen on.'
    return { level: 'fail', what, said: `nobody can listen there: ${code}`, mend }
  }
  if (await isRelay(`${tls ? 'https' : 'http'}://${HERE[host] ?? host}:${port}`)) {
    return { level: 'ok', what, said: 'a relay runs here' }
  }
  const mend = 'End the other program, or choose another port with listen.port.'
  return { level: 'warn', what, said: 'the port is taken by something that is not this relay', mend }
}

/** Listens for a moment. The error's code, or null where it could. */
function whyNotFree(host: string, port: number): Promise<string | null> {
  const { promise, resolve } = Promise.withResolvers<string | null>()
  const server = createServer()
  server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
  server.listen(port, host, () => server.close(() => resolve(null)))
  return promise
}

/** Does a relay answer? Whose certificate it has is another question. */
async function isRelay(address: string): Promise<boolean> {
  const dispatcher = new Agent({ connect: { rejectUnauthorized: false, timeout: PROBE_TIMEOUT_MS } })
  try {
    const { body } = await request(`${address}/healthz`, { dispatcher, signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) })
    const answer: unknown = await body.json()
    return typeof answer === 'object' && answer !== null && 'status' in answer && answer.status === 'alive'
  } catch {
    // Whatever it is, it does not answer as a relay does.
    return false
  } finally {
    await dispatcher.destroy()
  }
}

function checkCertificate(what: string, files: PairFiles, now: number): Finding {
  try {
    const certificate = new X509Certificate(readPair(files, 'listen.tls').cert)
    const { validFrom, validTo } = certificate
    const left = Date.parse(validTo) - now
    if (left < 0) return { level: 'fail', what, said: `the certificate was valid until ${validTo}`, mend: 'Renew it.' }
    if (Date.parse(validFrom) > now) {
      const mend = 'Check this machine’s clock, or use the certificate later.'
      return { level: 'fail', what, said: `the certificate is not valid before ${validFrom}`, mend }
    }
    const said = `TLS for ${certificate.subjectAltName ?? certificate.subject}, valid until ${validTo}`
    return left < EXPIRES_SOON_MS ? { level: 'warn', what, said, mend: 'Renew it soon.' } : { level: 'ok', what, said }
  } catch (error) {
    return { level: 'fail', what, said: wordsOf(error), mend: 'Give a certificate and its key, both in PEM form.' }
  }
}
