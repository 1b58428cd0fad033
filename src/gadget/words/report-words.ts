import { relayFault, saidOf } from './faults.ts'
import { reportsTexts } from './reports-texts.ts'

/** What one of the relay's error codes means to a supervisor who wants a report. */
export const reportFault = (code: string): string => saidOf(reportsTexts.relayFaults, code) ?? relayFault(code)
