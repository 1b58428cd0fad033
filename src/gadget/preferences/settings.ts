import type { LanguageKeeper } from '../words/language-keeper.ts'
import type { PreferenceStore } from './preference-store.ts'

/** What the supervisor has chosen, and what the settings say of where the gadget runs. */
export type Settings = {
  readonly preferences: PreferenceStore
  readonly language: LanguageKeeper
  /** null: none is set up. */
  readonly relayAddress: string | null
  /** Finesse's id of who is signed in. */
  readonly supervisorId: string
}
