import { texts } from './texts.ts'

/** What stands in texts under a code from outside; undefined where nothing does. */
export const saidOf = (sentences: object, code: string): string | undefined =>
  Object.hasOwn(sentences, code) ? (sentences as Readonly<Record<string, string>>)[code] : undefined

/** What one of the relay's error codes means to a supervisor. */
export const relayFault = (code: string): string => saidOf(texts.relayFaults, code) ?? texts.unknownRelayFault(code)

/** The same of a code of the Finesse side. */
export const finesseFault = (code: string): string =>
  saidOf(texts.finesseFaults, code) ?? texts.unknownFinesseFault(code)
