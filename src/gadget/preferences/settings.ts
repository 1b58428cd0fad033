import type { LanguageKeeper } from '../words/language-keeper.ts'
import type { PreferenceStore } from './preference-store.ts'

/** Shows a message of the desktop; null where the desktop has none. */
export type Toast = ((title: string, body: string) => void) | null

/** What the supervisor has chosen, and what the settings say of where the gadget runs. */
export type Settings = {
  readonly preferences: PreferenceStore
  readonly language: LanguageKeeper
  /** null: none is set up. */
  readonly relayAddress: string | null
  /** Finesse's id of who is signed in. */
  readonly supervisorId: string
  readonly toast: Toast
}
