import { localised } from './localise.ts'
import { english } from './reports/en.ts'

/** The texts of totals, exports and the floor as it was. How a text is added says `texts.ts`. */
export const reportsTexts = localised('reports', english)
