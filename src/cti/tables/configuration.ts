import { TAGS } from '../tags.ts'
import { INVOKE_ID, PERIPHERAL_ID, SKILL_GROUP_NUMBER, SKILL_GROUP_PRIORITY, TEXT } from './common.ts'
import type { FixedField, FloatingEntry, MessageTable, Versions } from './field.ts'

/** UCCX has the word from version 11 on, reserved as 0. */
const REQUESTED_PERIPHERAL_ID = {
  name: 'peripheralId',
  type: 'u32',
  since: { uccx: 11, ucce: 9 },
  fill: { uccx: 0, ucce: PERIPHERAL_ID.fill.ucce },
} as const satisfies FixedField

const CUSTOMER_ID = { tag: TAGS.CUSTOMER_ID, name: 'customerId', type: 'u32' } as const satisfies FloatingEntry

/** Each key changes with its kind of data. UCCX speaks of applications and CSQs where UCCE has services and skill groups. */
const CONFIG_KEYS = [
  { tag: TAGS.SERVICE_CONFIG_KEY, name: 'serviceConfigKey', type: 'bytes', max: 8 },
  { tag: TAGS.SKILL_GROUP_CONFIG_KEY, name: 'skillGroupConfigKey', type: 'bytes', max: 8 },
  { tag: TAGS.AGENT_CONFIG_KEY, name: 'agentConfigKey', type: 'bytes', max: 8 },
  { tag: TAGS.DEVICE_CONFIG_KEY, name: 'deviceConfigKey', type: 'bytes', max: 8 },
  { tag: TAGS.CALL_TYPE_CONFIG_KEY, name: 'callTypeConfigKey', type: 'bytes', max: 8, since: { ucce: 11 } },
  { tag: TAGS.PERIPHERAL_CONFIG_KEY, name: 'peripheralConfigKey', type: 'bytes', max: 8, since: { ucce: 20 } },
  {
    tag: TAGS.AGENT_DESK_SETTINGS_CONFIG_KEY,
    name: 'deskSettingsConfigKey',
    type: 'bytes',
    max: 8,
    since: { ucce: 20 },
  },
] as const satisfies readonly FloatingEntry[]

/** Every record begins with what became of the thing it describes: 0 added, 1 changed, 2 deleted. */
const RECORD_TYPE = { tag: TAGS.RECORD_TYPE, name: 'recordType', type: 'u16' } as const satisfies FloatingEntry
const RECORD_PERIPHERAL_ID = {
  tag: TAGS.PERIPHERAL_ID,
  name: 'peripheralId',
  type: 'u32',
} as const satisfies FloatingEntry
const PERIPHERAL_NUMBER = {
  tag: TAGS.PERIPHERAL_NUMBER,
  name: 'peripheralNumber',
  type: 'u32',
} as const satisfies FloatingEntry
const PERIPHERAL_NAME = {
  tag: TAGS.PERIPHERAL_NAME,
  name: 'peripheralName',
  type: 'string',
  max: 64,
} as const satisfies FloatingEntry
const EXTENSION = { tag: TAGS.EXTENSION, name: 'extension', type: 'string', max: 16 } as const satisfies FloatingEntry
const DESCRIPTION = {
  tag: TAGS.DESCRIPTION,
  name: 'description',
  type: 'string',
  max: 128,
} as const satisfies FloatingEntry
const CONFIG_PARAM = {
  tag: TAGS.CONFIG_PARAM,
  name: 'configParam',
  type: 'string',
  max: 255,
} as const satisfies FloatingEntry
const SERVICE_ID = { tag: TAGS.SERVICE_ID, name: 'serviceId', type: 'u32' } as const satisfies FloatingEntry
const TERMINALS_SINCE = { uccx: 18, ucce: 24 } as const satisfies Versions
const TERMINAL_DEVICE_NAME = {
  tag: TAGS.FLT_TERM_DEVICE_NAME,
  name: 'terminalDeviceName',
  type: 'string',
  max: 64,
  since: TERMINALS_SINCE,
} as const satisfies FloatingEntry

const NUM_RECORDS = [{ name: 'numRecords', type: 'u16', counts: 'records' }] as const satisfies readonly FixedField[]

