import type { FinesseLibrary } from './finesse.ts'
import type { Gadgets } from './gadgets.ts'

/** The globals that a gadget finds once the scripts before its own are loaded. */
export type DesktopGlobals = {
  readonly gadgets: Gadgets
  readonly finesse: FinesseLibrary
}
