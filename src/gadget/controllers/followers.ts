import type { ReactiveControllerHost } from 'lit'
import type { PreferenceStore } from '../preferences/preference-store.ts'
import type { Floor } from '../floor/floor.ts'
import type { RelayClock } from '../relay-clock.ts'

type Host = ReactiveControllerHost & { readonly isConnected: boolean }

/** Has something done each second while an element is in the page and has a clock. */
export function followClock(host: Host, clockOf: () => RelayClock | undefined, tick: () => void): void {
  let followed: RelayClock | undefined
  let end: (() => void) | undefined
  const follow = (clock: RelayClock | undefined): void => {
    if (clock === followed) return
    end?.()
    followed = clock
    end = clock?.onTick(tick)
  }
  host.addController({
    hostConnected: () => host.requestUpdate(),
    hostUpdate: () => {
      if (host.isConnected) follow(clockOf())
    },
    hostDisconnected: () => follow(undefined),
  })
}

/** What a dialog shows of the floor is at most so many seconds old. */
const FLOOR_SECONDS = 5

/** Updates a dialog every five seconds, in which the floor may have changed. */
export function followFloor(host: Host & { readonly floor: Floor }): void {
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
export function followPreferences(host: ReactiveControllerHost, preferencesOf: () => PreferenceStore): void {
  let end: (() => void) | undefined
  host.addController({
    hostConnected: () => {
      end = preferencesOf().onChange(() => host.requestUpdate())
    },
    hostDisconnected: () => end?.(),
  })
}
