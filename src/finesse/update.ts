import { emptyUpdateWords } from '#fault-words'
import { type ApiError, readApiErrors } from './api-errors.ts'
import { FinesseXmlError } from './errors.ts'
import { type FinesseUser, readUser } from './user.ts'
import { childOf, childrenOf, type Report, textOf, textOrNull, type XmlNode } from './xml-node.ts'
import { parseRoot } from './xml.ts'

/** A notification. At most one of user, systemStatus and apiErrors has something; other objects (dialogs, media) have none. */
export type FinesseUpdate = {
  /** PUT, POST or DELETE, in upper case whichever the server wrote. */
  readonly event: string
  /** The object it is about, e.g. `/finesse/api/User/1001`. */
  readonly source: string
  /** The `requestId` header of the request that caused it; '' where nobody here asked for it. */
  readonly requestId: string
  readonly user: FinesseUser | null
  /** What the server says of itself: IN_SERVICE, OUT_OF_SERVICE. The rest of its SystemInfo stays what it was. */
  readonly systemStatus: string | null
  /** Why a request that was taken (202) failed after all. */
  readonly apiErrors: readonly ApiError[]
}

function readUpdate(update: XmlNode, report?: Report): FinesseUpdate {
  const data = childOf(update, 'data')
  const user = childrenOf(data, 'user')[0]
  return {
    event: textOf(update, 'event').toUpperCase(),
    source: textOf(update, 'source'),
    requestId: textOf(update, 'requestId'),
    user: user === undefined ? null : readUser(user, report),
    systemStatus: textOrNull(childOf(data, 'systemInfo'), 'status'),
    apiErrors: readApiErrors(childOf(data, 'apiErrors')),
  }
}

/**
 * Reads the text of a notification.
 * @throws {FinesseXmlError}
 */
export const parseUpdate = (xml: string, report?: Report): FinesseUpdate => readUpdate(parseRoot(xml, 'Update'), report)

/**
 * Reads what the desktop's hub hands to a gadget: `{content, object}`. The object is taken where there is one; else the
 * content, which has the node's path in front of the XML.
 * @throws {FinesseXmlError}
 */
export function parseHubPayload(payload: unknown, report?: Report): FinesseUpdate {
  const update = childOf(childOf(payload, 'object'), 'Update')
  if (update !== undefined) return readUpdate(update, report)
  const content = textOf(payload, 'content')
  const start = content.indexOf('<')
  if (start < 0) throw new FinesseXmlError('xml-unexpected', emptyUpdateWords())
  return parseUpdate(content.slice(start), report)
}

/** The same for whom a notification that cannot be read is none: null. */
export function tryHubPayload(payload: unknown): FinesseUpdate | null {
  try {
    return parseHubPayload(payload)
  } catch (error) {
    if (error instanceof FinesseXmlError) return null
    throw error
  }
}
