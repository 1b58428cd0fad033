import type { ReasonCode } from '../cti/reason-code.ts'
import type { Deployment, ReasonCategory, SystemCode } from './catalogue.ts'

/** What happened when a system code was given. The words for it are the program's that shows them. */
export type SystemMeaning =
  | 'supervisor-logged-out'
  | 'supervisor-changed-state'
  | 'supervisor-forced-state'
  | 'desktop-lost-finesse'
  | 'logged-out-to-log-in'
  | 'extension-taken'
  | 'other-line-in-use'
  | 'email-not-accepted'
  | 'wrap-up-after-outbound'
  | 'reserved-for-preview'
  | 'reserved-for-outbound'
  | 'agent-removed'
  | 'cancel-key'
  | 'extension-changed-in-cucm'
  | 'preview-skipped'
  | 'preview-cancelled'
  | 'line-restricted'
  | 'device-restricted'
  | 'call-ended'
  | 'phone-works-again'
  | 'cucm-failover'
  | 'wrap-up-time-over'
  | 'phone-failed'
  | 'just-signed-in'
  | 'on-other-call'
  | 'off-hook'
  | 'off-hook-before-12-5'
  | 'off-hook-since-12-5'
  | 'call-not-answered'
  | 'server-became-standby'
  | 'desktop-lost'
  | 'signed-out-without-reason'
  | 'logged-in-elsewhere'
  | 'forced-logout-begins'
  | 'logged-out-by-force'
  | 'before-asked-logout'
  | 'client-disconnected'
  | 'component-failed'
  | 'connection-failed'
  | 'phone-out-of-service'
  | 'not-ready-too-long'
  | 'busy-on-other-line'
  | 'calls-did-not-arrive'
  | 'skill-group-changed'
  | 'device-used-by-other'
  | 'mobile-call-failed'
  | 'mobile-not-answered'
  | 'mobile-call-dropped'
  | 'desktop-reconnected'
  | 'signed-in-during-call'
  | 'extension-changed'
  | 'gateway-reset-agent'
  | 'peripheral-restarted'

type Row = readonly [
  code: number,
  categories: readonly ReasonCategory[],
  label: string,
  meaning: SystemMeaning,
  more?: Partial<Pick<SystemCode, 'causedBy' | 'expectedWithoutFinesse'>>,
]

const supervisor = { causedBy: 'supervisor' } as const

/**
 * UCCX: the CTI guide's "Reason Codes for Agent State Change", with the categories of the reports guide and of Finesse
 * 12.5. Those disagree about 32750, 32751 and 32752: both categories stand here and the event says which it is.
 */
const UCCX: readonly Row[] = [
  [22, ['LOGOUT'], 'Supervisor Initiated', 'supervisor-logged-out', supervisor],
  [33, ['READY', 'NOT_READY'], 'Supervisor Initiated', 'supervisor-changed-state', supervisor],
  [255, ['LOGOUT'], 'Connection Failure', 'desktop-lost-finesse'],
  [32740, ['LOGOUT'], 'System Initiated Relogin', 'logged-out-to-log-in'],
  [32741, ['LOGOUT'], 'Extension Conflict', 'extension-taken'],
  [32742, ['NOT_READY'], 'Non ACD Offhook', 'other-line-in-use'],
  [32743, ['NOT_READY'], 'Email Contact Not Accepted', 'email-not-accepted'],
  [32745, ['WORK'], 'Outbound Work', 'wrap-up-after-outbound'],
  [32746, ['RESERVED'], 'Reserved Outbound Direct Preview', 'reserved-for-preview'],
  [32747, ['RESERVED'], 'Reserved Outbound', 'reserved-for-outbound'],
  [32748, ['LOGOUT'], 'Agent Deleted', 'agent-removed'],
  [32749, ['NOT_READY'], 'Call Cancel', 'cancel-key'],
  [32750, ['NOT_READY', 'LOGOUT'], 'Extension Modified', 'extension-changed-in-cucm'],
  [32751, ['NOT_READY', 'READY'], 'Skip Preview Call', 'preview-skipped'],
  [32752, ['NOT_READY', 'READY'], 'Cancel Reservation Preview Call', 'preview-cancelled'],
  [32753, ['NOT_READY'], 'Restricted Line', 'line-restricted'],
  [32754, ['NOT_READY'], 'Restricted Device', 'device-restricted'],
  [32755, ['NOT_READY'], 'Call Ended', 'call-ended'],
  [32756, ['NOT_READY'], 'Phone Working', 'phone-works-again'],
  [32757, ['NOT_READY'], 'CUCM Failover', 'cucm-failover'],
  [32758, ['NOT_READY'], 'Wrap Up Timer Expiry', 'wrap-up-time-over'],
  [32759, ['NOT_READY'], 'Phone Failure', 'phone-failed'],
  [
    32760,
    ['NOT_READY'],
    'Agent Logon',
    'just-signed-in',
    { causedBy: 'sign-in', expectedWithoutFinesse: 'after-sign-in' },
  ],
  [32761, ['NOT_READY'], 'Non ACD Busy', 'on-other-call'],
  [32762, ['NOT_READY'], 'Offhook', 'off-hook'],
  [32763, ['NOT_READY'], 'Call Not Answered', 'call-not-answered'],
  [32764, ['LOGOUT'], 'System Standby', 'server-became-standby'],
  [32765, ['LOGOUT'], 'System Disconnect', 'desktop-lost'],
  [
    32766,
    ['LOGOUT'],
    'Agent Initiated',
    'signed-out-without-reason',
    { causedBy: 'agent', expectedWithoutFinesse: 'always' },
  ],
  [32767, ['LOGOUT'], 'Device Conflict', 'logged-in-elsewhere'],
]

