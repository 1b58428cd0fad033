import { DIFFERENCES, type Entry, type Verdict } from '../../history/entry.ts'

/** How the two sides' words on a stay compare, as far as this gadget can tell: `relayAway` where it cannot hear one of them. */
export type Comparison = Verdict | 'relayAway'

/**
 * The verdict to show. What began while the relay was away has only Finesse's word so far: that says nothing of the CTI
 * server.
 * @param relayAwaySince On the relay's clock; null while the relay is heard.
 */
export function comparison(entry: Entry, relayAwaySince: number | null): Comparison {
  return isUnheard(entry, relayAwaySince) && entry.verdict !== 'none' ? 'relayAway' : entry.verdict
}

/**
 * Can nobody tell what the CTI server says of a stay, because the relay is away? Of one that began since then it has at most
 * its word on the stay before. Arguments as of `comparison`.
 */
export const isUnheard = ({ cti, from, to }: Entry, relayAwaySince: number | null): boolean =>
  relayAwaySince !== null && (cti === null || from > relayAwaySince) && (to ?? Infinity) >= relayAwaySince

/** Do the two sides tell different stories of this stay? */
export const isDifference = (compared: Comparison): boolean => DIFFERENCES.has(compared as Verdict)

/** What a supervisor should notice at once, what is in order, and what is neither. */
export type Tone = 'warn' | 'good' | 'plain'

export function toneOf(compared: Comparison): Tone {
  if (isDifference(compared)) return 'warn'
  return compared === 'agree' ? 'good' : 'plain'
}
