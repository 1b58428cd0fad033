import { TAGS } from '../tags.ts'
import type { FixedField, FloatingEntry } from './field.ts'
import { MONITOR_ID, PERIPHERAL_ID, PERIPHERAL_TYPE } from './common.ts'

/** How every call event begins. */
export const CALL_HEADER = [MONITOR_ID, PERIPHERAL_ID, PERIPHERAL_TYPE] as const satisfies readonly FixedField[]

export const CONNECTION = [
  { name: 'connectionDeviceIdType', type: 'u16', fill: 0 },
  { name: 'connectionCallId', type: 'u32' },
] as const satisfies readonly FixedField[]

export const LINE = [
  { name: 'lineHandle', type: 'u16', fill: 0xffff },
  { name: 'lineType', type: 'u16', fill: 3 },
] as const satisfies readonly FixedField[]

/** UCCX: serviceNumber is the ApplicationID. */
export const SERVICE = [
  { name: 'serviceNumber', type: 'u32', fill: 0xffffffff },
  { name: 'serviceId', type: 'u32', fill: 0xffffffff },
] as const satisfies readonly FixedField[]

/** UCCX: skillGroupNumber is the CSQID. */
export const SKILL_GROUP = [
  { name: 'skillGroupNumber', type: 'u32', fill: 0xffffffff },
  { name: 'skillGroupId', type: 'u32', fill: 0xffffffff },
  { name: 'skillGroupPriority', type: 'u16', fill: 0 },
] as const satisfies readonly FixedField[]

/** LocalConnectionState and EventCause, with which a call event ends. */
export const EVENT = [
  { name: 'localConnectionState', type: 'u16', fill: 0xffff },
  { name: 'eventCause', type: 'u16', fill: 0xffff },
] as const satisfies readonly FixedField[]

export const NUM_NAMED = [
  { name: 'numNamedVariables', type: 'u16', counts: 'namedVariables' },
  { name: 'numNamedArrays', type: 'u16', counts: 'namedArrays' },
] as const satisfies readonly FixedField[]

/** The kind of each device that the floating part names. */
export const ALERTING_DEVICE_TYPE = {
  name: 'alertingDeviceType',
  type: 'u16',
  fill: 0xffff,
} as const satisfies FixedField
export const ANSWERING_DEVICE_TYPE = {
  name: 'answeringDeviceType',
  type: 'u16',
  fill: 0xffff,
} as const satisfies FixedField
export const CALLING_DEVICE_TYPE = {
  name: 'callingDeviceType',
  type: 'u16',
  fill: 0xffff,
} as const satisfies FixedField
export const CALLED_DEVICE_TYPE = { name: 'calledDeviceType', type: 'u16', fill: 0xffff } as const satisfies FixedField
export const LAST_REDIRECT_DEVICE_TYPE = {
  name: 'lastRedirectDeviceType',
  type: 'u16',
  fill: 0xffff,
} as const satisfies FixedField
export const QUEUE_DEVICE_TYPE = { name: 'queueDeviceType', type: 'u16', fill: 0xffff } as const satisfies FixedField

export const CONNECTION_DEVICE_ID = {
  tag: TAGS.CONNECTION_DEVID,
  name: 'connectionDeviceId',
  type: 'string',
  max: 64,
} as const satisfies FloatingEntry
export const CALLING_DEVICE_ID = {
  tag: TAGS.CALLING_DEVID,
  name: 'callingDeviceId',
  type: 'string',
  max: 64,
} as const satisfies FloatingEntry
export const CALLED_DEVICE_ID = {
  tag: TAGS.CALLED_DEVID,
  name: 'calledDeviceId',
  type: 'string',
  max: 64,
} as const satisfies FloatingEntry
export const LAST_REDIRECT_DEVICE_ID = {
  tag: TAGS.LAST_REDIRECT_DEVID,
  name: 'lastRedirectDeviceId',
  type: 'string',
  max: 64,
} as const satisfies FloatingEntry
export const NEW_CONNECTION_DEVICE_ID = {
  tag: TAGS.NEW_CONNECTION_DEVID,
  name: 'newConnectionDeviceId',
  type: 'string',
  max: 64,
} as const satisfies FloatingEntry
export const QUEUE_DEVICE_ID = {
  tag: TAGS.QUEUE_DEVID,
  name: 'queueDeviceId',
  type: 'string',
  max: 64,
} as const satisfies FloatingEntry

export const TRUNK = [
  { tag: TAGS.TRUNK_NUMBER, name: 'trunkNumber', type: 'u32' },
  { tag: TAGS.TRUNK_GROUP_NUMBER, name: 'trunkGroupNumber', type: 'u32' },
] as const satisfies readonly FloatingEntry[]

/** The other parties of a call. */
export const PARTIES = {
  group: 'parties',
  members: [
    { tag: TAGS.PARTY_CALLID, name: 'partyCallId', type: 'u32' },
    { tag: TAGS.PARTY_DEVID_TYPE, name: 'partyDeviceIdType', type: 'u16' },
    { tag: TAGS.PARTY_DEVID, name: 'partyDeviceId', type: 'string', max: 64 },
  ],
} as const satisfies FloatingEntry

