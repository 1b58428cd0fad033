import type { english as act } from './act/en.ts'
import type { english as detail } from './detail/en.ts'
import type { english as floor } from './floor/en.ts'
import type { english as reports } from './reports/en.ts'
import type { Translation } from './localise.ts'
import type { english as views } from './views/en.ts'
import type { english as thresholds } from './thresholds/en.ts'
import type { english as settings } from './settings/en.ts'

/** Every part's English texts: what a language's file has to translate. */
export type English = {
  readonly floor: typeof floor
  readonly detail: typeof detail
  readonly act: typeof act
  readonly thresholds: typeof thresholds
  readonly reports: typeof reports
  readonly settings: typeof settings
  readonly views: typeof views
}

/** All texts in another language. */
export type AllTexts = Translation<English>
