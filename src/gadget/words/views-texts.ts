import { localised } from './localise.ts'
import { english } from './views/en.ts'

/** The texts of saved views. How a text is added says `texts.ts`. */
export const viewsTexts = localised('views', english)