export const ANI = { tag: TAGS.ANI, name: 'ani', type: 'string', max: 40 } as const satisfies FloatingEntry
export const UUI = { tag: TAGS.UUI, name: 'userToUserInfo', type: 'bytes', max: 131 } as const satisfies FloatingEntry
const DNIS = { tag: TAGS.DNIS, name: 'dnis', type: 'string', max: 32 } as const satisfies FloatingEntry
export const DIALED_NUMBER = {
  tag: TAGS.DIALED_NUMBER,
  name: 'dialedNumber',
  type: 'string',
  max: 40,
} as const satisfies FloatingEntry
export const CED = {
  tag: TAGS.CED,
  name: 'callerEnteredDigits',
  type: 'string',
  max: 40,
} as const satisfies FloatingEntry

/** Who calls, whom, and what the caller keyed in. */
export const CALLER = [ANI, UUI, DNIS, DIALED_NUMBER, CED] as const satisfies readonly FloatingEntry[]

export const ROUTER_CALL_KEY = [
  { tag: TAGS.ROUTER_CALL_KEY_DAY, name: 'routerCallKeyDay', type: 'u32' },
  { tag: TAGS.ROUTER_CALL_KEY_CALLID, name: 'routerCallKeyCallId', type: 'u32' },
  { tag: TAGS.ROUTER_CALL_KEY_SEQUENCE_NUM, name: 'routerCallKeySequenceNum', type: 'u32' },
] as const satisfies readonly FloatingEntry[]

export const CALL_VARIABLES = [
  { tag: TAGS.CALL_VAR_1, name: 'callVariable1', type: 'string', max: 41 },
  { tag: TAGS.CALL_VAR_2, name: 'callVariable2', type: 'string', max: 41 },
  { tag: TAGS.CALL_VAR_3, name: 'callVariable3', type: 'string', max: 41 },
  { tag: TAGS.CALL_VAR_4, name: 'callVariable4', type: 'string', max: 41 },
  { tag: TAGS.CALL_VAR_5, name: 'callVariable5', type: 'string', max: 41 },
  { tag: TAGS.CALL_VAR_6, name: 'callVariable6', type: 'string', max: 41 },
  { tag: TAGS.CALL_VAR_7, name: 'callVariable7', type: 'string', max: 41 },
  { tag: TAGS.CALL_VAR_8, name: 'callVariable8', type: 'string', max: 41 },
  { tag: TAGS.CALL_VAR_9, name: 'callVariable9', type: 'string', max: 41 },
  { tag: TAGS.CALL_VAR_10, name: 'callVariable10', type: 'string', max: 41 },
] as const satisfies readonly FloatingEntry[]

export const CALL_WRAPUP_DATA = {
  tag: TAGS.CALL_WRAPUP_DATA,
  name: 'callWrapupData',
  type: 'string',
  max: 40,
} as const satisfies FloatingEntry

export const NAMED_DATA = [
  { tag: TAGS.NAMED_VARIABLE, name: 'namedVariables', type: 'namedVariable', list: true },
  { tag: TAGS.NAMED_ARRAY, name: 'namedArrays', type: 'namedArray', list: true },
] as const satisfies readonly FloatingEntry[]

export const CUSTOMER = [
  { tag: TAGS.CUSTOMER_PHONE_NUMBER, name: 'customerPhoneNumber', type: 'string', max: 20 },
  { tag: TAGS.CUSTOMER_ACCOUNT_NUMBER, name: 'customerAccountNumber', type: 'string', max: 32 },
] as const satisfies readonly FloatingEntry[]

export const CTI_CLIENT = [
  { tag: TAGS.CTI_CLIENT_SIGNATURE, name: 'ctiClientSignature', type: 'string', max: 64 },
  { tag: TAGS.CTI_CLIENT_TIMESTAMP, name: 'ctiClientTimestamp', type: 'time' },
] as const satisfies readonly FloatingEntry[]

export const CALL_REFERENCE_ID = {
  tag: TAGS.CALL_REFERENCE_ID,
  name: 'callReferenceId',
  type: 'bytes',
  max: 32,
} as const satisfies FloatingEntry

export const SECONDARY_CONNECTION_CALL_ID = {
  tag: TAGS.SECONDARY_CONNECTION_CALL_ID,
  name: 'secondaryConnectionCallId',
  type: 'u32',
} as const satisfies FloatingEntry

/** The device whose connection a snapshot tells of. */
export const CALL_CONNECTION = [
  { tag: TAGS.CALL_CONN_CALLID, name: 'callConnectionCallId', type: 'u32' },
  { tag: TAGS.CALL_CONN_DEVID_TYPE, name: 'callConnectionDeviceIdType', type: 'u16' },
  { tag: TAGS.CALL_CONN_DEVID, name: 'callConnectionDeviceId', type: 'string', max: 64 },
] as const satisfies readonly FloatingEntry[]
