/** How much of a caller's number is kept. */
export const CALLER_NUMBERS = ['masked', 'full', 'none'] as const
export type CallerNumbers = (typeof CALLER_NUMBERS)[number]

/** Enough to tell two callers apart who hang up and call again, too little to call them back. */
const SHOWN_DIGITS = 2
const MASK = '*****'
const MAX_LENGTH = 64

/** A caller's number as it is kept; of a masked one not even the length. null where nothing is to be kept. */
export function keptNumber(number: string | null | undefined, kept: CallerNumbers): string | null {
  if (!number || kept === 'none') return null
  if (kept === 'full') return number.slice(0, MAX_LENGTH)
  return number.length > 2 * SHOWN_DIGITS ? MASK + number.slice(-SHOWN_DIGITS) : MASK
}