/** The configuration upload and its updates. */
export const CONFIGURATION_MESSAGES = {
  CONFIG_REQUEST_KEY_EVENT: { fixed: [REQUESTED_PERIPHERAL_ID], floating: [CUSTOMER_ID], sizedByConsumption: true },
  CONFIG_KEY_EVENT: { fixed: [{ name: 'status', type: 'u32', fill: 0 }], floating: CONFIG_KEYS },
  CONFIG_REQUEST_EVENT: {
    fixed: [
      /** UCCX: ConfigurationMask; 0 asks for updates only. */
      { name: 'configInformation', type: 'u32' },
      { name: 'configMsgMask', type: 'u32', since: { ucce: 24 }, fill: 0 },
      REQUESTED_PERIPHERAL_ID,
    ],
    floating: [CUSTOMER_ID],
    sizedByConsumption: true,
  },
  CONFIG_BEGIN_EVENT: {
    fixed: [
      /** 1 asked for, 2 an update. */
      { name: 'configType', type: 'u16' },
      { name: 'configInformation', type: 'u32' },
    ],
    floating: CONFIG_KEYS,
  },
  /** Status: 0 complete, 1 service provider, 2 unknown data, 3 error, 4 empty, 5 partial. */
  CONFIG_END_EVENT: { fixed: [{ name: 'status', type: 'u32', fill: 0 }], floating: [TEXT] },
  /** UCCX: its applications. */
  CONFIG_SERVICE_EVENT: {
    fixed: NUM_RECORDS,
    floating: [
      {
        group: 'records',
        startsAt: TAGS.RECORD_TYPE,
        members: [
          RECORD_TYPE,
          RECORD_PERIPHERAL_ID,
          PERIPHERAL_NUMBER,
          SERVICE_ID,
          { tag: TAGS.SERVICE_SKILL_TARGET_ID, name: 'serviceSkillTargetId', type: 'u32' },
          EXTENSION,
          PERIPHERAL_NAME,
          DESCRIPTION,
          CONFIG_PARAM,
        ],
      },
    ],
  },
  /** UCCX: CONFIG_CSQ_EVENT, where peripheralNumber is the CSQ's id and comes twice from version 11 on, the second one counting. */
  CONFIG_SKILL_GROUP_EVENT: {
    fixed: NUM_RECORDS,
    floating: [
      {
        group: 'records',
        startsAt: TAGS.RECORD_TYPE,
        members: [
          RECORD_TYPE,
          RECORD_PERIPHERAL_ID,
          PERIPHERAL_NUMBER,
          { tag: TAGS.OLD_PERIPHERAL_NUMBER, name: 'oldPeripheralNumber', type: 'u32' },
          SKILL_GROUP_PRIORITY,
          { tag: TAGS.SKILL_GROUP_SKILL_TARGET_ID, name: 'skillGroupSkillTargetId', type: 'u32' },
          /** UCCX prints it with 4 bytes. */
          { tag: TAGS.AUTO_WORK, name: 'autoWork', type: 'bool' },
          EXTENSION,
          PERIPHERAL_NAME,
          DESCRIPTION,
          /** UCCX: 0 voice, 1 e-mail. */
          { tag: TAGS.MR_DOMAIN_ID, name: 'mrDomainId', type: 'u32' },
          { tag: TAGS.FLT_PRECISION_QUEUE_ID, name: 'precisionQueueId', type: 'u32', since: { ucce: 20 } },
          {
            tag: TAGS.FLT_PRECISION_QUEUE_NAME,
            name: 'precisionQueueName',
            type: 'string',
            max: 64,
            since: { ucce: 20 },
          },
          CONFIG_PARAM,
        ],
      },
    ],
  },
  CONFIG_AGENT_EVENT: {
    fixed: NUM_RECORDS,
    floating: [
      {
        group: 'records',
        startsAt: TAGS.RECORD_TYPE,
        members: [
          RECORD_TYPE,
          RECORD_PERIPHERAL_ID,
          TERMINAL_DEVICE_NAME,
          /** 1 agent, 2 supervisor. */
          { tag: TAGS.AGENT_TYPE, name: 'agentType', type: 'u16' },
          { tag: TAGS.AGENT_DESK_SETTINGS_ID, name: 'agentDeskSettingsId', type: 'u32', since: { ucce: 22 } },
          /** What the events call the agent's id. */
          { tag: TAGS.LOGIN_ID, name: 'loginId', type: 'string', max: 129 },
          { tag: TAGS.CUR_LOGIN_ID, name: 'oldLoginId', type: 'string', max: 64 },
          { tag: TAGS.LOGIN_NAME, name: 'loginName', type: 'string', max: 255 },
          { tag: TAGS.LAST_NAME, name: 'lastName', type: 'string', max: 32 },
          { tag: TAGS.FIRST_NAME, name: 'firstName', type: 'string', max: 32 },
          EXTENSION,
          DESCRIPTION,
          { tag: TAGS.AGENT_SKILL_TARGET_ID, name: 'agentSkillTargetId', type: 'u32' },
          { tag: TAGS.NUM_SKILLS, name: 'numSkills', type: 'u16' },
          { tag: TAGS.SSO_ENABLED, name: 'ssoEnabled', type: 'bool', since: { ucce: 20 } },
          { tag: TAGS.NUM_MRDS, name: 'numMrds', type: 'u16', since: { ucce: 20 } },
          /** CSQs on UCCX. */
          { group: 'skillGroups', members: [SKILL_GROUP_NUMBER, SKILL_GROUP_PRIORITY] },
          {
            group: 'mrds',
            members: [
              { tag: TAGS.FLT_AGENT_MRD_ID, name: 'mrdId', type: 'i32', since: { ucce: 20 } },
              { tag: TAGS.FLT_AGENT_MRD_STATE, name: 'mrdState', type: 'agentState', since: { ucce: 20 } },
            ],
          },
          /** UCCX: the present state, by media routing domain from version 17 on. In UCCE these tags describe domains. */
          {
            group: 'states',
            members: [
              { tag: TAGS.MEDIA_CLASS_ID, name: 'agentState', type: 'agentState', since: { uccx: 10 } },
              { tag: TAGS.FLT_MRD_ID, name: 'mrdId', type: 'i32', since: { uccx: 17 } },
            ],
          },
        ],
      },
    ],
  },
  /** UCCX: agents (device type 3), route points (5), CTI ports (6) and call control groups (7), told apart by deviceType. */
  CONFIG_DEVICE_EVENT: {
    fixed: NUM_RECORDS,
    floating: [
      {
        group: 'records',
        startsAt: TAGS.RECORD_TYPE,
        members: [
          RECORD_TYPE,
          RECORD_PERIPHERAL_ID,
          PERIPHERAL_NUMBER,
          { tag: TAGS.DEVICE_TYPE, name: 'deviceType', type: 'u16' },
          { tag: TAGS.MAX_QUEUED, name: 'maxQueued', type: 'u32' },
          SERVICE_ID,
          { tag: TAGS.DIALED_NUMBER, name: 'dialedNumber', type: 'string', max: 129 },
          { tag: TAGS.DNIS, name: 'dnis', type: 'string', max: 32 },
          EXTENSION,
          DESCRIPTION,
        ],
      },
    ],
  },
  CONFIG_TERMINAL_EVENT: {
    fixed: NUM_RECORDS,
    floating: [
      {
        group: 'records',
        startsAt: TAGS.RECORD_TYPE,
        members: [
          RECORD_TYPE,
          { tag: TAGS.FLT_TERM_TYPE, name: 'terminalType', type: 'u16', since: TERMINALS_SINCE },
          TERMINAL_DEVICE_NAME,
          { tag: TAGS.FLT_TERM_TYPE_NAME, name: 'terminalTypeName', type: 'string', max: 64, since: TERMINALS_SINCE },
          { tag: TAGS.FLT_NUM_INSTRUMENTS, name: 'numInstruments', type: 'u16', since: TERMINALS_SINCE },
          { tag: TAGS.AGENT_INSTRUMENT, name: 'instruments', type: 'string', max: 64, list: true },
        ],
      },
    ],
  },
  /** UCCX: ConfigParam 1 for the present teams and updates, 2 for updates only. */
  TEAM_CONFIG_REQ: {
    fixed: [
      INVOKE_ID,
      { name: 'configParam', type: 'u16' },
      { name: 'reserved1', type: 'u32', fill: 0 },
      { name: 'reserved2', type: 'u32', fill: 0 },
    ],
    floating: [],
  },
  /** UCCX. Operation: 1 add, 2 remove, 3 change. */
  TEAM_CONFIG_EVENT: {
    fixed: [
      { name: 'teamId', type: 'u32' },
      { name: 'numRecords', type: 'u16', counts: 'members' },
      { name: 'operation', type: 'u16' },
      { name: 'reserved1', type: 'u32', fill: 0 },
      { name: 'reserved2', type: 'u32', fill: 0 },
    ],
    floating: [
      { tag: TAGS.TEAM_NAME, name: 'teamName', type: 'string', max: 50 },
      {
        group: 'members',
        members: [
          { tag: TAGS.AGENT_ID_LONG, name: 'agentIdLong', type: 'string', max: 129 },
          { tag: TAGS.AGENT_FLAGS, name: 'agentFlags', type: 'u16' },
          RECORD_TYPE,
          { tag: TAGS.MEMBER_TYPE, name: 'memberType', type: 'u16' },
        ],
      },
    ],
  },
  TEAM_CONFIG_CONF: {
    fixed: [INVOKE_ID, { name: 'status', type: 'u32', fill: 0 }],
    floating: [{ ...TEXT, max: 128 }],
  },
  /** UCCE. ConfigOperation: 0 restore, 1 add, 2 remove. AgentFlags: 1 primary supervisor, 2 temporary, 4 supervisor, 0 agent. */
  AGENT_TEAM_CONFIG_EVENT: {
    fixed: [
      PERIPHERAL_ID,
      { name: 'teamId', type: 'u32' },
      { name: 'numberOfAgents', type: 'u16', counts: 'members' },
      { name: 'configOperation', type: 'u16' },
      { name: 'departmentId', type: 'i32', since: { ucce: 19 }, fill: 0 },
    ],
    floating: [
      { tag: TAGS.AGENT_TEAM_NAME, name: 'agentTeamName', type: 'string', max: 32, since: { ucce: 16 } },
      {
        group: 'members',
        members: [
          { tag: TAGS.ATC_AGENT_ID, name: 'atcAgentId', type: 'string', max: 12 },
          { tag: TAGS.AGENT_FLAGS, name: 'agentFlags', type: 'u16' },
          { tag: TAGS.ATC_AGENT_STATE, name: 'atcAgentState', type: 'agentState' },
          /** Seconds. */
          { tag: TAGS.ATC_STATE_DURATION, name: 'atcStateDuration', type: 'u32' },
        ],
      },
    ],
  },
} as const satisfies Record<string, MessageTable>
