import { localised } from './localise.ts'
import { english } from './thresholds/en.ts'

/** The texts of thresholds and of what is over them. How a text is added says `texts.ts`. */
export const thresholdsTexts = localised('thresholds', english)
