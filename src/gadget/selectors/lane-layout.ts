import { place, type Range } from './time-axis.ts'

/** A part of a lane. Milliseconds; `to: null` lasts. */
export type LanePart = { readonly from: number; readonly to: number | null }

/** What is drawn of a lane: one part, or several that are too narrow to be told apart. In pixels from the plot's start. */
export type Bar<T> = { readonly left: number; readonly width: number; readonly parts: readonly [T, ...T[]] }

/** Narrower than this a bar can neither be seen nor hit, in pixels. */
export const NARROW = 3

/** So wide a bar of several parts becomes at most, so that their rhythm stays visible. In pixels. */
const GROUPED = 6

/**
 * The bars of a lane, in order: at most one for each two or three pixels, however much happened.
 * @param parts In order, not overlapping.
 * @param now Where what lasts ends.
 * @param width The plot's, in pixels.
 */
export function bars<T extends LanePart>(
  parts: readonly T[],
  range: Range,
  now: number,
  width: number,
): readonly Bar<T>[] {
  const drawn: { left: number; width: number; parts: [T, ...T[]]; isNarrow: boolean }[] = []
  for (const part of parts) {
    const end = part.to ?? Math.max(now, part.from)
    if (end < range.from || part.from > range.to) continue
    const left = place(part.from, range) * width
    const right = place(end, range) * width
    const isNarrow = right - left < NARROW
    const last = drawn.at(-1)
    if (isNarrow && last?.isNarrow === true && left - last.left - last.width < 1 && right - last.left <= GROUPED) {
      last.parts.push(part)
      last.width = right - last.left
    } else drawn.push({ left, width: right - left, parts: [part], isNarrow })
  }
  return drawn
}

/**
 * The times in a range, until now, in which a lane has no part: nobody heard its source then.
 * @param edges Where one reason for silence may give way to another: a silence does not reach across one.
 */
export function silences(
  parts: readonly LanePart[],
  range: Range,
  now: number,
  edges: readonly number[] = [],
): readonly Range[] {
  const end = Math.min(range.to, now)
  const cuts = edges.filter((edge) => edge > range.from && edge < end).toSorted((a, b) => a - b)
  const found: Range[] = []
  const add = (from: number, to: number): void => {
    if (to <= from) return
    const cut = cuts.find((edge) => edge > from && edge < to)
    found.push({ from, to: cut ?? to })
    if (cut !== undefined) add(cut, to)
  }
  let from = range.from
  for (const part of parts) {
    if (from >= end) break
    add(from, Math.min(part.from, end))
    from = Math.max(from, part.to ?? end)
  }
  add(from, end)
  return found
}

/**
 * The longest of some texts that fits into a room; null where none does.
 * @param texts The longest first.
 * @param measure A text's width in pixels.
 */
export const fitting = (texts: readonly string[], room: number, measure: (text: string) => number): string | null =>
  texts.find((text) => text !== '' && measure(text) <= room) ?? null
