import type { Dialect } from '../../cti/dialect.ts'
import type { ReasonCategory } from '../../history/catalogue.ts'
import { SYSTEM_CODES } from '../../history/system-codes.ts'

/**
 * The code that the system gives for what it calls so in Finesse, e.g. 32763 (UCCX) or 32767 (UCCE) for `Call Not Answered`; 0,
 * the wire's word for none, where a deployment has no such code. The newest where it has several.
 */
export const systemReason = (dialect: Dialect, category: ReasonCategory, label: string): number =>
  SYSTEM_CODES.findLast((entry) => entry.deployment === dialect && entry.category === category && entry.label === label)
    ?.code ?? 0
