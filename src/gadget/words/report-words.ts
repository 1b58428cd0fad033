import { relayFault, saidOf } from './faults.ts'
import type { Formats } from './formats.ts'
import { reportsTexts } from './reports-texts.ts'

/** What one of the relay's error codes means to a supervisor who wants a report. */
export const reportFault = (code: string): string => saidOf(reportsTexts.relayFaults, code) ?? relayFault(code)

/** A day and a time to the second, e.g. `Fri 20 Nov, 13:34:05`. */
export const momentWords = (at: number, formats: Formats): string => `${formats.day(at)}, ${formats.second(at)}`
