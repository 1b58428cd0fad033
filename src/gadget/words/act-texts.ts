import { english } from './act/en.ts'

/** The texts with which a supervisor changes an agent's state. */
export const actTexts = english
