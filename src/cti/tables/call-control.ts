import { TAGS } from '../tags.ts'
import {
  ANI,
  CALL_CONNECTION,
  CALL_VARIABLES,
  CALL_WRAPUP_DATA,
  CALLER,
  CED,
  CONNECTION,
  CONNECTION_DEVICE_ID,
  CUSTOMER,
  LINE,
  NAMED_DATA,
  NEW_CONNECTION_DEVICE_ID,
  NUM_NAMED,
  PARTIES,
  ROUTER_CALL_KEY,
  UUI,
} from './call.ts'
import {
  AGENT_EXTENSION,
  AGENT_ID,
  AGENT_INSTRUMENT,
  BARE_CONFIRMATION,
  CLIENT_ADDRESS,
  CLIENT_ADDRESS_IPV6,
  CLIENT_ID,
  INVOKE_ID,
  MONITOR_ID,
  PERIPHERAL_ID,
  PERIPHERAL_TYPE,
} from './common.ts'
import type { FixedField, FloatingEntry, MessageTable } from './field.ts'

const NEW_CONNECTION = [
  { name: 'newConnectionCallId', type: 'u32' },
  { name: 'newConnectionDeviceIdType', type: 'u16', fill: 0 },
] as const satisfies readonly FixedField[]

/** Answers that give a call's id before its kind. */
const CALL_ID_AND_TYPE = [
  { name: 'connectionCallId', type: 'u32' },
  { name: 'connectionDeviceIdType', type: 'u16', fill: 0 },
] as const satisfies readonly FixedField[]

/** Where a media stream comes from; the vectors have the port as text. */
const SENDER = [
  { tag: TAGS.SENDING_ADDRESS, name: 'sendingAddress', type: 'string', max: 64 },
  { tag: TAGS.SENDING_PORT, name: 'sendingPort', type: 'string', max: 64 },
] as const satisfies readonly FloatingEntry[]
const SENDING_ADDRESS_IPV6 = {
  tag: TAGS.SENDING_ADDRESS_IPV6,
  name: 'sendingAddressIpv6',
  type: 'string',
  max: 64,
} as const satisfies FloatingEntry

const NEW_CALL_WITH_PARTIES = {
  fixed: [INVOKE_ID, ...NEW_CONNECTION, { name: 'numParties', type: 'u16', counts: 'parties' }, ...LINE],
  floating: [NEW_CONNECTION_DEVICE_ID, PARTIES],
} as const satisfies MessageTable

const MONITOR_CONFIRMATION = { fixed: [INVOKE_ID, MONITOR_ID], floating: [] } as const satisfies MessageTable

