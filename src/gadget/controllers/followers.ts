import type { ReactiveControllerHost } from 'lit'
import type { PreferenceStore } from '../preferences/preference-store.ts'
import type { RelayClock } from '../relay-clock.ts'

type Clock = Pick<RelayClock, 'onTick'>
type Host = ReactiveControllerHost & { readonly isConnected: boolean }

/** Follows what an element has while it is in the page: also where it is given that later, or another. */
function follow<T>(host: Host, subjectOf: () => T | undefined, begin: (subject: T) => () => void): void {
  let followed: T | undefined
  let end: (() => void) | undefined
  const turnTo = (subject: T | undefined): void => {
    if (subject === followed) return
    end?.()
    followed = subject
    end = subject && begin(subject)
  }
  host.addController({
    hostConnected: () => host.requestUpdate(),
    hostUpdate: () => {
      if (host.isConnected) turnTo(subjectOf())
    },
    hostDisconnected: () => turnTo(undefined),
  })
}

/** Has something done each second while an element is in the page and has a clock. */
export const followClock = (host: Host, clockOf: () => Clock | undefined, tick: () => void): void =>
  follow(host, clockOf, (clock) => clock.onTick(tick))

/** What a dialog shows of the floor is at most so many seconds old. */
const FLOOR_SECONDS = 5

/** Updates what is over the floor every five seconds, in which the floor may have changed. */
export function followFloor(host: Host & { readonly floor: { readonly clock: Clock } }): void {
  let passed = 0
  followClock(
    host,
    () => host.floor.clock,
    () => {
      passed += 1
      if (passed % FLOOR_SECONDS === 0) host.requestUpdate()
    },
  )
}

/** Updates an element when a preference changes, while it is in the page. */
export const followPreferences = (host: Host, preferencesOf: () => PreferenceStore | undefined): void =>
  follow(host, preferencesOf, (preferences) => preferences.onChange(() => host.requestUpdate()))
