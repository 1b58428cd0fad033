import type { Deployment } from '../history/catalogue.ts'
import type { Instant } from '../history/observation.ts'
import { childOf, instantOf, type Report, textOf } from './xml-node.ts'
import { parseRoot } from './xml.ts'

/** What a Finesse server says of itself. Older servers say less: absent texts are ''. */
export type FinesseSystemInfo = {
  /** IN_SERVICE, OUT_OF_SERVICE. */
  readonly status: string
  readonly statusReason: string
  /** null where the server does not say, or says something else. */
  readonly deployment: Deployment | null
  /** The server's clock. */
  readonly currentTimestamp: Instant | null
  /** One spelling for the several that exist; null where the server does not say. */
  readonly authMode: 'SSO' | 'NON_SSO' | 'HYBRID' | null
  readonly primaryHost: string
  /** '' where there is no second node. */
  readonly secondaryHost: string
  readonly ctiVersion: string
  /** success, failure. */
  readonly lastCtiHeartbeatStatus: string
  readonly timezoneOffset: string
  readonly xmppDomain: string
  readonly xmppPubSubDomain: string
}

const AUTH_MODES = new Map<string, FinesseSystemInfo['authMode']>([
  ['SSO', 'SSO'],
  ['NONSSO', 'NON_SSO'],
  ['HYBRID', 'HYBRID'],
])

const DEPLOYMENT_TYPES = new Map<string, Deployment>([
  ['UCCX', 'uccx'],
  ['UCCE', 'ucce'],
])

/**
 * Reads a SystemInfo document.
 * @throws {FinesseXmlError}
 */
export function parseSystemInfo(xml: string, report?: Report): FinesseSystemInfo {
  const node = parseRoot(xml, 'SystemInfo')
  return {
    status: textOf(node, 'status'),
    statusReason: textOf(node, 'statusReason'),
    deployment: DEPLOYMENT_TYPES.get(textOf(node, 'deploymentType').toUpperCase()) ?? null,
    currentTimestamp: instantOf(node, 'currentTimestamp', report),
    authMode: AUTH_MODES.get(textOf(node, 'systemAuthMode').toUpperCase().replace(/[-_]/g, '')) ?? null,
    primaryHost: textOf(childOf(node, 'primaryNode'), 'host'),
    secondaryHost: textOf(childOf(node, 'secondaryNode'), 'host'),
    ctiVersion: textOf(node, 'ctiVersion'),
    lastCtiHeartbeatStatus: textOf(node, 'lastCTIHeartbeatStatus'),
    timezoneOffset: textOf(node, 'timezoneOffset'),
    xmppDomain: textOf(node, 'xmppDomain'),
    xmppPubSubDomain: textOf(node, 'xmppPubSubDomain'),
  }
}
