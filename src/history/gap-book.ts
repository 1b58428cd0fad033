import { millisOf } from './instant.ts'
import type { GapObservation } from './observation.ts'
import { compareText, firstIndex, seqOf } from './sorted.ts'

/** A time in which a source was not heard; what was said of it once and again, made one. Milliseconds. */
export type Gap = {
  readonly source: GapObservation['source']
  readonly site: string
  readonly from: number
  /** null while it lasts. */
  readonly to: number | null
  /** The first place in the relay's history at which it was spoken of, as `seqOf` has it. */
  readonly seq: number
  /** The observation to show. */
  readonly observation: GapObservation
}

const NO_GAPS: readonly Gap[] = []

/** Earliest first; of one moment by source and site, so that every order of hearing gives this one. */
export const compareGaps = (a: Gap, b: Gap): number =>
  a.from - b.from || compareText(a.source, b.source) || compareText(a.site, b.site)

/**
 * When the first of some gaps began, from a moment on and before another; null where none did. The gaps are sorted.
 * @param site Absent: any of the source.
 */
export function silenceIn(
  gaps: readonly Gap[],
  from: number,
  before: number,
  source: Gap['source'],
  site?: string,
): number | null {
  for (let index = firstIndex(gaps, (gap) => gap.from >= from); index < gaps.length; index++) {
    const gap = gaps[index]
    if (gap === undefined || gap.from >= before) return null
    if (gap.source === source && gap.site === (site ?? gap.site)) return gap.from
  }
  return null
}

/**
 * The one of two observations of a gap that says more: the closing one; of two closings the later, since the source was
 * deaf at least as long as anybody says.
 */
function fuller(a: GapObservation, b: GapObservation): GapObservation {
  if (a.to !== b.to) {
    if (a.to === null) return b
    if (b.to === null) return a
    return millisOf(a.to) >= millisOf(b.to) ? a : b
  }
  return (seqOf(a) - seqOf(b) || compareText(a.why, b.why)) <= 0 ? a : b
}

/** Every gap of every source. */
export class GapBook {
  readonly #bySource = new Map<string, Gap[]>()
  readonly #lists = new Map<string, readonly Gap[]>()
  /** Gaps that began before this moment are not needed any more, but for the last one of each source, which may last. */
  neededFrom = -Infinity

  /** Takes in an observation. Returns the gap as it stands now; null where that is nothing new. */
  add(observation: GapObservation): Gap | null {
    const { source, site } = observation
    const from = millisOf(observation.from)
    const key = `${source} ${site}`
    let gaps = this.#bySource.get(key)
    if (!gaps) this.#bySource.set(key, (gaps = []))
    const index = firstIndex(gaps, (gap) => gap.from >= from)
    const found = gaps[index]
    const there = found?.from === from ? found : null
    const told = there ? fuller(there.observation, observation) : observation
    const gap: Gap = {
      source,
      site,
      from,
      to: told.to === null ? null : millisOf(told.to),
      seq: Math.min(seqOf(observation), there?.seq ?? Infinity),
      observation: told,
    }
    if (there && gap.seq === there.seq && told === there.observation) return null
    gaps.splice(index, there ? 1 : 0, gap)
    while ((gaps[1]?.from ?? Infinity) < this.neededFrom) gaps.shift()
    this.#lists.clear()
    return gap
  }

  /**
   * The gaps that concern an agent, earliest first: those of Finesse and those of the sites he was heard on. Of an agent
   * who was never heard on any site nobody knows the site, so that every site's deafness may be why.
   * The same list for everybody of the same sites.
   */
  of(sites: ReadonlySet<string>): readonly Gap[] {
    if (this.#bySource.size === 0) return NO_GAPS
    const key = [...sites].toSorted(compareText).join(' ')
    let list = this.#lists.get(key)
    if (!list) {
      list = [...this.#bySource.values()]
        .flat()
        .filter(({ source, site }) => source === 'finesse' || sites.size === 0 || sites.has(site))
        .toSorted(compareGaps)
      this.#lists.set(key, list)
    }
    return list
  }
}
