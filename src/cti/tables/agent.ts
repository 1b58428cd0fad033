import { TAGS } from '../tags.ts'
import {
  ACTIVE_TERMINAL,
  AGENT_EXTENSION,
  AGENT_ID,
  AGENT_ID_LONG,
  AGENT_INSTRUMENT,
  BARE_CONFIRMATION,
  INVOKE_ID,
  MONITOR_ID,
  PERIPHERAL_ID,
  PERIPHERAL_TYPE,
  SKILL_GROUP_NUMBER,
  SKILL_GROUP_PRIORITY,
  SKILL_GROUP_STATES,
  TEXT,
} from './common.ts'
import type { FloatingEntry, MessageTable } from './field.ts'

const MAX_BEYOND_TASK_LIMIT = {
  tag: TAGS.MAX_BEYOND_TASK_LIMIT,
  name: 'maxBeyondTaskLimit',
  type: 'u32',
  since: { ucce: 22 },
} as const satisfies FloatingEntry

/** Agent states: the event, asking and setting, and the refusal of a request. */
export const AGENT_MESSAGES = {
  AGENT_STATE_EVENT: {
    fixed: [
      MONITOR_ID,
      PERIPHERAL_ID,
      { name: 'sessionId', type: 'u32', fill: 0 },
      PERIPHERAL_TYPE,
      /** UCCX: CSQState, 0 where one event covers the agent. */
      { name: 'skillGroupState', type: 'agentState', fill: 0 },
      /** Seconds the agent has been in the state. */
      { name: 'stateDuration', type: 'u32', fill: 0 },
      { name: 'skillGroupNumber', type: 'u32', fill: 0xffffffff },
      { name: 'skillGroupId', type: 'u32', fill: 0xffffffff },
      { name: 'skillGroupPriority', type: 'u16', fill: 0 },
      { name: 'agentState', type: 'agentState' },
      /** The reason of this transition; 0 where none was given. */
      { name: 'eventReasonCode', type: 'u16', fill: 0 },
      { name: 'mrdId', type: 'i32', fill: 1 },
      { name: 'numTasks', type: 'u32', fill: 0 },
      { name: 'agentMode', type: 'u16', fill: 0 },
      { name: 'maxTaskLimit', type: 'u32', fill: 0 },
      { name: 'icmAgentId', type: 'i32', fill: 0 },
      { name: 'agentAvailabilityStatus', type: 'u32', fill: 1 },
      { name: 'numFltSkillGroups', type: 'u16', counts: 'skillGroups' },
      { name: 'departmentId', type: 'i32', since: { ucce: 19 }, fill: 0 },
    ],
    floating: [
      /** Named CTIClientSignature, yet its tag is 3 here and not 23. */
      { tag: TAGS.CLIENT_SIGNATURE, name: 'ctiClientSignature', type: 'string', max: 64 },
      AGENT_ID,
      AGENT_ID_LONG,
      AGENT_EXTENSION,
      AGENT_INSTRUMENT,
      { tag: TAGS.DURATION, name: 'duration', type: 'u32' },
      { tag: TAGS.EXT_AGENT_STATE, name: 'nextAgentState', type: 'agentState' },
      { tag: TAGS.DIRECTION, name: 'direction', type: 'u32', since: { ucce: 16 } },
      ACTIVE_TERMINAL,
      MAX_BEYOND_TASK_LIMIT,
      SKILL_GROUP_STATES,
    ],
  },
  QUERY_AGENT_STATE_REQ: {
    fixed: [
      INVOKE_ID,
      PERIPHERAL_ID,
      { name: 'mrdId', type: 'i32', fill: 1 },
      { name: 'icmAgentId', type: 'i32', fill: 0 },
    ],
    floating: [AGENT_ID, AGENT_ID_LONG, AGENT_INSTRUMENT, AGENT_EXTENSION],
  },
  /** Carries neither a reason nor a time in either dialect: who learns the state so cannot learn why. */
  QUERY_AGENT_STATE_CONF: {
    fixed: [
      INVOKE_ID,
      { name: 'agentState', type: 'agentState' },
      { name: 'numSkillGroups', type: 'u16', counts: 'skillGroups' },
      { name: 'mrdId', type: 'i32', fill: 1 },
      { name: 'numTasks', type: 'u32', fill: 0 },
      { name: 'agentMode', type: 'u16', fill: 0 },
      { name: 'maxTaskLimit', type: 'u32', fill: 0 },
      { name: 'icmAgentId', type: 'i32', fill: 0 },
      { name: 'agentAvailabilityStatus', type: 'u32', fill: 1 },
      { name: 'departmentId', type: 'i32', since: { ucce: 19 }, fill: 0 },
    ],
    floating: [
      AGENT_ID,
      AGENT_ID_LONG,
      AGENT_EXTENSION,
      AGENT_INSTRUMENT,
      SKILL_GROUP_STATES,
      { tag: TAGS.INTERNAL_AGENT_STATE, name: 'internalAgentState', type: 'agentState' },
      MAX_BEYOND_TASK_LIMIT,
    ],
  },
  SET_AGENT_STATE_REQ: {
    fixed: [
      INVOKE_ID,
      PERIPHERAL_ID,
      { name: 'agentState', type: 'agentState' },
      { name: 'agentWorkMode', type: 'u16', fill: 0 },
      { name: 'numSkillGroups', type: 'u16', counts: 'skillGroups' },
      { name: 'eventReasonCode', type: 'u16', fill: 0 },
      /** 0 no, 1 forced, 2 authenticate only. */
      { name: 'forcedFlag', type: 'u8', fill: 0 },
      /** UCCX: AgentCapacity, marked as of version 12. */
      { name: 'agentServiceReq', type: 'u32', since: { uccx: 12, ucce: 9 }, fill: 0 },
    ],
    floating: [
      AGENT_INSTRUMENT,
      AGENT_ID,
      AGENT_ID_LONG,
      { tag: TAGS.AGENT_PASSWORD, name: 'agentPassword', type: 'string', max: 64 },
      { tag: TAGS.POSITION_ID, name: 'positionId', type: 'string', since: { ucce: 9 } },
      { tag: TAGS.SUPERVISOR_ID, name: 'supervisorId', type: 'string', since: { ucce: 9 } },
      { tag: TAGS.SSO_ENABLED, name: 'ssoEnabled', type: 'bool', since: { ucce: 20 } },
      ACTIVE_TERMINAL,
      { group: 'skillGroups', members: [SKILL_GROUP_NUMBER, SKILL_GROUP_PRIORITY] },
    ],
    sizedByConsumption: true,
  },
  SET_AGENT_STATE_CONF: BARE_CONFIRMATION,
  CONTROL_FAILURE_CONF: {
    fixed: [
      INVOKE_ID,
      { name: 'failureCode', type: 'u16' },
      /** UCCX calls it UnifiedCCXErrorCode: 0, or 88001 and up. */
      { name: 'peripheralErrorCode', type: 'u32', fill: 0 },
    ],
    floating: [TEXT],
  },
  AGENT_DESK_SETTINGS_REQ: { fixed: [INVOKE_ID, PERIPHERAL_ID], floating: [AGENT_ID] },
} as const satisfies Record<string, MessageTable>
