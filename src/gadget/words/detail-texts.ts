import { english } from './detail/en.ts'
import { localised } from './localise.ts'

/** The texts of one agent's history. How a text is added says `texts.ts`. */
export const detailTexts = localised('detail', english)
