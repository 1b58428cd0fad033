import type { AgentState } from '../../history/agent-state.ts'
import type { Verdict } from '../../history/entry.ts'
import type { FinesseVia } from '../../history/observation.ts'
import type { FeedStatus } from '../../wire/relay-messages.ts'
import type { StateGroup } from '../selectors/state-group.ts'

/** The names of the states, as Finesse's own desktop writes them where it has one. */
const states: Readonly<Record<AgentState, string>> = {
  LOGIN: 'Signing in',
  LOGOUT: 'Logged out',
  NOT_READY: 'Not Ready',
  READY: 'Ready',
  RESERVED: 'Reserved',
  RESERVED_OUTBOUND: 'Reserved (outbound)',
  RESERVED_OUTBOUND_PREVIEW: 'Reserved (preview)',
  TALKING: 'Talking',
  HOLD: 'On hold',
  WORK: 'Wrap-up',
  WORK_READY: 'Wrap-up, then Ready',
  UNKNOWN: 'Unknown',
  BUSY_OTHER: 'Busy elsewhere',
  ACTIVE: 'Active',
  PAUSED: 'Paused',
  INTERRUPTED: 'Interrupted',
  NOT_ACTIVE: 'Not active',
}

const stateGroups: Readonly<Record<StateGroup, string>> = {
  'not-ready': 'Not Ready',
  ready: 'Ready',
  reserved: 'Reserved',
  talking: 'On a call',
  work: 'Wrap-up',
  out: 'Logged out',
  unknown: 'Unknown',
}

const verdicts: Readonly<Record<Verdict, string>> = {
  agree: 'Agree',
  'finesse-missing': 'Finesse has no reason',
  'cti-missing': 'CTI gave no reason',
  conflict: 'Different reasons',
  pending: 'Waiting',
  expected: 'Expected difference',
  unknown: 'Unknown',
  none: 'Agree',
}

const vias: Readonly<Record<FinesseVia, string>> = {
  notification: 'notification',
  witness: 'read by the relay',
  read: 'read by this gadget',
}

const feeds: Readonly<Record<FeedStatus, string>> = {
  connecting: 'connecting',
  open: 'connected',
  standby: 'standby server',
  lost: 'lost',
  refused: 'refused',
}

/** What the relay's error codes mean to a supervisor; codes that are not here are shown as they are. */
const relayFaults: Readonly<Record<string, string>> = {
  'credential-missing': 'The desktop gives no Finesse sign-in to show to the relay.',
  'credential-refused': 'Finesse refused your sign-in when the relay checked it. Sign in to the desktop again.',
  'not-a-supervisor': 'The relay answers supervisors only, and Finesse does not list you as one.',
  'origin-refused': 'The relay does not accept this desktop. An administrator can add its address to allowedOrigins.',
  'too-many-requests': 'The relay asks to wait.',
  'finesse-away': 'The relay cannot reach Finesse to check your sign-in.',
  'relay-not-ready': 'The relay is still starting.',
  version: 'The relay is of another version than this gadget. Load the desktop again.',
  'going-away': 'The relay is being restarted.',
  'slow-consumer': 'This connection was too slow for the events.',
  unreachable: 'The relay does not answer. It may be stopped, or this browser does not trust its certificate.',
  timeout: 'The relay did not answer in time.',
  'bad-answer': 'What answers at the address is not a relay that this gadget understands.',
  silent: 'The relay has not said anything for a while.',
  closed: 'The connection to the relay was lost.',
  'history-unavailable': 'The relay cannot read its history at the moment.',
  'agent-out-of-scope': 'The agent is in none of your teams.',
}

/** The same for Finesse. */
const finesseFaults: Readonly<Record<string, string>> = {
  'finesse-unauthorized':
    'Finesse refused your sign-in (401). Sign in to the desktop again; nothing is tried by itself.',
  'finesse-forbidden': 'Finesse does not let you read this (403).',
  'finesse-not-found': 'Finesse does not know this team or person (404).',
  'finesse-refused': 'Finesse refused the request.',
  'finesse-unavailable': 'Finesse is out of service (503).',
  'finesse-server-error': 'Finesse failed.',
  'finesse-timeout': 'Finesse did not answer in time.',
  'finesse-unreachable': 'Finesse cannot be reached.',
  'finesse-malformed': 'Finesse answered with something that cannot be read.',
  'subscription-refused': 'Finesse does not deliver the changes of this team.',
  'subscription-unanswered': 'The desktop has not said whether it delivers the changes of this team.',
  'desktop-unfit': 'The desktop does not start its client services for this gadget.',
  'not-a-supervisor': 'Finesse does not list you as a supervisor of any team.',
}

