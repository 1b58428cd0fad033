import { X509Certificate, createPrivateKey } from 'node:crypto'
import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { FinesseError } from '../../finesse/errors.ts'
import type { CtiSiteConfig, RelayConfig } from '../config-schema.ts'
import { openHistory } from '../history/open-history.ts'
import { RelayError } from '../relay-error.ts'
import { withFinesse } from './command-labels.ts'
import { withCtiSession } from './cti-question.ts'

/** One line of the doctor; `mend` says what to do, where there is something to do. */
export type Finding = {
  readonly level: 'ok' | 'warn' | 'fail'
  readonly what: string
  readonly said: string
  readonly mend?: string
}

const DAY_MS = 86_400_000
const EXPIRES_SOON_MS = 30 * DAY_MS
const LITTLE_SPACE_BYTES = 2 * 1024 ** 3

/** Clocks that are further apart than this make lags and pairings doubtful. Milliseconds. */
const SKEW_MS = 2_000

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** The certificate that browsers get, and the origins that gadgets come from. */
export function checkListening({ listen, allowedOrigins, finesse }: RelayConfig, now = Date.now()): Finding[] {
  const what = `listen ${listen.host}:${listen.port}`
  const strangers = allowedOrigins.filter(
    (origin) => !(finesse?.servers ?? []).some((url) => new URL(url).origin === origin),
  )
  const origins: Finding =
    finesse && strangers.length === allowedOrigins.length
      ? {
          level: 'warn',
          what: 'allowedOrigins',
          said: `none of them (${allowedOrigins.join(', ')}) is a server of finesse.servers`,
          mend: 'A desktop’s origin is its address in the browser, port included, e.g. https://finesse1.example.com:8445.',
        }
      : { level: 'ok', what: 'allowedOrigins', said: allowedOrigins.join(', ') }
  if (!listen.tls) return [{ level: 'ok', what, said: 'plain HTTP, on the loopback address only' }, origins]
  return [checkCertificate(what, listen.tls, now), origins]
}

function checkCertificate(
  what: string,
  { certFile, keyFile }: { certFile: string; keyFile: string },
  now: number,
): Finding {
  try {
    const certificate = new X509Certificate(readFileSync(certFile))
    if (!certificate.checkPrivateKey(createPrivateKey(readFileSync(keyFile)))) {
      return { level: 'fail', what, said: 'the key does not belong to the certificate', mend: `Check ${keyFile}.` }
    }
    const left = Date.parse(certificate.validTo) - now
    const names = certificate.subjectAltName ?? certificate.subject
    if (left < 0 || Date.parse(certificate.validFrom) > now) {
      return {
        level: 'fail',
        what,
        said: `the certificate is valid until ${certificate.validTo} only`,
        mend: 'Renew it.',
      }
    }
    const said = `TLS for ${names}, valid until ${certificate.validTo}`
    if (left < EXPIRES_SOON_MS) return { level: 'warn', what, said, mend: 'Renew it soon.' }
    return { level: 'ok', what, said }
  } catch (error) {
    return { level: 'fail', what, said: wordsOf(error), mend: 'Give a certificate and its key in PEM form.' }
  }
}

/** The file, its folder, and the space that is left. */
export async function checkHistory(config: RelayConfig): Promise<Finding[]> {
  const { file } = config.history
  const what = `history ${file}`
  const folder = dirname(file)
  try {
    accessSync(folder, constants.R_OK | constants.W_OK)
    if (existsSync(file)) accessSync(file, constants.R_OK | constants.W_OK)
    const { bavail, bsize } = await statfs(folder)
    const free = bavail * bsize
    const space = `${(free / 1024 ** 3).toFixed(1)} GiB free`
    const state = existsSync(file) ? await describeHistory(config) : 'not begun yet'
    if (free < LITTLE_SPACE_BYTES) {
      return [{ level: 'warn', what, said: `${state}, ${space}`, mend: 'Make room, or shorten retentionDays.' }]
    }
    return [{ level: 'ok', what, said: `${state}, ${space}` }]
  } catch (error) {
    const mend = 'The user that runs the relay needs the right to write there.'
    return [{ level: 'fail', what, said: wordsOf(error), ...(error instanceof RelayError ? {} : { mend }) }]
  }
}

async function describeHistory(config: RelayConfig): Promise<string> {
  const store = await openHistory(config)
  try {
    const { rows, oldest } = await store.size()
    return oldest === null ? 'empty' : `${rows} observations since ${new Date(oldest).toISOString()}`
  } finally {
    await store.close()
  }
}

