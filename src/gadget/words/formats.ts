import { once } from '../once.ts'
import { UNIFORM } from './active-language.ts'

/** How times, durations and shares are written, in the desktop's language. */
export type Formats = {
  /** A moment (milliseconds since 1970 UTC) in this browser's time zone, to the minute, e.g. `13:34`. */
  readonly minute: (at: number) => string
  /** To the second. */
  readonly second: (at: number) => string
  /** To the millisecond. */
  readonly millisecond: (at: number) => string
  /** The day of a moment, e.g. `Fri 20 Nov`. */
  readonly day: (at: number) => string
  /** The day with its year, for what may be read years later, e.g. `Fri, 20 Nov 2026`. */
  readonly date: (at: number) => string
  /** That and the time to the second, e.g. `Fri, 20 Nov 2026, 13:34:05`. */
  readonly moment: (at: number) => string
  /** A sum of time in round words, e.g. `42 min`. */
  readonly sum: (ms: number) => string
  /** A short time to its point, e.g. `157 ms`; without its sign. */
  readonly lag: (ms: number) => string
  /** E.g. `256 MB`. */
  readonly megabytes: (count: number) => string
  /** A share from 0 to 1, e.g. `33%`. */
  readonly share: (share: number) => string
}

/** @param locale E.g. `en-GB`. The digits are 0 to 9 in each. */
export function createFormats(locale: string): Formats {
  const date = (options: Intl.DateTimeFormatOptions): ((at: number) => string) => {
    const format = once(() => new Intl.DateTimeFormat(locale, { ...UNIFORM, ...options }))
    return (at) => format().format(at)
  }
  const number = (options: Intl.NumberFormatOptions): ((value: number) => string) => {
    const format = once(() => new Intl.NumberFormat(locale, { ...UNIFORM, ...options }))
    return (value) => format().format(value)
  }
  const day = { weekday: 'short', day: 'numeric', month: 'short' } as const
  const year = { ...day, year: 'numeric' } as const
  const minute = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  const second = { ...minute, second: '2-digit' } as const
  const unit = (name: string, digits = 0): ((value: number) => string) =>
    number({ style: 'unit', unit: name, maximumFractionDigits: digits })
  const hours = unit('hour')
  const minutes = unit('minute')
  const seconds = unit('second', 1)
  const milliseconds = unit('millisecond')
  return {
    minute: date(minute),
    second: date(second),
    millisecond: date({ ...second, fractionalSecondDigits: 3 }),
    day: date(day),
    date: date(year),
    moment: date({ ...year, ...second }),
    sum: (ms) => {
      const inMinutes = Math.round(ms / 60_000)
      if (ms < 60_000) return seconds(Math.round(ms / 1000))
      return inMinutes < 60 ? minutes(inMinutes) : `${hours(Math.floor(inMinutes / 60))} ${minutes(inMinutes % 60)}`
    },
    lag: (ms) => (Math.abs(ms) < 1000 ? milliseconds(Math.abs(ms)) : seconds(Math.abs(ms) / 1000)),
    megabytes: unit('megabyte'),
    share: number({ style: 'percent' }),
  }
}

const twoDigits = (value: number): string => String(value).padStart(2, '0')

/** A duration as a clock shows it: `06:20`, `1:14:09`. */
export function elapsedText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const hours = Math.floor(seconds / 3600)
  const rest = `${twoDigits(Math.floor(seconds / 60) % 60)}:${twoDigits(seconds % 60)}`
  return hours > 0 ? `${hours}:${rest}` : rest
}

/** A short time with its sign, which a mark keeps before the number where lines run from right to left, e.g. `−157 ms`. */
export const signedLag = (ms: number, { lag }: Formats): string => `${ms < 0 ? '\u200e−' : ''}${lag(ms)}`
