import { str } from '@lit/localize'
import type { CallPhaseKind } from '../../../history/calls.ts'
import type { Verdict } from '../../../history/entry.ts'
import type { FinesseVia } from '../../../history/observation.ts'
import type { SystemMeaning } from '../../../history/system-codes.ts'
import { counted, plural } from '../localise.ts'

const verdicts = {
  agree: 'Agree',
  'finesse-missing': 'Finesse has no reason',
  'cti-missing': 'CTI gave no reason',
  conflict: 'Different reasons',
  pending: 'Waiting',
  expected: 'Expected difference',
  unknown: 'Unknown',
  none: 'Agree',
} satisfies Record<Verdict, string>

const vias = {
  notification: 'notification',
  witness: 'read by the relay',
  read: 'read by this gadget',
} satisfies Record<FinesseVia, string>

/** What the contact centre's own codes mean; parts of a sentence. */
const meanings = {
  'supervisor-logged-out': 'a supervisor logged the agent out',
  'supervisor-changed-state': 'a supervisor changed the state',
  'supervisor-forced-state': 'a supervisor forced the state',
  'desktop-lost-finesse': 'the desktop lost its Finesse server',
  'logged-out-to-log-in': 'the system logged the agent out to log in anew',
  'extension-taken': 'somebody else logged in on the extension',
  'other-line-in-use': 'a monitored line that takes no queued calls is in use',
  'email-not-accepted': 'an e-mail could not be accepted automatically',
  'wrap-up-after-outbound': 'wrap-up after an outbound call',
  'reserved-for-preview': 'reserved for a direct preview call',
  'reserved-for-outbound': 'reserved for an outbound call',
  'agent-removed': 'the agent was removed from Unified CM',
  'cancel-key': 'the cancel key was pressed during a queued call',
  'extension-changed-in-cucm': 'the extension was changed in Unified CM',
  'preview-skipped': 'a preview call was skipped',
  'preview-cancelled': 'the reservation for a preview call was cancelled',
  'line-restricted': 'the line is restricted in Unified CM',
  'device-restricted': 'the device is restricted in Unified CM',
  'call-ended': 'back to Not Ready after a call',
  'phone-works-again': 'the phone works again',
  'cucm-failover': 'Unified CM failed over',
  'wrap-up-time-over': 'the wrap-up time ran out',
  'phone-failed': 'the phone failed',
  'just-signed-in': 'the agent has just signed in',
  'on-other-call': 'on a call that came through no queue',
  'off-hook': 'went off hook to dial',
  'off-hook-before-12-5': 'went off hook to dial (before 12.5)',
  'off-hook-since-12-5': 'went off hook to dial (12.5 and later)',
  'call-not-answered': 'a call was offered and not answered',
  'server-became-standby': 'the server became the standby',
  'desktop-lost': 'the desktop or the phone agent was lost',
  'signed-out-without-reason': 'the agent signed out and chose no reason',
  'logged-in-elsewhere': 'the agent logged in somewhere else',
  'forced-logout-begins': 'first step of a forced logout',
  'logged-out-by-force': 'the agent was logged out by force',
  'before-asked-logout': 'put in before the logout that the agent asked for',
  'client-disconnected': 'the CTI client was disconnected',
  'component-failed': 'a CTI component failed',
  'connection-failed': 'a CTI connection failed',
  'phone-out-of-service': 'the phone went out of service',
  'not-ready-too-long': 'Not Ready for longer than allowed',
  'busy-on-other-line': 'busy on a line that takes no queued calls',
  'calls-did-not-arrive': 'two routed calls in a row did not arrive',
  'skill-group-changed': 'a skill group of the agent changed',
  'device-used-by-other': 'the device is also used by another agent',
  'mobile-call-failed': 'the call to the mobile agent failed',
  'mobile-not-answered': 'the mobile agent did not answer or was busy',
  'mobile-call-dropped': 'the standing call to the mobile agent dropped',
  'desktop-reconnected': 'the desktop was connected again',
  'signed-in-during-call': 'signed in during a call, or the peripheral gateway restarted',
  'extension-changed': 'the extension was changed',
  'gateway-reset-agent': 'the peripheral gateway reset the agent',
  'peripheral-restarted': 'the peripheral restarted',
} satisfies Record<SystemMeaning, string>

