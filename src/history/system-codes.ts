import type { ReasonCode } from '../cti/reason-code.ts'
import type { Deployment, ReasonCategory } from './catalogue.ts'

/** Who brought about a state whose code the system itself gave. */
export type SystemCodeCause = 'supervisor' | 'sign-in' | 'agent' | 'system'

/** A code that the contact centre itself gives, in one category of one deployment. */
export type SystemCode = {
  readonly deployment: Deployment
  readonly category: ReasonCategory
  readonly code: ReasonCode
  /** The name supervisors know from Finesse and the reports. */
  readonly label: string
  /** What happened, in a few words. */
  readonly meaning: string
  readonly causedBy: SystemCodeCause
  /**
   * Where Finesse is expected to have no reason for it: `after-sign-in`, only as the first state of a session;
   * `always`, since the code itself says that the agent gave none. Absent: Finesse's silence is a difference.
   */
  readonly expectedWithoutFinesse?: 'after-sign-in' | 'always'
}

type Row = readonly [
  code: number,
  categories: readonly ReasonCategory[],
  label: string,
  meaning: string,
  more?: Pick<SystemCode, 'expectedWithoutFinesse'> & { readonly causedBy?: SystemCodeCause },
]

const supervisor = { causedBy: 'supervisor' } as const

/**
 * UCCX: the CTI guide's "Reason Codes for Agent State Change", with the categories of the reports guide and of Finesse
 * 12.5. Those disagree about 32750, 32751 and 32752: both categories stand here and the event says which it is.
 */
const UCCX: readonly Row[] = [
  [22, ['LOGOUT'], 'Supervisor Initiated', 'a supervisor logged the agent out', supervisor],
  [33, ['READY', 'NOT_READY'], 'Supervisor Initiated', 'a supervisor changed the state', supervisor],
  [255, ['LOGOUT'], 'Connection Failure', 'the desktop lost its Finesse server'],
  [32740, ['LOGOUT'], 'System Initiated Relogin', 'the system logged the agent out to log in anew'],
  [32741, ['LOGOUT'], 'Extension Conflict', 'somebody else logged in on the extension'],
  [32742, ['NOT_READY'], 'Non ACD Offhook', 'a monitored line that takes no queued calls is in use'],
  [32743, ['NOT_READY'], 'Email Contact Not Accepted', 'an e-mail could not be accepted automatically'],
  [32745, ['WORK'], 'Outbound Work', 'wrap-up after an outbound call'],
  [32746, ['RESERVED'], 'Reserved Outbound Direct Preview', 'reserved for a direct preview call'],
  [32747, ['RESERVED'], 'Reserved Outbound', 'reserved for an outbound call'],
  [32748, ['LOGOUT'], 'Agent Deleted', 'the agent was removed from Unified CM'],
  [32749, ['NOT_READY'], 'Call Cancel', 'the cancel key was pressed during a queued call'],
  [32750, ['NOT_READY', 'LOGOUT'], 'Extension Modified', 'the extension was changed in Unified CM'],
  [32751, ['NOT_READY', 'READY'], 'Skip Preview Call', 'a preview call was skipped'],
  [
    32752,
    ['NOT_READY', 'READY'],
    'Cancel Reservation Preview Call',
    'the reservation for a preview call was cancelled',
  ],
  [32753, ['NOT_READY'], 'Restricted Line', 'the line is restricted in Unified CM'],
  [32754, ['NOT_READY'], 'Restricted Device', 'the device is restricted in Unified CM'],
  [32755, ['NOT_READY'], 'Call Ended', 'back to Not Ready after a call'],
  [32756, ['NOT_READY'], 'Phone Working', 'the phone works again'],
  [32757, ['NOT_READY'], 'CUCM Failover', 'Unified CM failed over'],
  [32758, ['NOT_READY'], 'Wrap Up Timer Expiry', 'the wrap-up time ran out'],
  [32759, ['NOT_READY'], 'Phone Failure', 'the phone failed'],
  [
    32760,
    ['NOT_READY'],
    'Agent Logon',
    'the agent has just signed in',
    { causedBy: 'sign-in', expectedWithoutFinesse: 'after-sign-in' },
  ],
  [32761, ['NOT_READY'], 'Non ACD Busy', 'on a call that came through no queue'],
  [32762, ['NOT_READY'], 'Offhook', 'went off hook to dial'],
  [32763, ['NOT_READY'], 'Call Not Answered', 'a call was offered and not answered'],
  [32764, ['LOGOUT'], 'System Standby', 'the server became the standby'],
  [32765, ['LOGOUT'], 'System Disconnect', 'the desktop or the phone agent was lost'],
  [
    32766,
    ['LOGOUT'],
    'Agent Initiated',
    'the agent signed out and chose no reason',
    { causedBy: 'agent', expectedWithoutFinesse: 'always' },
  ],
  [32767, ['LOGOUT'], 'Device Conflict', 'the agent logged in somewhere else'],
]

