import { localised } from './localise.ts'
import { english } from './settings/en.ts'

/** The texts of the settings. How a text is added says `texts.ts`. */
export const settingsTexts = localised('settings', english)
