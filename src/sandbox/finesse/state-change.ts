import type { Dialect } from '../../cti/dialect.ts'
import type { StateChange } from '../../finesse/actor.ts'
import { FinesseXmlError } from '../../finesse/errors.ts'
import { toReasonCodeId } from '../../finesse/reason-code-id.ts'
import type { FinesseCategory } from '../../finesse/reason-codes.ts'
import { textOf } from '../../finesse/xml-node.ts'
import { parseRoot } from '../../finesse/xml.ts'
import { systemReason } from '../cti/system-code.ts'
import { type Person, teamsSupervisedBy } from '../people.ts'
import {
  badRequest,
  invalidInput,
  notYourAgent,
  notYours,
  parameterMissing,
  reasonNotAllowed,
  reasonRequired,
} from './api-refusal.ts'
import type { ReasonCodeBook, ReasonRecord } from './reason-code-book.ts'

/** A change that may be asked of the CTI server. */
export type AllowedChange = {
  readonly state: StateChange['state']
  /** What Finesse remembers of it; also where the contact centre has a code but Finesse no record of it. */
  readonly reason: ReasonRecord | null
  /** EventReasonCode for the CTI server; 0 for none. */
  readonly code: number
  readonly isForced: boolean
  /** With LOGIN. */
  readonly extension: string
}

const OWN_STATES = ['LOGIN', 'LOGOUT', 'NOT_READY', 'READY'] as const
const SUPERVISOR_STATES = ['LOGOUT', 'NOT_READY', 'READY'] as const

/**
 * What a PUT on a User asks for, if the caller may.
 * @throws {ApiRefusal}
 */
export function readStateChange(
  { dialect, reasons }: { readonly dialect: Dialect; readonly reasons: ReasonCodeBook },
  caller: Person,
  target: Person,
  body: unknown,
): AllowedChange {
  const isOwn = caller.id === target.id
  if (!isOwn && !caller.roles.includes('Supervisor')) throw notYours(target.id)
  if (!isOwn && !teamsSupervisedBy(caller.id).some(({ id }) => id === target.teamId)) throw notYourAgent(target.id)
  const user = readBody(body)
  const word = textOf(user, 'state')
  if (word === '') throw parameterMissing('state')
  const state = (isOwn ? OWN_STATES : SUPERVISOR_STATES).find((allowed) => allowed === word)
  if (state === undefined) throw invalidInput('state')
  const reasonCodeId = textOf(user, 'reasonCodeId')
  const extension = textOf(user, 'extension')
  const change = { state, reason: null, code: 0, isForced: !isOwn, extension }
  if (state === 'READY' || state === 'LOGIN') {
    if (reasonCodeId !== '') throw reasonNotAllowed()
    if (state === 'LOGIN' && extension === '') throw parameterMissing('extension')
    return change
  }
  if (!isOwn) {
    if (reasonCodeId !== '') throw reasonNotAllowed()
    const code = systemReason(dialect, state, 'Supervisor Initiated')
    return { ...change, code, reason: reasons.system(state, code) }
  }
  const reason = chosenReason(reasons, state, reasonCodeId)
  return { ...change, reason, code: reason.code }
}

/** The reason with this id, for people who may choose it. Every category has some, so that one must be given. */
function chosenReason(reasons: ReasonCodeBook, category: FinesseCategory, reasonCodeId: string): ReasonRecord {
  if (reasonCodeId === '') throw reasonRequired()
  const id = toReasonCodeId(reasonCodeId)
  const reason = reasons.chosen.find((record) => record.id === id && record.category === category)
  if (reason === undefined) throw invalidInput('reasonCodeId')
  return reason
}

function readBody(body: unknown): unknown {
  try {
    return parseRoot(typeof body === 'string' ? body : '', 'User')
  } catch (error) {
    if (!(error instanceof FinesseXmlError)) throw error
    throw badRequest(error.code)
  }
}
