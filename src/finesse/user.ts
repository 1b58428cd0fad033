import { namelessWords, unknownStateWords } from '#fault-words'
import type { AgentState } from '../history/agent-state.ts'
import type { Instant } from '../history/observation.ts'
import { FinesseXmlError } from './errors.ts'
import { type ReasonCodeId, toReasonCodeId } from './reason-code-id.ts'
import { readReasonCode, type ReasonCodeRecord } from './reason-codes.ts'
import {
  childOf,
  childrenOf,
  instantOf,
  lastSegment,
  type Report,
  textOf,
  textOrNull,
  type XmlNode,
} from './xml-node.ts'
import { parseRoot } from './xml.ts'

/** The states that the User API has. */
export const FINESSE_STATES = [
  'LOGOUT',
  'NOT_READY',
  'READY',
  'RESERVED',
  'RESERVED_OUTBOUND',
  'RESERVED_OUTBOUND_PREVIEW',
  'TALKING',
  'HOLD',
  'WORK',
  'WORK_READY',
  'UNKNOWN',
] as const satisfies readonly AgentState[]
export type FinesseState = (typeof FINESSE_STATES)[number]

/** A team that a user supervises. */
export type TeamReference = { readonly id: string; readonly name: string }

/**
 * A user of Finesse: the User object, or the shorter one inside a Team and its notifications, which has no reasonCodeId,
 * loginName, roles and teams. Texts that are absent are ''; everything else absent is null or an empty list.
 */
export type FinesseUser = {
  readonly uri: string
  readonly loginId: string
  readonly loginName: string
  readonly firstName: string
  readonly lastName: string
  /** Empty once logged out. */
  readonly extension: string
  /** `UNKNOWN` also for a word that the API does not list; `rawState` has the word. */
  readonly state: FinesseState
  readonly rawState: string
  /** Finesse's clock; null until its server has had a state notification for the user. */
  readonly stateChangeTime: Instant | null
  /** The state that follows the present call; null for none. */
  readonly pendingState: FinesseState | null
  readonly reasonCodeId: ReasonCodeId | null
  /** The element as it stood there, e.g. `-1` or ''; null where there was none. May be stale outside NOT_READY and LOGOUT. */
  readonly rawReasonCodeId: string | null
  readonly reasonCode: ReasonCodeRecord | null
  /** `Agent`, `Supervisor`. */
  readonly roles: readonly string[]
  /** The user's own team. */
  readonly teamId: string
  readonly teamName: string
  /** The teams that the user supervises. */
  readonly teams: readonly TeamReference[]
}

const isState = (word: string): word is FinesseState => (FINESSE_STATES as readonly string[]).includes(word)

/**
 * Reads a user element. What is unknown in it is reported and read as UNKNOWN (a state) or null (a time, a reason whose
 * code is not 1 to 65535); code 0 is a contact centre's word for a state without reason.
 * @throws {FinesseXmlError} `xml-unexpected` where it names no user
 */
export function readUser(node: XmlNode, report?: Report): FinesseUser {
  const uri = textOf(node, 'uri')
  const loginId = textOf(node, 'loginId') || decodeSegment(lastSegment(uri))
  if (loginId === '') throw new FinesseXmlError('xml-unexpected', namelessWords('User'))
  const tell: Report = (fault) => report?.(`${loginId}: ${fault}`)
  const rawState = textOf(node, 'state')
  if (!isState(rawState)) tell(unknownStateWords(rawState))
  const pendingState = textOf(node, 'pendingState')
  const rawReasonCodeId = textOrNull(node, 'reasonCodeId')
  return {
    uri,
    loginId,
    loginName: textOf(node, 'loginName'),
    firstName: textOf(node, 'firstName'),
    lastName: textOf(node, 'lastName'),
    extension: textOf(node, 'extension'),
    state: isState(rawState) ? rawState : 'UNKNOWN',
    rawState,
    stateChangeTime: instantOf(node, 'stateChangeTime', tell),
    pendingState: pendingState === '' ? null : isState(pendingState) ? pendingState : 'UNKNOWN',
    reasonCodeId: toReasonCodeId(rawReasonCodeId),
    rawReasonCodeId,
    reasonCode: readReason(childrenOf(node, 'reasonCode')[0], rawState, tell),
    roles: textsOf(childOf(node, 'roles'), 'role'),
    teamId: textOf(node, 'teamId'),
    teamName: textOf(node, 'teamName'),
    teams: childrenOf(childOf(node, 'teams'), 'Team').map(readTeamReference),
  }
}

/**
 * Reads a User document.
 * @throws {FinesseXmlError}
 */
export const parseUser = (xml: string, report?: Report): FinesseUser => readUser(parseRoot(xml, 'User'), report)

function readReason(node: XmlNode, state: string, report: Report): ReasonCodeRecord | null {
  return node === undefined || textOf(node, 'code') === '0' ? null : readReasonCode(node, state, report)
}

const readTeamReference = (node: XmlNode): TeamReference => ({
  id: textOf(node, 'id') || lastSegment(textOf(node, 'uri')),
  name: textOf(node, 'name'),
})

const textsOf = (node: XmlNode, name: string): readonly string[] =>
  childrenOf(node, name).filter((child) => typeof child === 'string')

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    // Not encoded, but a name with a percent sign in it.
    return segment
  }
}