/** UCCE: the Finesse administration guide, 11.6 to 15.0(1), and the 15.0(1) schema handbook (51004). */
const UCCE: readonly Row[] = [
  [255, ['LOGOUT'], 'Connection Failure', 'desktop-lost-finesse'],
  [999, ['NOT_READY', 'LOGOUT'], 'Supervisor Initiated', 'supervisor-forced-state', supervisor],
  [20001, ['NOT_READY'], 'Starting Force Logout', 'forced-logout-begins'],
  [20002, ['LOGOUT'], 'Force Logout', 'logged-out-by-force'],
  [20003, ['NOT_READY'], 'Agent Logout Request', 'before-asked-logout', { causedBy: 'agent' }],
  [32762, ['NOT_READY'], 'Offhook', 'off-hook-before-12-5'],
  [32767, ['NOT_READY'], 'Call Not Answered', 'call-not-answered'],
  [50001, ['LOGOUT'], 'System Disconnect', 'client-disconnected'],
  [50002, ['LOGOUT'], 'System Failure', 'component-failed'],
  [50002, ['NOT_READY'], 'Connection Failure', 'connection-failed'],
  [50003, ['LOGOUT'], 'Device Error', 'phone-out-of-service'],
  [50004, ['LOGOUT'], 'Inactivity Timeout', 'not-ready-too-long'],
  [50005, ['NOT_READY'], 'Non ACD Busy', 'busy-on-other-line'],
  [50006, ['NOT_READY'], 'Offhook', 'off-hook-since-12-5'],
  [50010, ['NOT_READY'], 'Call Overlap', 'calls-did-not-arrive'],
  [50020, ['LOGOUT'], 'Queue Change', 'skill-group-changed'],
  [50030, ['LOGOUT'], 'Device Conflict', 'device-used-by-other'],
  [50040, ['LOGOUT'], 'Mobile Agent Call Fail', 'mobile-call-failed'],
  [50041, ['NOT_READY'], 'Mobile Call Not Answered', 'mobile-not-answered'],
  [50042, ['LOGOUT'], 'Mobile Agent Disconnect', 'mobile-call-dropped'],
  [50045, ['NOT_READY'], 'Desktop Reconnect', 'desktop-reconnected'],
  [51004, ['NOT_READY'], 'Sign-On With Call', 'signed-in-during-call'],
  [65533, ['NOT_READY'], 'Extension Modified', 'extension-changed'],
  [65534, ['NOT_READY'], 'System Reset', 'gateway-reset-agent'],
  [65535, ['NOT_READY'], 'System Reinitialized', 'peripheral-restarted'],
]

const rowsOf = (deployment: Deployment, rows: readonly Row[]): SystemCode[] =>
  rows.flatMap(([code, categories, label, meaning, more]) =>
    categories.map((category) => ({
      deployment,
      category,
      code: code as ReasonCode,
      label,
      meaning,
      causedBy: 'system' as const,
      ...more,
    })),
  )

/**
 * Every system code of both deployments: one entry for each category that it occurs in. The relay has them, and tells those of
 * its deployment to each gadget.
 */
export const SYSTEM_CODES: readonly SystemCode[] = [...rowsOf('uccx', UCCX), ...rowsOf('ucce', UCCE)]
