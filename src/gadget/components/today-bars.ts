import { html, svg } from 'lit'
import type { Entry } from '../../history/entry.ts'
import type { ListedFloor } from '../floor/listed-floor.ts'
import { BAR_COLUMNS, dayBar } from '../selectors/day-bar.ts'
import type { Formats } from '../words/formats.ts'
import { listed } from '../words/localise.ts'
import { texts } from '../words/texts.ts'

/**
 * A bar moves on this often, and follows what is heard no faster than the other; at first it does, for the day is still coming.
 * Milliseconds.
 */
const STEP_MS = 60_000
const FOLLOW_MS = 10_000

/** More bars than a screen has are made anew. */
const MAX_BARS = 200

type Made = {
  readonly madeAt: number
  readonly entries: readonly Entry[]
  readonly template: unknown
}

/** Days at a glance, one per agent: the states in the order they came, and in words how long each group lasted. */
export class TodayBars {
  readonly #made = new Map<string, Made>()
  #formats: Formats | null = null
  /** When the first bar was made, on the floor's clock. */
  #began: number | null = null

  /** An agent's bar: the same while it would look the same. */
  bar(floor: ListedFloor, agentId: string, formats: Formats): unknown {
    // Another language: other words.
    if (formats !== this.#formats) this.#made.clear()
    this.#formats = formats
    const now = floor.clock.now()
    const known = this.#made.get(agentId)
    const age = known ? now - known.madeAt : -1
    this.#began ??= now
    const rest = Math.min(FOLLOW_MS, Math.abs(now - this.#began) / 2)
    if (known && age >= 0 && age < rest) return known.template
    const entries = floor.history.entries(agentId, now)
    if (known && age >= 0 && age < STEP_MS && entries === known.entries) return known.template
    if (this.#made.size >= MAX_BARS) this.#made.clear()
    const { outlines, sums } = dayBar(floor.days.get(agentId), entries, now, floor.days.from)
    const parts = [...sums].map(([group, ms]) => `${texts.stateGroups[group]} ${formats.sum(ms)}`)
    const label = parts.length === 0 ? texts.list.stateNotHeard : texts.list.todayBar(listed(parts))
    const template = html`<svg
      viewBox=${`0 0 ${BAR_COLUMNS} 1`}
      preserveAspectRatio="none"
      role="img"
      aria-label=${label}
    >
      ${outlines.map(({ group, d }) => svg`<path class=${`bar ${group}`} d=${d}></path>`)}
    </svg>`
    this.#made.set(agentId, { madeAt: now, entries, template })
    return template
  }
}
