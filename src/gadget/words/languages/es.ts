import { translation as act } from '../act/es.ts'
import { translation as detail } from '../detail/es.ts'
import type { AllTexts } from '../english.ts'
import { translation as floor } from '../floor/es.ts'
import { translation as thresholds } from '../thresholds/es.ts'
import { translation as reports } from '../reports/es.ts'
import { translation as settings } from '../settings/es.ts'
import { translation as views } from '../views/es.ts'

export const translation: AllTexts = { floor, detail, act, thresholds, reports, settings, views }
