import { translation as act } from '../act/ja.ts'
import { translation as detail } from '../detail/ja.ts'
import type { AllTexts } from '../english.ts'
import { translation as floor } from '../floor/ja.ts'
import { translation as thresholds } from '../thresholds/ja.ts'
import { translation as reports } from '../reports/ja.ts'
import { translation as settings } from '../settings/ja.ts'
import { translation as views } from '../views/ja.ts'

export const translation: AllTexts = { floor, detail, act, thresholds, reports, settings, views }