/** UCCE: the Finesse administration guide, 11.6 to 15.0(1), and the 15.0(1) schema handbook (51004). */
const UCCE: readonly Row[] = [
  [255, ['LOGOUT'], 'Connection Failure', 'the desktop lost its Finesse server'],
  [999, ['NOT_READY', 'LOGOUT'], 'Supervisor Initiated', 'a supervisor forced the state', supervisor],
  [20001, ['NOT_READY'], 'Starting Force Logout', 'first step of a forced logout'],
  [20002, ['LOGOUT'], 'Force Logout', 'the agent was logged out by force'],
  [
    20003,
    ['NOT_READY'],
    'Agent Logout Request',
    'put in before the logout that the agent asked for',
    { causedBy: 'agent' },
  ],
  [32762, ['NOT_READY'], 'Offhook', 'went off hook to dial (before 12.5)'],
  [32767, ['NOT_READY'], 'Call Not Answered', 'a call was offered and not answered'],
  [50001, ['LOGOUT'], 'System Disconnect', 'the CTI client was disconnected'],
  [50002, ['LOGOUT'], 'System Failure', 'a CTI component failed'],
  [50002, ['NOT_READY'], 'Connection Failure', 'a CTI connection failed'],
  [50003, ['LOGOUT'], 'Device Error', 'the phone went out of service'],
  [50004, ['LOGOUT'], 'Inactivity Timeout', 'Not Ready for longer than allowed'],
  [50005, ['NOT_READY'], 'Non ACD Busy', 'busy on a line that takes no queued calls'],
  [50006, ['NOT_READY'], 'Offhook', 'went off hook to dial (12.5 and later)'],
  [50010, ['NOT_READY'], 'Call Overlap', 'two routed calls in a row did not arrive'],
  [50020, ['LOGOUT'], 'Queue Change', 'a skill group of the agent changed'],
  [50030, ['LOGOUT'], 'Device Conflict', 'the device is also used by another agent'],
  [50040, ['LOGOUT'], 'Mobile Agent Call Fail', 'the call to the mobile agent failed'],
  [50041, ['NOT_READY'], 'Mobile Call Not Answered', 'the mobile agent did not answer or was busy'],
  [50042, ['LOGOUT'], 'Mobile Agent Disconnect', 'the standing call to the mobile agent dropped'],
  [50045, ['NOT_READY'], 'Desktop Reconnect', 'the desktop was connected again'],
  [51004, ['NOT_READY'], 'Sign-On With Call', 'signed in during a call, or the peripheral gateway restarted'],
  [65533, ['NOT_READY'], 'Extension Modified', 'the extension was changed'],
  [65534, ['NOT_READY'], 'System Reset', 'the peripheral gateway reset the agent'],
  [65535, ['NOT_READY'], 'System Reinitialized', 'the peripheral restarted'],
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

/** Every system code of both deployments: one entry for each category that it occurs in. */
export const SYSTEM_CODES: readonly SystemCode[] = [...rowsOf('uccx', UCCX), ...rowsOf('ucce', UCCE)]

/**
 * What a code means that the system gives; null where it gives none of that number there. Always by deployment and
 * category: 32767 is a call not answered in UCCE and a logout for a device conflict in UCCX.
 */
export const systemCode = (deployment: Deployment, category: ReasonCategory, code: ReasonCode): SystemCode | null =>
  SYSTEM_CODES.find((entry) => entry.code === code && entry.category === category && entry.deployment === deployment) ??
  null
