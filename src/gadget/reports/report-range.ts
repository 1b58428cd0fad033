import type { Window } from '../../history/window.ts'
import { midnightBefore } from '../selectors/time-axis.ts'
import { activeLanguage } from '../words/active-language.ts'

/** The ranges that a report can be of; `custom` is a range that a person gives. */
export const REPORT_RANGES = ['today', 'yesterday', 'week', '7d', '30d', 'custom'] as const
export type ReportRange = (typeof REPORT_RANGES)[number]

/** Midnight some days before the day of a moment, in this browser's time zone, also where a day has 23 or 25 hours. */
function midnight(at: number, daysBefore: number): number {
  const date = new Date(at)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - daysBefore).getTime()
}

/** The first day of a week where a language is spoken: 1 is Monday, 7 is Sunday; Monday where the browser does not know. */
export function firstWeekday(language: string): number {
  const locale: Intl.Locale & { getWeekInfo?(): { readonly firstDay: number } } = new Intl.Locale(language)
  return locale.getWeekInfo?.().firstDay ?? 1
}

/**
 * What a range's name means at a moment. Days are those of this browser's time zone; the last 7 and 30 days have today in
 * them.
 * @param weekday On which weeks begin, as `firstWeekday` answers. Default: where the chosen language is spoken.
 */
export function windowOf(
  range: Exclude<ReportRange, 'custom'>,
  now: number,
  weekday = firstWeekday(activeLanguage().language),
): Window {
  switch (range) {
    case 'today':
      return { from: midnightBefore(now), to: now }
    case 'yesterday':
      return { from: midnight(now, 1), to: midnightBefore(now) }
    case 'week':
      return { from: midnight(now, (new Date(now).getDay() - weekday + 7) % 7), to: now }
    case '7d':
      return { from: midnight(now, 6), to: now }
    case '30d':
      return { from: midnight(now, 29), to: now }
  }
}

/** What a range is now: until this moment where it has no end of its own. @param custom What a person gave; null: none. */
export const presentWindow = (range: ReportRange, custom: Window | null, now: number): Window | null =>
  range === 'custom' ? custom : windowOf(range, now)

/** A moment as a `datetime-local` field has it, to the minute or to the second, e.g. `2026-11-20T14:05`. */
export function fieldOf(at: number, hasSeconds = false): string {
  const local = new Date(at - new Date(at).getTimezoneOffset() * 60_000)
  return local.toISOString().slice(0, hasSeconds ? 19 : 16)
}

/** The moment that such a field names; null where it names none. */
export function momentOf(field: string): number | null {
  const at = new Date(field).getTime()
  return field === '' || Number.isNaN(at) ? null : at
}