/** Every text that the gadget shows, in English. Values come in as parameters and are shown as text, whatever they contain. */
export const texts = {
  title: 'Reason Code History',
  states,
  stateGroups,
  verdicts,
  vias,

  /** A part of the gadget that is loaded when it is wanted. */
  part: {
    loading: 'Loading …',
    failed:
      'This part of the gadget could not be loaded. The network may be down, or the gadget was replaced by a newer one.',
    again: 'Try again',
    reload: 'Load the gadget again',
  },

  header: {
    team: 'Team',
    allTeams: 'All teams',
    search: 'Search name, id, extension',
    filters: 'Filters',
    onlyDifferences: 'Only differences',
    sources: 'Sources',
    finesse: 'Finesse',
    cti: (site: string) => `CTI ${site}`,
    relay: 'Relay',
    finesseStates: {
      connecting: 'connecting',
      open: 'connected',
      lost: 'lost',
      faulty: 'fault',
    },
    relayStates: {
      unconfigured: 'not set up',
      connecting: 'connecting',
      open: 'connected',
      waiting: 'lost',
      refused: 'refused',
    },
    feeds,
  },

  banner: {
    relayUnconfigured:
      'No relay is set up, so only what Finesse says is shown. An administrator can set the gadget preference “relay” to its address.',
    relayConnecting: 'Connecting to the relay. What the CTI server said follows as soon as it answers.',
    relayWaiting: (fault: string) => `${fault} What Finesse says goes on being shown; the next try comes by itself.`,
    relayRefused: (fault: string) => `${fault} What Finesse says goes on being shown.`,
    tryAgain: 'Try again',
    feedLost: (site: string, since: string) =>
      `The relay has not heard CTI server ${site} since ${since}. What happens meanwhile stays unknown.`,
    feedRefused: (site: string) =>
      `CTI server ${site} refuses the relay. An administrator must look at its configuration.`,
    finesseLost: (since: string) =>
      `The desktop lost Finesse at ${since}. What Finesse does meanwhile stays unknown; the CTI side goes on.`,
    finesseFault: (fault: string) => `${fault} The CTI side goes on.`,
    teamFault: (team: string, fault: string) => `Team ${team}: ${fault}`,
  },
  relayFault: (code: string) => relayFaults[code] ?? `The relay reports “${code}”.`,
  finesseFault: (code: string) => finesseFaults[code] ?? `Finesse reports “${code}”.`,

  list: {
    label: 'Agents',
    agent: 'Agent',
    state: 'State',
    reason: 'Reason',
    since: 'For',
    today: 'Today',
    noReasonInState: 'no reason in this state',
    noReason: 'no reason',
    notHeard: 'reason not heard',
    code: (code: number) => `Code ${code}`,
    stateNotHeard: 'not heard',
    finesseSays: (reason: string) => `Finesse: ${reason}`,
    ctiSays: (reason: string) => `CTI: ${reason}`,
    loading: 'Reading your teams …',
    noTeams: 'You supervise no team, so there is nobody to show.',
    noAgents: 'Finesse lists nobody in this team.',
    noMatch: 'Nobody matches the filters.',
    clearFilters: 'Show everyone',
    shown: (shown: number, all: number) => (shown === all ? `${all} agents` : `${shown} of ${all} agents`),
    todayBar: (parts: string) => `Today: ${parts}`,
  },

  /** Where a shown reason comes from, and whether the other side says so too. */
  tags: {
    agree: 'both agree',
    'finesse-missing': 'CTI only',
    'cti-missing': 'Finesse only',
    conflict: 'differ',
    pending: 'waiting',
    expected: 'expected',
    unknown: 'not compared',
    none: '',
    relayAway: 'relay away',
  } satisfies Record<Verdict | 'relayAway', string>,

  detail: {
    back: 'All agents',
    empty: 'Choose an agent to see what the CTI server and Finesse said.',
    changeState: 'Change state …',
    nothingHeard: 'Nothing has been heard of this agent today.',
    extension: (extension: string) => `extension ${extension}`,
    range: 'Time range',
    ranges: { '15m': '15 min', '1h': '1 h', '4h': '4 h', today: 'Today', '24h': '24 h' },
    loadingHistory: 'Reading the relay’s history …',
    historyFault: (fault: string) => `Older history could not be read. ${fault}`,
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
    nothing: 'Nothing',
    noReason: 'No reason',
    minusOne: '−1, no reason',
    notHeard: 'Not heard',
    notWatched: 'Not watched',
    reason: (code: number, label: string | null) => (label === null ? String(code) : `${code} ${label}`),
    reasonCodeId: (id: number) => `id ${id}`,
    setBy: (client: string) => `set by “${client}”`,
    since: (time: string) => `since ${time}`,
    asked: 'known by asking',
    later: (lag: string) => `${lag} later`,
    earlier: (lag: string) => `${lag} earlier`,
    copy: 'Copy',
    copied: 'Copied',
    copyFailed: 'Select and copy it by hand',
    copyRequest: 'Copy the request',
  },

  lanes: {
    label: 'Time axis: what the CTI server and Finesse said',
    cti: 'CTI',
    finesse: 'Finesse',
    now: (time: string) => `now ${time}`,
    noReason: '−1 no reason',
    side: (side: string, said: string) => `${side}: ${said}`,
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
    finesseId: (code: number, id: number) => `${code} · id ${id}`,
    fromCti: 'from CTI',
    fromFinesse: 'Finesse',
    gap: 'then nobody listened',
    empty: 'No entry in this range.',
    older: (count: number) => `Show ${count} older`,
    details: (time: string) => `Details of ${time}`,
  },

  evidence: {
    label: 'Evidence',
    cti: 'CTI event',
    finesse: 'Finesse',
    noCti: 'No CTI event was heard for this stay.',
    noFinesse: 'Finesse was not heard for this stay.',
    heardAt: 'Heard at (relay’s clock)',
    site: 'Site',
    state: 'State',
    eventReasonCode: 'EventReasonCode',
    noneGiven: '0, none given',
    notCarried: 'not carried by an answer',
    client: 'CTI client',
    extension: 'Extension',
    stateDuration: 'In state for (s)',
    raw: 'Bytes',
    reasonCodeId: 'reasonCodeId',
    reasonCode: 'reasonCode',
    absent: '−1, empty or absent',
    stateChangeTime: 'stateChangeTime (Finesse’s clock)',
    via: 'Known from',
    readAt: 'Read at',
    lag: 'Lag',
    otherLabels: 'Other labels for this code',
  },

  totals: {
    of: (whom: string) => `Today, ${whom}:`,
    everyone: 'everyone shown',
    reason: (reason: string, time: string) => `${reason} ${time}`,
    withoutFinesse: (time: string, share: string) => `no reason in Finesse ${time} (${share})`,
    noReason: 'no reason',
    none: 'no time in Not Ready',
    worstLag: (lag: string) => `worst lag ${lag}`,
    more: (count: number) => `and ${count} more`,
  },

  /** Why the two sides' words are as they are: whole sentences. */
  why: {
    same: 'Both sides gave the same reason.',
    labelDiffers: (code: number, shown: string, other: string) =>
      `Both sides mean code ${code}. Its labels differ: “${shown}” here, “${other}” elsewhere.`,
    noReasonInState: (state: string) => `${state} carries no reason, so there is nothing to compare.`,
    waitingForFinesse: 'Finesse may still say so: it follows the CTI server within a few seconds.',
    waitingForCti: 'The CTI server may still say so: wait a few seconds.',
    setThroughCti: 'Set through the CTI server. Finesse keeps only reasons set through its own API.',
    setThroughCtiBy: (client: string) =>
      `Set through the CTI server by “${client}”. Finesse keeps only reasons set through its own API.`,
    setBySupervisor: 'A supervisor set this state. Finesse does not let a supervisor give a reason of his own.',
    systemCode: (meaning: string) =>
      `The contact centre set this itself: ${meaning}. Finesse has not taken the code over.`,
    finesseSilent: 'Finesse was watched, but said nothing of this stay.',
    ctiSilent: 'The CTI server was heard, but said nothing of this stay.',
    relayAway: 'The relay cannot be reached at the moment. What the CTI server says is compared as soon as it is back.',
    ctiWithoutReason: 'The CTI event carried no reason (0); Finesse has one.',
    codesDiffer: 'The two sides gave different reasons for the same stay.',
    signIn: (meaning: string) => `Harmless: ${meaning}, and Finesse has no reason at that moment.`,
    ownLogout: 'Harmless: the agent signed out without choosing a reason.',
    seeded: 'The state was learned by asking the CTI server, and such an answer carries no reason.',
    ctiDeaf: 'Nobody heard the CTI server when this began.',
    finesseNotWatched: 'Nobody watched Finesse when this began.',
    noReasonHeard: 'Neither side gave a reason.',
  },

  mend: {
    put: 'To have it shown, send this as the agent instead:',
    choose: (code: number) =>
      `Finesse has several reasons with code ${code}. Choose the right one; each has its own id:`,
    createCode: (code: number, category: string) =>
      `No Finesse reason has code ${code} in ${category}. An administrator can create it under Manage Reasons; then it can be set through Finesse.`,
    lookUp: (code: number) =>
      `To have it shown, set it through Finesse’s User API with the reasonCodeId of code ${code}. The id is not known here: an administrator can look it up.`,
  },
} as const
