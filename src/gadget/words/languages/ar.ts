import { translation as act } from '../act/ar.ts'
import { translation as detail } from '../detail/ar.ts'
import type { AllTexts } from '../english.ts'
import { translation as floor } from '../floor/ar.ts'
import { translation as thresholds } from '../thresholds/ar.ts'
import { translation as reports } from '../reports/ar.ts'
import { translation as settings } from '../settings/ar.ts'
import { translation as views } from '../views/ar.ts'

export const translation: AllTexts = { floor, detail, act, thresholds, reports, settings, views }
