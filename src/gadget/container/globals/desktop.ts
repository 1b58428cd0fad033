import type { FinesseLibrary } from './finesse.ts'
import type { Gadgets } from './gadgets.ts'

/** The globals that a gadget finds once the scripts before its own are loaded. */
export type DesktopGlobals = {
  readonly gadgets: Gadgets
  readonly finesse: FinesseLibrary
  /** From 12.x on: messages over the desktop. */
  readonly FinesseToaster?: {
    showToaster(title: string, options: { readonly body: string; readonly showWhenVisible: boolean }): void
  }
}
