import { SERVICE_MASKS } from '../../../cti/masks.ts'
import type { Message } from '../../../cti/messages.ts'
import type { CtiSiteConfig } from '../../config-schema.ts'
import { clientOptions } from '../../cti/client-options.ts'
import { withCtiSession } from '../cti-question.ts'
import { type Finding, MEND_SKEW, skewText, wordsOf } from './finding.ts'

/** What the relay asks for, and what is missing where a server does not grant it. */
const SERVICES = [
  ['ALL_EVENTS', 'no event of any agent comes'],
  ['CONFIG_EVENTS', 'agents have no names but Finesse’s'],
  ['SUPERVISOR', 'teams are not followed'],
] as const

const MEND_REFUSED = 'Check dialect, protocolVersion, clientId and its password against the CTI server’s configuration.'
const MEND_CONNECTION = 'Check the address, the port (UCCX: 12028; UCCE: 42027, 43027), and firewalls in between.'
const MEND_SECURED =
  'Check the address, the port (UCCE, secured: 42030, 43030), firewalls in between, and the files named under tls: ' +
  'caFile is for the server’s authority, and the server must trust the one of certFile.'

/** Connection, OPEN, version, services and clock, at one server of a site. */
export async function checkCti(site: CtiSiteConfig, server: string, now = Date.now): Promise<Finding[]> {
  const what = `CTI ${site.site} ${server}`
  const read = { config: true, teams: true }
  try {
    return await withCtiSession(site, { servers: [server], ...read }, async ({ link, openConf }) => {
      if (link?.status === 'open' && openConf) {
        const { protocolVersion } = clientOptions(site)
        return [
          checkServices(what, openConf, link.version),
          ...checkServer(what, openConf, now()),
          ...checkVersion(what, protocolVersion, link.version),
        ]
      }
      if (link?.status === 'standby') return [{ level: 'ok', what, said: `reachable; ${link.text}` }]
      const mend = link?.status === 'refused' ? MEND_REFUSED : site.tls ? MEND_SECURED : MEND_CONNECTION
      return [{ level: 'fail', what, said: link?.text ?? 'no answer', mend }]
    })
  } catch (error) {
    return [{ level: 'fail', what, said: wordsOf(error), mend: 'Check the files that the configuration names.' }]
  }
}

function checkServices(what: string, { servicesGranted }: Message<'OPEN_CONF'>, version: number): Finding {
  const isGranted = ([name]: (typeof SERVICES)[number]): boolean => (servicesGranted & SERVICE_MASKS[name]) !== 0
  const granted = SERVICES.filter(isGranted).map(([name]) => name)
  const missing = SERVICES.filter((service) => !isGranted(service))
  const said = `open, protocol version ${version}, granted: ${granted.join(', ') || 'nothing'}`
  if (missing.length === 0) return { level: 'ok', what, said }
  return {
    level: missing.some(([name]) => name === 'ALL_EVENTS') ? 'fail' : 'warn',
    what,
    said: `${said}, not granted: ${missing.map(([name, effect]) => `${name} (${effect})`).join(', ')}`,
    mend: 'Look in the CTI server’s configuration and log for why it grants less than it is asked for.',
  }
}

function checkServer(what: string, conf: Message<'OPEN_CONF'>, now: number): Finding[] {
  const findings: Finding[] = []
  if (!conf.peripheralOnline) {
    const mend = 'See whether the contact centre is in service: the CTI server answers without it.'
    findings.push({ level: 'warn', what, said: 'the server reports its contact centre as offline', mend })
  }
  // In whole seconds; UCCX sends none.
  const theirs = conf.icmCentralControllerTime * 1000
  const skew = theirs === 0 ? null : skewText(theirs, now)
  if (skew !== null) findings.push({ level: 'warn', what, said: skew, mend: MEND_SKEW })
  return findings
}

function checkVersion(what: string, configured: number, spoken: number): Finding[] {
  if (configured === spoken) return []
  const said = `the server does not have protocol version ${configured}`
  return [{ level: 'warn', what, said, mend: `Set protocolVersion to ${spoken}, which it has.` }]
}
