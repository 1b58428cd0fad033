import { translation as act } from '../act/de.ts'
import { translation as detail } from '../detail/de.ts'
import type { AllTexts } from '../english.ts'
import { translation as floor } from '../floor/de.ts'
import { translation as thresholds } from '../thresholds/de.ts'
import { translation as reports } from '../reports/de.ts'
import { translation as settings } from '../settings/de.ts'
import { translation as views } from '../views/de.ts'

export const translation: AllTexts = { floor, detail, act, thresholds, reports, settings, views }