/** The texts of one agent's history. */
export const english = {
  verdicts,
  vias,
  meanings,

  detail: {
    back: 'All agents',
    changeState: 'Change state …',
    extension: (extension: string) => str`extension ${extension}`,
  },

  callout: {
    ctiSaid: 'The CTI server said',
    finesseSays: 'Finesse says',
    why: {
      difference: 'Why they differ',
      agreement: 'They agree',
      waiting: 'Not decided yet',
      unknown: 'Why it is unknown',
    },
    reasonCodeId: (id: number) => str`id ${id}`,
    setBy: (client: string) => str`set by “${client}”`,
    since: (time: string) => str`since ${time}`,
    asked: 'known by asking',
    later: (lag: string) => str`${lag} later`,
    earlier: (lag: string) => str`${lag} earlier`,
    copy: 'Copy',
    copied: 'Copied',
    copyFailed: 'Select and copy it by hand',
    copyRequest: 'Copy the request',
  },

  day: {
    before: 'The day before',
    after: 'The day after',
    choose: 'Choose a day',
    reading: 'Reading the relay’s history …',
    waiting: 'The relay is not connected. What it keeps of this day is read as soon as it is.',
    failed: (fault: string) => str`The relay’s history of this day could not be read. ${fault}`,
    partial: (fault: string) => str`Only a part of the relay’s history of this day could be read. ${fault}`,
    again: 'Read again',
    beforeHistory: (day: string) => str`Nothing is kept of this day: the relay’s history begins on ${day}.`,
    nothingToday: 'Nothing has been heard of this agent today.',
    nothing: 'Nothing was heard of this agent on this day.',
  },

  lanes: {
    label: 'What the CTI server and Finesse said, and the calls, over time',
    keys: 'Arrows go from bar to bar, + and − zoom, Page Up and Page Down move, 0 shows all',
    cti: 'CTI',
    finesse: 'Finesse',
    calls: 'Calls',
    now: (time: string) => str`now ${time}`,
    noReason: '−1 no reason',
    side: (side: string, said: string) => str`${side}: ${said}`,
    lasting: (from: string, length: string) => str`since ${from} (${length})`,
    several: (count: number) =>
      plural(count, {
        one: str`${counted(count)} short stay: choose it to come closer`,
        other: str`${counted(count)} short stays: choose them to come closer`,
      }),
    deaf: (side: string, why: string) => str`${side} not heard: ${why}`,
    notWatched: (side: string) => str`${side} not watched`,
    length: 'Time in view',
    lengths: { '15m': '15 min', '1h': '1 h', '4h': '4 h', day: 'Day' },
    closer: 'Closer',
    further: 'Further away',
    earlier: 'Earlier',
    later: 'Later',
  },

  /** Why a source was not heard, by the word that tells it; others are shown as they are. */
  gaps: {
    'cti-link-lost': 'the link to the CTI server was lost',
    'heartbeat-lost': 'the CTI server did not answer',
    'server-offline': 'the CTI server said that it is out of service',
    standby: 'only a standby server answered',
    refused: 'the CTI server refused the relay',
    'relay-restart': 'the relay was not running',
    'history-unwritable': 'the relay could not write its history',
    'desktop-disconnected': 'the desktop had lost Finesse',
    'team-unheard': 'Finesse did not deliver the changes of this team',
  },

  /** What a SYSTEM_EVENT says, by its name; others are shown as they are. */
  systems: {
    PERIPHERAL_ONLINE: 'the contact centre is in service',
    PERIPHERAL_OFFLINE: 'the contact centre is out of service',
    INSTRUMENT_OUT_OF_SERVICE: 'the phone is out of service',
    INSTRUMENT_BACK_IN_SERVICE: 'the phone is back in service',
    CTI_SERVER_ONLINE: 'the CTI server is in service',
    CTI_SERVER_OFFLINE: 'the CTI server is out of service',
    CENTRAL_CONTROLLER_ONLINE: 'the central controller is in service',
    CENTRAL_CONTROLLER_OFFLINE: 'the central controller is out of service',
    PERIPHERAL_GATEWAY_OFFLINE: 'the peripheral gateway is out of service',
    TEXT_FYI: 'a message of the CTI server',
  },

  calls: {
    call: 'Call',
    from: (caller: string) => str`Call from ${caller}`,
    phases: { ringing: 'rang', dialling: 'called', talking: 'talked', held: 'on hold' } satisfies Record<
      CallPhaseKind,
      string
    >,
    phase: (phase: string, at: string, length: string) => str`${phase} ${at} (${length})`,
    notAnswered: 'not answered',
    endNotHeard: 'its end was not heard',
    lasts: 'still on',
    ended: (at: string) => str`ended ${at}`,
    followed: (at: string, state: string) => str`then ${at} ${state}`,
    before: (at: string, length: string) => str`A call rang at ${at} for ${length} and was not answered.`,
  },

  table: {
    label: 'The same as a table',
    from: 'From',
    duration: 'Duration',
    state: 'State',
    reason: 'Reason shown',
    cti: 'CTI',
    finesse: 'Finesse',
    lag: 'Lag',
    verdict: 'Verdict',
    noneInState: 'none in this state',
    none: 'none',
    notHeard: 'not heard',
    notWatching: 'not watching yet',
    silent: 'silent',
    saidSo: 'said so',
    finesseId: (code: number, id: number) => str`${code} · id ${id}`,
    fromCti: 'from CTI',
    fromFinesse: 'Finesse',
    gap: 'then nobody listened',
  },

  evidence: {
    setBy: 'Set by',
    label: 'Evidence',
    cti: 'CTI event',
    finesse: 'Finesse',
    noCti: 'No CTI event was heard for this stay.',
    noFinesse: 'Finesse was not heard for this stay.',
    heardAt: 'Heard at (relay’s clock)',
    site: 'Site',
    state: 'State',
    noneGiven: '0, none given',
    notCarried: 'not carried by an answer',
    client: 'CTI client',
    extension: 'Extension',
    stateDuration: 'In state for (s)',
    raw: 'Bytes',
    absent: '−1, empty or absent',
    stateChangeTime: 'stateChangeTime (Finesse’s clock)',
    via: 'Known from',
    readAt: 'Read at',
    lag: 'Lag',
    otherLabels: 'Other labels for this code',
  },

  /** Who brought a stay about. */
  setters: {
    client: (client: string) => str`the application “${client}”, through the CTI server`,
    unnamed: 'an application that gives no name, through the CTI server',
    system: (label: string, meaning: string) => str`the contact centre itself (${label}): ${meaning}`,
    supervisor: 'a supervisor',
    signIn: 'the agent, by signing in',
    agent: 'the agent',
    finesse: 'Finesse, through its own API',
  },

  /** Why the two sides' words are as they are: whole sentences. */
  why: {
    same: 'Both sides gave the same reason.',
    labelDiffers: (code: number, shown: string, other: string) =>
      str`Both sides mean code ${code}. Its labels differ: “${shown}” here, “${other}” elsewhere.`,
    noReasonInState: (state: string) => str`${state} carries no reason, so there is nothing to compare.`,
    waitingForFinesse: 'Finesse may still say so: it follows the CTI server within a few seconds.',
    waitingForCti: 'The CTI server may still say so: wait a few seconds.',
    setThroughCti: 'Set through the CTI server. Finesse keeps only reasons set through its own API.',
    setThroughCtiBy: (client: string) =>
      str`Set through the CTI server by “${client}”. Finesse keeps only reasons set through its own API.`,
    setBySupervisor: 'A supervisor set this state. Finesse does not let a supervisor give a reason of his own.',
    systemCode: (meaning: string) =>
      str`The contact centre set this itself: ${meaning}. Finesse has not taken the code over.`,
    finesseSilent: 'Finesse was watched, but said nothing of this stay.',
    ctiSilent: 'The CTI server was heard, but said nothing of this stay.',
    relayAway: 'The relay cannot be reached at the moment. What the CTI server says is compared as soon as it is back.',
    ctiWithoutReason: 'The CTI event carried no reason (0); Finesse has one.',
    codesDiffer: 'The two sides gave different reasons for the same stay.',
    signIn: (meaning: string) => str`Harmless: ${meaning}, and Finesse has no reason at that moment.`,
    ownLogout: 'Harmless: the agent signed out without choosing a reason.',
    seeded: 'The state was learned by asking the CTI server, and such an answer carries no reason.',
    ctiDeaf: 'Nobody heard the CTI server when this began.',
    finesseNotWatched: 'Nobody watched Finesse when this began.',
    noReasonHeard: 'Neither side gave a reason.',
  },

  mend: {
    put: 'To have it shown, send this as the agent instead:',
    choose: (code: number) =>
      str`Finesse has several reasons with code ${code}. Choose the right one; each has its own id:`,
    createCode: (code: number, category: string) =>
      str`No Finesse reason for “${category}” has code ${code}. An administrator can create it under Reasons; then it can be set through Finesse.`,
    lookUp: (code: number) =>
      str`To have it shown, set it through Finesse’s User API with the reasonCodeId of code ${code}. The id is not known here: an administrator can look it up.`,
  },
}