/** Handling calls, devices and monitors: what other clients do, and what a few of them are told of it. */
export const CALL_CONTROL_MESSAGES = {
  SET_CALL_DATA_REQ: {
    fixed: [
      INVOKE_ID,
      PERIPHERAL_ID,
      ...CONNECTION,
      ...NUM_NAMED,
      { name: 'callType', type: 'u16', fill: 0xffff },
      { name: 'calledPartyDisposition', type: 'u16', fill: 0 },
      { name: 'campaignId', type: 'u32', fill: 0 },
      { name: 'queryRuleId', type: 'u32', fill: 0 },
    ],
    floating: [
      CONNECTION_DEVICE_ID,
      ANI,
      UUI,
      CED,
      ...CALL_VARIABLES,
      CALL_WRAPUP_DATA,
      ...NAMED_DATA,
      ...CUSTOMER,
      ...ROUTER_CALL_KEY,
      { tag: TAGS.CALL_ORIGINATED_FROM, name: 'callOriginatedFrom', type: 'u8' },
    ],
  },
  RELEASE_CALL_REQ: { fixed: [INVOKE_ID, PERIPHERAL_ID, ...CONNECTION], floating: [CONNECTION_DEVICE_ID] },
  RELEASE_CALL_CONF: BARE_CONFIRMATION,
  ALTERNATE_CALL_CONF: BARE_CONFIRMATION,
  ANSWER_CALL_CONF: BARE_CONFIRMATION,
  CLEAR_CONNECTION_CONF: BARE_CONFIRMATION,
  CONFERENCE_CALL_CONF: NEW_CALL_WITH_PARTIES,
  DEFLECT_CALL_CONF: BARE_CONFIRMATION,
  HOLD_CALL_CONF: BARE_CONFIRMATION,
  MAKE_PREDICTIVE_CALL_CONF: { fixed: [INVOKE_ID, ...NEW_CONNECTION, ...LINE], floating: [NEW_CONNECTION_DEVICE_ID] },
  RECONNECT_CALL_CONF: BARE_CONFIRMATION,
  TRANSFER_CALL_CONF: NEW_CALL_WITH_PARTIES,
  QUERY_DEVICE_INFO_CONF: {
    fixed: [
      INVOKE_ID,
      PERIPHERAL_TYPE,
      { name: 'typeOfDevice', type: 'u16' },
      { name: 'classOfDevice', type: 'u16' },
      { name: 'numLines', type: 'u16', counts: 'lines' },
      { name: 'reserved', type: 'u16', fill: 0 },
      { name: 'maxActiveCalls', type: 'u16', fill: 0xffff },
      { name: 'maxHeldCalls', type: 'u16', fill: 0xffff },
      { name: 'maxDevicesInConference', type: 'u16', fill: 0xffff },
      { name: 'makeCallSetup', type: 'u32' },
      { name: 'transferConferenceSetup', type: 'u32' },
      { name: 'callEventsSupported', type: 'u32' },
      { name: 'callControlSupported', type: 'u32' },
      { name: 'otherFeaturesSupported', type: 'u32' },
    ],
    floating: [
      {
        group: 'lines',
        members: [
          { tag: TAGS.LINE_HANDLE, name: 'lineHandle', type: 'u16' },
          { tag: TAGS.LINE_TYPE, name: 'lineType', type: 'u16' },
        ],
      },
    ],
  },
  SNAPSHOT_CALL_REQ: {
    fixed: [INVOKE_ID, PERIPHERAL_ID, ...CALL_ID_AND_TYPE],
    floating: [CONNECTION_DEVICE_ID],
  },
  SNAPSHOT_CALL_CONF: {
    fixed: [
      INVOKE_ID,
      { name: 'callType', type: 'u16', fill: 0xffff },
      { name: 'numCtiClients', type: 'u16', fill: 0 },
      { name: 'numCallDevices', type: 'u16', counts: 'devices' },
      ...NUM_NAMED,
      { name: 'calledPartyDisposition', type: 'u16', fill: 0 },
      { name: 'reserved', type: 'i32', since: { uccx: 11 }, fill: 0 },
    ],
    floating: [
      ...CALLER,
      ...ROUTER_CALL_KEY,
      ...CALL_VARIABLES,
      CALL_WRAPUP_DATA,
      ...NAMED_DATA,
      {
        group: 'devices',
        members: [
          ...CALL_CONNECTION,
          { tag: TAGS.CALL_DEVID_TYPE, name: 'callDeviceType', type: 'u16' },
          { tag: TAGS.CALL_DEVID, name: 'callDeviceId', type: 'string', max: 64 },
          { tag: TAGS.CALL_DEV_CONN_STATE, name: 'callDeviceConnectionState', type: 'u16' },
        ],
      },
    ],
    sizedByConsumption: true,
  },
  SNAPSHOT_DEVICE_REQ: {
    fixed: [INVOKE_ID, PERIPHERAL_ID, { name: 'snapshotDeviceType', type: 'u16' }],
    floating: [AGENT_INSTRUMENT],
  },
  SNAPSHOT_DEVICE_CONF: {
    fixed: [INVOKE_ID, { name: 'numCalls', type: 'u16', counts: 'calls' }],
    floating: [
      {
        group: 'calls',
        members: [...CALL_CONNECTION, { tag: TAGS.CALL_STATE, name: 'callState', type: 'u16' }],
      },
      { tag: TAGS.SILENT_MONITOR_STATUS, name: 'silentMonitorStatus', type: 'u16' },
    ],
  },
  MONITOR_START_CONF: MONITOR_CONFIRMATION,
  MONITOR_STOP_CONF: BARE_CONFIRMATION,
  SESSION_MONITOR_STOP_CONF: BARE_CONFIRMATION,
  RTP_STARTED_EVENT: {
    fixed: [
      MONITOR_ID,
      PERIPHERAL_ID,
      { name: 'clientPort', type: 'u32' },
      { name: 'rtpDirection', type: 'u16' },
      { name: 'rtpType', type: 'u16' },
      { name: 'bitRate', type: 'u32' },
      { name: 'echoCancellation', type: 'bool' },
      { name: 'packetSize', type: 'u32' },
      { name: 'payloadType', type: 'u16' },
      ...CONNECTION,
    ],
    floating: [
      CONNECTION_DEVICE_ID,
      CLIENT_ADDRESS,
      AGENT_EXTENSION,
      AGENT_ID,
      AGENT_INSTRUMENT,
      ...SENDER,
      CLIENT_ADDRESS_IPV6,
      SENDING_ADDRESS_IPV6,
    ],
  },
  RTP_STOPPED_EVENT: {
    fixed: [
      MONITOR_ID,
      PERIPHERAL_ID,
      { name: 'clientPort', type: 'u32' },
      { name: 'rtpDirection', type: 'u16' },
      ...CONNECTION,
    ],
    floating: [
      CONNECTION_DEVICE_ID,
      CLIENT_ADDRESS,
      AGENT_ID,
      AGENT_EXTENSION,
      AGENT_INSTRUMENT,
      ...SENDER,
      CLIENT_ADDRESS_IPV6,
      SENDING_ADDRESS_IPV6,
    ],
  },
  EMERGENCY_CALL_CONF: { fixed: [INVOKE_ID, ...CALL_ID_AND_TYPE, ...LINE], floating: [CONNECTION_DEVICE_ID] },
  EMERGENCY_CALL_EVENT: {
    fixed: [PERIPHERAL_ID, ...CALL_ID_AND_TYPE, { name: 'sessionId', type: 'u32', fill: 0 }],
    floating: [
      CONNECTION_DEVICE_ID,
      CLIENT_ID,
      CLIENT_ADDRESS,
      AGENT_EXTENSION,
      AGENT_ID,
      AGENT_INSTRUMENT,
      CLIENT_ADDRESS_IPV6,
    ],
  },
  SET_APP_DATA_CONF: BARE_CONFIRMATION,
  MONITOR_AGENT_TEAM_START_CONF: MONITOR_CONFIRMATION,
  MONITOR_AGENT_TEAM_STOP_CONF: BARE_CONFIRMATION,
  SET_DEVICE_ATTRIBUTES_CONF: BARE_CONFIRMATION,
  REGISTER_SERVICE_CONF: { fixed: [INVOKE_ID, { name: 'registeredServiceId', type: 'u32' }], floating: [] },
  START_RECORDING_CONF: {
    fixed: [INVOKE_ID, { name: 'sessionId', type: 'u32' }, { name: 'serverData', type: 'u32' }],
    floating: [CLIENT_ID, CLIENT_ADDRESS_IPV6],
  },
  STOP_RECORDING_CONF: BARE_CONFIRMATION,
  AGENT_GREETING_CONTROL_CONF: BARE_CONFIRMATION,
} as const satisfies Record<string, MessageTable>
