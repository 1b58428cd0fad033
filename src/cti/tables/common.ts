import { TAGS } from '../tags.ts'
import type { FixedField, FloatingEntry, MessageTable } from './field.ts'

/** What UCCX puts into every PeripheralID and PeripheralType, and what Unified CCE puts there if nobody changed it. */
export const PERIPHERAL_FILLS = { id: { uccx: 1, ucce: 5000 }, type: { uccx: 21, ucce: 17 } } as const

export const INVOKE_ID = { name: 'invokeId', type: 'u32' } as const satisfies FixedField
export const MONITOR_ID = { name: 'monitorId', type: 'u32', fill: 0 } as const satisfies FixedField
export const PERIPHERAL_ID = {
  name: 'peripheralId',
  type: 'u32',
  fill: PERIPHERAL_FILLS.id,
} as const satisfies FixedField
export const PERIPHERAL_TYPE = {
  name: 'peripheralType',
  type: 'u16',
  fill: PERIPHERAL_FILLS.type,
} as const satisfies FixedField

/** Every confirmation that says no more than which request it confirms. */
export const BARE_CONFIRMATION = { fixed: [INVOKE_ID], floating: [] } as const satisfies MessageTable

export const AGENT_EXTENSION = {
  tag: TAGS.AGENT_EXTENSION,
  name: 'agentExtension',
  type: 'string',
  max: 16,
} as const satisfies FloatingEntry

/** UCCE's agent id. UCCX reserves the tag, yet it is the second choice there when 194 is missing. */
export const AGENT_ID = {
  tag: TAGS.AGENT_ID,
  name: 'agentId',
  type: 'string',
  max: 12,
} as const satisfies FloatingEntry

/** UCCX's agent id; the tag table gives it to UCCE as well, for ids that do not fit into 12 bytes. */
export const AGENT_ID_LONG = {
  tag: TAGS.AGENT_ID_LONG,
  name: 'agentIdLong',
  type: 'string',
  max: 129,
} as const satisfies FloatingEntry

export const AGENT_INSTRUMENT = {
  tag: TAGS.AGENT_INSTRUMENT,
  name: 'agentInstrument',
  type: 'string',
  max: 64,
} as const satisfies FloatingEntry

export const CLIENT_ID = {
  tag: TAGS.CLIENT_ID,
  name: 'clientId',
  type: 'string',
  max: 64,
} as const satisfies FloatingEntry

export const CLIENT_SIGNATURE = {
  tag: TAGS.CLIENT_SIGNATURE,
  name: 'clientSignature',
  type: 'string',
  max: 64,
} as const satisfies FloatingEntry

export const TEXT = { tag: TAGS.TEXT, name: 'text', type: 'string', max: 255 } as const satisfies FloatingEntry

/** UCCX adds a text to its failures; UCCE does not. */
export const UCCX_TEXT = { ...TEXT, since: { uccx: 10 } } as const satisfies FloatingEntry

export const ACTIVE_TERMINAL = {
  tag: TAGS.FLT_TERM_DEVICE_NAME,
  name: 'activeTerminal',
  type: 'string',
  max: 64,
  since: { uccx: 18, ucce: 24 },
} as const satisfies FloatingEntry

export const SKILL_GROUP_NUMBER = {
  tag: TAGS.SKILL_GROUP_NUMBER,
  name: 'skillGroupNumber',
  type: 'i32',
} as const satisfies FloatingEntry
const SKILL_GROUP_ID = {
  tag: TAGS.SKILL_GROUP_ID,
  name: 'skillGroupId',
  type: 'u32',
} as const satisfies FloatingEntry
export const SKILL_GROUP_PRIORITY = {
  tag: TAGS.SKILL_GROUP_PRIORITY,
  name: 'skillGroupPriority',
  type: 'u16',
} as const satisfies FloatingEntry

/** The agent's state in each of its skill groups; CSQs on UCCX, where 63 and 64 are reserved. */
export const SKILL_GROUP_STATES = {
  group: 'skillGroups',
  members: [
    SKILL_GROUP_NUMBER,
    SKILL_GROUP_ID,
    SKILL_GROUP_PRIORITY,
    { tag: TAGS.SKILL_GROUP_STATE, name: 'skillGroupState', type: 'agentState' },
  ],
} as const satisfies FloatingEntry

/** The skill groups a call was queued to or taken from. */
export const SKILL_GROUPS = {
  group: 'skillGroups',
  members: [SKILL_GROUP_NUMBER, SKILL_GROUP_ID, SKILL_GROUP_PRIORITY],
} as const satisfies FloatingEntry

export const CLIENT_ADDRESS = {
  tag: TAGS.CLIENT_ADDRESS,
  name: 'clientAddress',
  type: 'string',
  max: 64,
} as const satisfies FloatingEntry
export const CLIENT_ADDRESS_IPV6 = {
  tag: TAGS.CLIENT_ADDRESS_IPV6,
  name: 'clientAddressIpv6',
  type: 'string',
  max: 64,
} as const satisfies FloatingEntry
