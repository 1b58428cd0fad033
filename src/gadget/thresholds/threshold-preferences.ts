import { hasFields, isBoolean } from '../../wire/checks.ts'
import type { Preference } from '../preferences/preference-store.ts'
import { NO_THRESHOLDS, type Thresholds } from './thresholds.ts'

/** The longest time that a threshold can be set to, in minutes: a day. */
export const MAX_MINUTES = 1440

const isMinutes = (value: unknown): boolean =>
  value === null || (Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MAX_MINUTES)

const isKept = (value: unknown): value is KeptThresholds =>
  typeof value === 'object' &&
  value !== null &&
  Object.values(value).every((pair) => Array.isArray(pair) && pair.length === 2 && pair.every(isMinutes))

/** Minutes by `thresholdKey`, from when on a stay deserves a look and from when on it is too long; null: never. */
export type KeptThresholds = Readonly<Record<string, readonly [number | null, number | null]>>

export const THRESHOLDS: Preference<KeptThresholds> = {
  name: 'thresholds',
  accepts: isKept,
  fallback: {},
}

/** How a supervisor wants to be told of what is over a threshold, beside the list. */
export type Alerts = { readonly toast: boolean; readonly sound: boolean }

export const ALERTS: Preference<Alerts> = {
  name: 'alerts',
  accepts: hasFields<Alerts>({ toast: isBoolean, sound: isBoolean }),
  fallback: { toast: false, sound: false },
}

const milliseconds = (minutes: number | null): number | null => (minutes === null ? null : minutes * 60_000)

const read = new WeakMap<KeptThresholds, Thresholds>()

/** The thresholds as they are compared with; the same for the same that was kept. */
export function thresholdsFrom(kept: KeptThresholds): Thresholds {
  const entries = Object.entries(kept)
  if (entries.length === 0) return NO_THRESHOLDS
  let thresholds = read.get(kept)
  if (!thresholds) {
    thresholds = new Map(
      entries.map(([key, [warn, breach]]) => [key, { warnMs: milliseconds(warn), breachMs: milliseconds(breach) }]),
    )
    read.set(kept, thresholds)
  }
  return thresholds
}
