import { str } from '@lit/localize'
import type { Change } from '../../act/allowed-changes.ts'
import type { RefusalCode } from '../../act/refusal.ts'

const changes = { READY: 'Ready', NOT_READY: 'Not Ready', LOGOUT: 'Log out' } satisfies Record<Change, string>

const questions = {
  READY: (name: string) => str`Make ${name} Ready?`,
  NOT_READY: (name: string) => str`Make ${name} Not Ready?`,
  LOGOUT: (name: string) => str`Log ${name} out?`,
} satisfies Record<Change, unknown>

const confirm = {
  READY: 'Make Ready',
  NOT_READY: 'Make Not Ready',
  LOGOUT: 'Log out now',
} satisfies Record<Change, string>

const refusals = {
  'reason-not-allowed': 'Finesse lets no supervisor give a reason.',
  'reason-required': 'Finesse wants a reason for this, and lets no supervisor give one.',
  'not-your-agent': 'Finesse says that this agent is in none of your teams.',
  'not-signed-in': 'Finesse refused your sign-in. Sign in to the desktop again; nothing is tried by itself.',
  'no-such-agent': 'Finesse does not know this agent any more.',
  'impossible-now': 'The contact centre does not allow this in the state that the agent is in by now.',
  busy: 'The agent is on a call, and the contact centre does not change the state before it ends.',
  'one-pending-only':
    'The contact centre does not allow this now: the agent is Not Ready already, or will be after the call.',
  refused: 'Finesse refused this.',
} satisfies Record<RefusalCode, string>

/** The texts with which a supervisor changes an agent's state, in English. */
export const english = {
  label: 'Change the state through Finesse',
  cancel: 'Cancel',
  again: 'Choose again',
  changes,
  questions,
  confirm,
  isNow: (state: string) => str`The agent is ${state} now. What is not possible from there cannot be chosen.`,
  stateUnknown: 'What the agent does is not known at the moment, so nothing can be changed.',
  finesseAway: 'The desktop has no connection to Finesse at the moment, so nothing can be changed.',
  yourself: 'Your own state is changed at the top of the desktop, where you can give a reason.',
  noReason: 'Finesse lets no supervisor give a reason.',
  recordedAs: (label: string, code: number) =>
    str`Finesse lets no supervisor give a reason. It will be recorded as “${label}” (${code}).`,
  outcomes: {
    asking: 'Asking Finesse …',
    taken: 'Finesse took the request. Waiting until it says that the state has changed …',
    pending: 'Finesse took the request. It comes into effect after the present call.',
  },
  done: (state: string) => str`Finesse says: ${state}.`,
  doneWith: (state: string, reason: string) => str`Finesse says: ${state}, ${reason}.`,
  said: (words: string) => str`Finesse’s words: ${words}`,
  unconfirmed:
    'Finesse took the request but has not said that the state changed. Look at the agent’s state before you try again.',
  unanswered:
    'Finesse did not answer. It may have happened all the same: look at the agent’s state before you try again.',
  refusals,
}
