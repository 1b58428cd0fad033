import { TAGS } from '../tags.ts'
import {
  AGENT_EXTENSION,
  AGENT_ID,
  AGENT_ID_LONG,
  AGENT_INSTRUMENT,
  BARE_CONFIRMATION,
  CLIENT_ADDRESS,
  CLIENT_ADDRESS_IPV6,
  CLIENT_ID,
  CLIENT_SIGNATURE,
  INVOKE_ID,
  MONITOR_ID,
  PERIPHERAL_ID,
  TEXT,
  UCCX_TEXT,
} from './common.ts'
import type { MessageTable } from './field.ts'

/** Opening, keeping and closing a session; failures; the state of the server. */
export const SESSION_MESSAGES = {
  /** The guides for 24 and 25 print FailureCode and PeripheralErrorCode, 10 bytes, where all others have one wide Status. */
  FAILURE_CONF: {
    fixed: [
      INVOKE_ID,
      { name: 'status', type: 'u32', until: { ucce: 23 } },
      { name: 'status', type: 'u16', since: { ucce: 24 } },
      { name: 'peripheralErrorCode', type: 'u32', since: { ucce: 24 }, fill: 0 },
    ],
    floating: [UCCX_TEXT],
    sizedByConsumption: true,
  },
  FAILURE_EVENT: { fixed: [{ name: 'status', type: 'u32' }], floating: [UCCX_TEXT] },
  /** Its fixed part is the same in every version of both dialects: that is how a server learns the version. */
  OPEN_REQ: {
    fixed: [
      INVOKE_ID,
      { name: 'versionNumber', type: 'u32' },
      { name: 'idleTimeout', type: 'u32' },
      { name: 'peripheralId', type: 'u32', fill: { uccx: 0, ucce: 0xffffffff } },
      { name: 'servicesRequested', type: 'u32' },
      { name: 'callMsgMask', type: 'u32', fill: 0 },
      { name: 'agentStateMask', type: 'u32', fill: 0 },
      { name: 'configMsgMask', type: 'u32', fill: 0 },
      { name: 'reserved1', type: 'u32', fill: 0 },
      { name: 'reserved2', type: 'u32', fill: 0 },
      { name: 'reserved3', type: 'u32', fill: 0 },
    ],
    floating: [
      CLIENT_ID,
      /** UNSPEC: clients send it with and without a closing NUL. */
      { tag: TAGS.CLIENT_PASSWORD, name: 'clientPassword', type: 'bytes', max: 64 },
      CLIENT_SIGNATURE,
      AGENT_EXTENSION,
      AGENT_ID,
      AGENT_ID_LONG,
      AGENT_INSTRUMENT,
      { tag: TAGS.APP_PATH_ID, name: 'applicationPathId', type: 'i32', since: { ucce: 9 } },
    ],
  },
  /** 26 bytes, 30 with DepartmentID, 32 with SessionType, which the guide for 23 prints although its change list says 24. */
  OPEN_CONF: {
    fixed: [
      INVOKE_ID,
      { name: 'servicesGranted', type: 'u32' },
      MONITOR_ID,
      { name: 'pgStatus', type: 'u32', fill: 0 },
      { name: 'icmCentralControllerTime', type: 'time', fill: 0 },
      { name: 'peripheralOnline', type: 'bool', fill: true },
      { name: 'peripheralType', type: 'u16', fill: { uccx: 0, ucce: 17 } },
      { name: 'agentState', type: 'agentState', fill: 9 },
      { name: 'departmentId', type: 'i32', since: { ucce: 19 }, fill: 0 },
      { name: 'sessionType', type: 'u16', since: { ucce: 24 }, fill: 1 },
    ],
    floating: [
      AGENT_EXTENSION,
      AGENT_ID,
      AGENT_ID_LONG,
      AGENT_INSTRUMENT,
      { tag: TAGS.NUM_PERIPHERALS, name: 'numPeripherals', type: 'u16' },
      {
        group: 'peripherals',
        members: [
          { tag: TAGS.PERIPHERAL_ID, name: 'fltPeripheralId', type: 'u32' },
          { tag: TAGS.MULTI_LINE_AGENT_CONTROL, name: 'multilineAgentControl', type: 'u16' },
        ],
      },
      /** UCCX gives the tag this meaning; in UCCE it is TASK_LIFE. */
      { tag: TAGS.TASK_LIFE, name: 'configMsgMaskGranted', type: 'u16', since: { uccx: 18 } },
    ],
    sizedByConsumption: true,
  },
  HEARTBEAT_REQ: { fixed: [INVOKE_ID], floating: [] },
  HEARTBEAT_CONF: BARE_CONFIRMATION,
  CLOSE_REQ: { fixed: [INVOKE_ID, { name: 'status', type: 'u32', fill: 0 }], floating: [] },
  CLOSE_CONF: BARE_CONFIRMATION,
  /** UCCX calls the first two fields CCXStatus and CCXTime. */
  SYSTEM_EVENT: {
    fixed: [
      { name: 'pgStatus', type: 'u32', fill: 0 },
      { name: 'icmCentralControllerTime', type: 'time', fill: 0 },
      { name: 'systemEventId', type: 'u32' },
      { name: 'systemEventArg1', type: 'u32', fill: 0 },
      { name: 'systemEventArg2', type: 'u32', fill: 0 },
      { name: 'systemEventArg3', type: 'u32', fill: 0 },
      { name: 'eventDeviceType', type: 'u16', fill: 0xffff },
    ],
    floating: [TEXT, { tag: TAGS.EVENT_DEVICE_ID, name: 'eventDeviceId', type: 'string', max: 64 }],
  },
  CLIENT_EVENT_REPORT_REQ: {
    fixed: [INVOKE_ID, { name: 'state', type: 'u16' }],
    floating: [{ tag: TAGS.OBJECT_NAME, name: 'objectName', type: 'string', max: 128 }, TEXT],
  },
  CLIENT_EVENT_REPORT_CONF: BARE_CONFIRMATION,
  CLIENT_SESSION_OPENED_EVENT: {
    fixed: [
      { name: 'sessionId', type: 'u32' },
      PERIPHERAL_ID,
      { name: 'servicesGranted', type: 'u32' },
      { name: 'callMsgMask', type: 'u32' },
      { name: 'agentStateMask', type: 'u32' },
      { name: 'clientPort', type: 'u32' },
    ],
    floating: [
      CLIENT_ADDRESS,
      CLIENT_ID,
      CLIENT_SIGNATURE,
      AGENT_EXTENSION,
      AGENT_ID,
      AGENT_INSTRUMENT,
      CLIENT_ADDRESS_IPV6,
    ],
  },
  CLIENT_SESSION_CLOSED_EVENT: {
    fixed: [
      { name: 'sessionId', type: 'u32' },
      PERIPHERAL_ID,
      { name: 'status', type: 'u32' },
      { name: 'clientPort', type: 'u32' },
    ],
    floating: [
      CLIENT_ADDRESS,
      CLIENT_ID,
      CLIENT_SIGNATURE,
      AGENT_EXTENSION,
      AGENT_ID,
      AGENT_INSTRUMENT,
      CLIENT_ADDRESS_IPV6,
    ],
  },
  USER_MESSAGE_REQ: {
    fixed: [INVOKE_ID, PERIPHERAL_ID, { name: 'distribution', type: 'u16' }],
    floating: [
      CLIENT_ID,
      AGENT_EXTENSION,
      AGENT_ID,
      AGENT_INSTRUMENT,
      TEXT,
      { tag: TAGS.CTIOS_CIL_CLIENT_ID, name: 'ctiOsCilClientId', type: 'string', max: 64 },
    ],
  },
  USER_MESSAGE_CONF: BARE_CONFIRMATION,
  USER_MESSAGE_EVENT: {
    fixed: [
      { name: 'icmCentralControllerTime', type: 'time' },
      { name: 'distribution', type: 'u16' },
    ],
    floating: [CLIENT_ID, TEXT],
  },
  /** The standby side has become the active one. */
  STANDBY_ACTIVE_EVENT_MSG: { fixed: [], floating: [], unprinted: true },
  ACTIVE_MAINTENANCE_REQ_MSG: { fixed: [{ ...INVOKE_ID, fill: 0 }], floating: [], unprinted: true },
  ACTIVE_MAINTENANCE_RESP_MSG: { fixed: [{ ...INVOKE_ID, fill: 0 }], floating: [], unprinted: true },
  ACTIVE_MAINTENANCE_EVENT_MSG: { fixed: [], floating: [], unprinted: true },
  STOPPING_REQUESTS_TO_THIS_SIDE_IND: { fixed: [], floating: [], unprinted: true },
} as const satisfies Record<string, MessageTable>
