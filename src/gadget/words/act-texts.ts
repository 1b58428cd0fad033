import { english } from './act/en.ts'
import { localised } from './localise.ts'

/** The texts with which a supervisor changes an agent's state. How a text is added says `texts.ts`. */
export const actTexts = localised('act', english)
