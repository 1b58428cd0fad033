import { texts } from './texts.ts'

const find = (sentences: object, code: string): string | undefined =>
  Object.hasOwn(sentences, code) ? (sentences as Readonly<Record<string, string>>)[code] : undefined

/** What one of the relay's error codes means to a supervisor. */
export const relayFault = (code: string): string => find(texts.relayFaults, code) ?? texts.unknownRelayFault(code)

/** The same of a code of the Finesse side. */
export const finesseFault = (code: string): string => find(texts.finesseFaults, code) ?? texts.unknownFinesseFault(code)