/** TCP, OPEN and the version, at one server of a site. */
export async function checkCti(site: CtiSiteConfig, server: string): Promise<Finding> {
  const what = `CTI ${site.site} ${server}`
  try {
    return await withCtiSession(site, { servers: [server] }, async (_client, link) => {
      if (link?.status === 'open') return { level: 'ok', what, said: `open, version ${link.version}. ${link.text}` }
      if (link?.status === 'standby') return { level: 'ok', what, said: `reachable; ${link.text}` }
      const mend =
        link?.status === 'refused'
          ? 'Check dialect, protocolVersion and clientId against the CTI server’s configuration.'
          : 'Check the address, the port (UCCX: 12028; UCCE: 42027, 43027), and firewalls in between.'
      return { level: 'fail', what, said: link?.text ?? 'no answer', mend }
    })
  } catch (error) {
    return { level: 'fail', what, said: wordsOf(error), mend: 'Check the files named under tls.' }
  }
}

/** Reachability, certificate, clock, the witness's rights and the reason codes, at each Finesse server. */
export async function checkFinesse(config: RelayConfig, agent: string | undefined): Promise<Finding[]> {
  const { finesse } = config
  if (!finesse) {
    const mend = 'Name the servers under finesse.servers: without them nobody can sign in at the relay.'
    return [{ level: 'warn', what: 'Finesse', said: 'not configured', mend }]
  }
  const findings: Finding[] = []
  for (const server of finesse.servers) {
    try {
      findings.push(
        ...(await checkFinesseServer({ ...config, finesse: { ...finesse, servers: [server] } }, server, agent)),
      )
    } catch (error) {
      if (!(error instanceof RelayError)) throw error
      findings.push({ level: 'fail', what: `Finesse ${server}`, said: error.message })
    }
  }
  return findings
}

async function checkFinesseServer(config: RelayConfig, server: string, agent: string | undefined): Promise<Finding[]> {
  const what = `Finesse ${server}`
  const witness = config.finesse?.witness?.user
  return withFinesse(config, async (finesse) => {
    if (!finesse?.administrator) {
      const mend =
        'Configure finesse.witness: only so are Finesse’s words known while no gadget is open, and the −1 itself.'
      return [{ level: 'warn', what, said: 'not checked, no witness is configured', mend }]
    }
    const { administrator } = finesse
    const findings: Finding[] = []
    const attempt = async (name: string, check: () => Promise<Omit<Finding, 'what'>>): Promise<boolean> => {
      try {
        findings.push({ what: `${what}, ${name}`, ...(await check()) })
        return true
      } catch (error) {
        if (!(error instanceof FinesseError)) throw error
        findings.push({ level: 'fail', what: `${what}, ${name}`, said: error.message, mend: adviceFor(error, witness) })
        return false
      }
    }
    const isReached = await attempt('reached', async () => {
      const { status, deployment, currentTimestamp } = await administrator.call((client) => client.getSystemInfo())
      const said = `${status}, ${deployment ?? 'deployment not told'}`
      const skew = currentTimestamp === null ? 0 : Date.parse(currentTimestamp) - Date.now()
      if (Math.abs(skew) <= SKEW_MS) return { level: 'ok', said }
      const seconds = (Math.abs(skew) / 1000).toFixed(1)
      return {
        level: 'warn',
        said: `${said}; its clock is ${seconds} s ${skew > 0 ? 'ahead' : 'behind'}`,
        mend: 'Give both machines the same time server.',
      }
    })
    // Another question with a refused credential would bring the account closer to being locked.
    if (!isReached) return findings
    const mayRead = await attempt('reason codes', async () => {
      const codes = await administrator.call((client) => client.getReasonCodes('ALL'))
      return { level: 'ok', said: `${codes.length} read` }
    })
    if (mayRead && agent !== undefined) {
      await attempt(`reading ${agent}`, async () => {
        const user = await administrator.call((client) => client.getUser(agent))
        return { level: 'ok', said: `${user.state}, reasonCodeId ${user.rawReasonCodeId ?? 'absent'}` }
      })
    }
    return findings
  })
}

function adviceFor({ code }: FinesseError, witness: string | undefined): string {
  if (code === 'finesse-unauthorized') return `Check the password of ${witness}. Five failures lock the account.`
  if (code === 'finesse-forbidden') return `${witness} must be an administrator of Finesse.`
  if (code === 'finesse-unreachable') {
    return 'Where the certificate is not trusted, give its authority as finesse.caFile.'
  }
  return 'See whether Finesse is in service.'
}
