import type { ReasonCode } from '../cti/reason-code.ts'
import { type AgentState, isSameState } from './agent-state.ts'

/** What pairing needs to know of a stay of either side. */
export type Pairable = { readonly from: number; readonly state: AgentState; readonly code: ReasonCode | null }

/** One more pair outweighs every sum of what is less important; so does one more pair of equal codes. */
const PAIR = 1e12
const SAME_CODE = 1e9
const IMPOSSIBLE = -1

/** What a pair is worth, or IMPOSSIBLE. */
function worth(cti: Pairable, finesse: Pairable, allowanceMs: number): number {
  const apart = Math.abs(finesse.from - cti.from)
  if (apart > allowanceMs || !isSameState(cti.state, finesse.state)) return IMPOSSIBLE
  return PAIR + (cti.code !== null && cti.code === finesse.code ? SAME_CODE : 0) - apart
}

/**
 * Which Finesse stay is which CTI stay: for each CTI stay the index of Finesse's, or -1.
 *
 * Pairs never cross, since both sides tell one story in one order; both stays have the same state and begin within the
 * allowance. Of all ways to do so the one with most pairs is taken: Finesse skips short states but invents none. Among
 * those, the one in which most pairs have the same code, since that is better evidence than a few milliseconds; then the
 * one with the least time between the two of each pair. In a burst of RESERVED and TALKING the order alone tells the
 * stays apart, and this keeps it.
 *
 * Costs the product of the two lengths.
 */
export function pairStays(
  ctiStays: readonly Pairable[],
  finesseStays: readonly Pairable[],
  allowanceMs: number,
): readonly number[] {
  const [onlyCti, onlyFinesse] = [ctiStays[0], finesseStays[0]]
  if (onlyCti && onlyFinesse && ctiStays.length + finesseStays.length === 2) {
    return [worth(onlyCti, onlyFinesse, allowanceMs) === IMPOSSIBLE ? -1 : 0]
  }
  const width = finesseStays.length + 1
  // best[i * width + j]: what the first i and the first j are worth at most.
  const best = new Float64Array((ctiStays.length + 1) * width)
  const at = (i: number, j: number): number => best[i * width + j] ?? 0
  const pairWorth = (i: number, j: number): number => {
    const [cti, finesse] = [ctiStays[i - 1], finesseStays[j - 1]]
    const value = cti && finesse ? worth(cti, finesse, allowanceMs) : IMPOSSIBLE
    return value === IMPOSSIBLE ? IMPOSSIBLE : at(i - 1, j - 1) + value
  }
  for (let i = 1; i <= ctiStays.length; i++) {
    for (let j = 1; j <= finesseStays.length; j++) {
      best[i * width + j] = Math.max(pairWorth(i, j), at(i - 1, j), at(i, j - 1))
    }
  }
  const pairs = ctiStays.map(() => -1)
  for (let i = ctiStays.length, j = finesseStays.length; i > 0 && j > 0;) {
    if (pairWorth(i, j) === at(i, j)) {
      pairs[i - 1] = j - 1
      i -= 1
      j -= 1
    } else if (at(i - 1, j) === at(i, j)) i -= 1
    else j -= 1
  }
  return pairs
}
