import { str } from '@lit/localize'
import type { AgentState } from '../../../history/agent-state.ts'
import type { Verdict } from '../../../history/entry.ts'
import type { FeedStatus } from '../../../wire/relay-messages.ts'
import type { StateGroup } from '../../selectors/state-group.ts'
import { counted, plural } from '../localise.ts'

/** The names of the states, as Finesse's own desktop writes them where it has one. */
const states = {
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
} satisfies Record<AgentState, string>

const stateGroups = {
  'not-ready': 'Not Ready',
  ready: 'Ready',
  reserved: 'Reserved',
  talking: 'On a call',
  work: 'Wrap-up',
  out: 'Logged out',
  unknown: 'Unknown',
} satisfies Record<StateGroup, string>

const feeds = {
  connecting: 'connecting',
  open: 'connected',
  standby: 'standby server',
  lost: 'lost',
  refused: 'refused',
} satisfies Record<FeedStatus, string>

/** What the relay's error codes mean to a supervisor; codes that are not here are shown as they are. */
const relayFaults = {
  'credential-missing': 'The desktop gives no Finesse sign-in to show to the relay.',
  'credential-refused': 'Finesse refused your sign-in when the relay checked it. Sign in to the desktop again.',
  'not-a-supervisor': 'The relay answers supervisors only, and Finesse does not list you as one.',
  'origin-refused': 'The relay does not accept this desktop. An administrator can add its address to allowedOrigins.',
  'too-many-requests': 'The relay asks to wait.',
  'finesse-away': 'The relay cannot reach Finesse to check your sign-in.',
  'relay-not-ready': 'The relay is still starting.',
  unconfigured: 'No relay is set up.',
  version: 'The relay is of another version than this gadget. Load the desktop again.',
  'going-away': 'The relay is being restarted.',
  'slow-consumer': 'This connection was too slow for the events.',
  unreachable: 'The relay does not answer. It may be stopped, or this browser does not trust its certificate.',
  timeout: 'The relay did not answer in time.',
  'bad-address':
    'The gadget preference “relay” is no address. An administrator can correct it, e.g. https://relay.example.com:8543.',
  'bad-answer': 'What answers at the address is not a relay that this gadget understands.',
  silent: 'The relay has not said anything for a while.',
  closed: 'The connection to the relay was lost.',
  'history-unavailable': 'The relay cannot read its history at the moment.',
  'agent-out-of-scope': 'The agent is in none of your teams.',
}

/** The same for Finesse. */
const finesseFaults = {
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

/** The texts of the floor: all that is needed for the first paint. */
export const english = {
  title: 'Reason Code History',
  states,
  stateGroups,
  relayFaults,
  unknownRelayFault: (code: string) => str`The relay reports “${code}”.`,
  finesseFaults,
  unknownFinesseFault: (code: string) => str`Finesse reports “${code}”.`,

  /** A part of the gadget that is loaded when it is wanted. */
  part: {
    loading: 'Loading …',
    failed:
      'This part of the gadget could not be loaded. The network may be down, or the gadget was replaced by a newer one.',
    again: 'Try again',
    reload: 'Load the gadget again',
  },

  header: {
    allTeams: 'All teams',
    search: 'Search name, id, extension',
    filters: 'Filters',
    onlyDifferences: 'Only differences',
    onlyOver: 'Over threshold',
    thresholds: 'Thresholds',
    otherStates: 'Other states',
    anyReason: 'Any reason',
    groupBy: 'Group by',
    notGrouped: 'Not grouped',
    sortBy: 'Order',
    keys: {
      agent: 'By name',
      team: 'By team',
      state: 'By state',
      reason: 'By reason',
      verdict: 'By comparison',
      since: 'By time in state',
    },
    settings: 'Settings',
    sources: 'Sources',
    finesse: 'Finesse',
    cti: (site: string) => str`CTI ${site}`,
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
    historyAway: 'history away',
  },

  banner: {
    relayUnconfigured:
      'No relay is set up, so only what Finesse says is shown. An administrator can set the gadget preference “relay” to its address.',
    relayConnecting: 'Connecting to the relay. What the CTI server said follows as soon as it answers.',
    relayWaiting: (fault: string) => str`${fault} What Finesse says goes on being shown; the next try comes by itself.`,
    relayRefused: (fault: string) => str`${fault} What Finesse says goes on being shown.`,
    tryAgain: 'Try again',
    feedLost: (site: string, since: string) =>
      str`The relay has not heard CTI server ${site} since ${since}. What happens meanwhile stays unknown.`,
    historyAway: 'The relay cannot keep what the CTI servers say at the moment. It will be shown as soon as it can.',
    feedRefused: (site: string) =>
      str`CTI server ${site} refuses the relay. An administrator must look at its configuration.`,
    finesseLost: (since: string) =>
      str`The desktop lost Finesse at ${since}. What Finesse does meanwhile stays unknown; the CTI side goes on.`,
    finesseFault: (fault: string) => str`${fault} The CTI side goes on.`,
    teamFault: (team: string, fault: string) => str`Team ${team}: ${fault}`,
    languageFault: 'The texts of your language could not be loaded, so they are in English.',
  },

  list: {
    label: 'Agents',
    agent: 'Agent',
    team: 'Team',
    state: 'State',
    reason: 'Reason',
    verdict: 'Verdict',
    since: 'For',
    today: 'Today',
    noReasonInState: 'no reason in this state',
    noReason: 'no reason',
    notHeard: 'reason not heard',
    code: (code: number) => str`Code ${code}`,
    stateNotHeard: 'not heard',
    finesseSays: (reason: string) => str`Finesse: ${reason}`,
    ctiSays: (reason: string) => str`CTI: ${reason}`,
    loading: 'Reading your teams …',
    noTeams: 'You supervise no team, so there is nobody to show.',
    noAgents: 'Finesse lists nobody in this team.',
    noMatch: 'Nobody matches the filters.',
    clearFilters: 'Show everyone',
    all: (all: number) => plural(all, { one: str`${counted(all)} agent`, other: str`${counted(all)} agents` }),
    shown: (shown: number, all: number) =>
      plural(all, {
        one: str`${counted(shown)} of ${counted(all)} agent`,
        other: str`${counted(shown)} of ${counted(all)} agents`,
      }),
    todayBar: (parts: string) => str`Today: ${parts}`,
    levels: { warn: 'longer than the first threshold', breach: 'over the threshold' },
    under: (time: string) => str`Less than ${time}`,
    between: (from: string, to: string) => str`${from} to ${to}`,
    over: (time: string) => str`${time} or longer`,
    choose: 'Choose an agent to see what the CTI server and Finesse said.',
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

  /** What one side said of a stay, in a few words. */
  said: {
    nothing: 'Nothing',
    noReason: 'No reason',
    minusOne: '−1, no reason',
    notHeard: 'Not heard',
    notWatched: 'Not watched',
  },

  totals: {
    of: (day: string, whom: string) => str`${day}, ${whom}:`,
    everyone: 'everyone shown',
    withoutFinesse: (time: string, share: string) => str`no reason in Finesse ${time} (${share})`,
    noReason: 'no reason',
    none: 'no time in Not Ready',
    worstLag: (lag: string) => str`worst lag ${lag}`,
    more: (count: number) =>
      plural(count, { one: str`and ${counted(count)} more`, other: str`and ${counted(count)} more` }),
  },
}
