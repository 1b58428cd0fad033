import { translation as act } from '../act/fr.ts'
import { translation as detail } from '../detail/fr.ts'
import type { AllTexts } from '../english.ts'
import { translation as floor } from '../floor/fr.ts'
import { translation as thresholds } from '../thresholds/fr.ts'
import { translation as reports } from '../reports/fr.ts'
import { translation as settings } from '../settings/fr.ts'
import { translation as views } from '../views/fr.ts'

export const translation: AllTexts = { floor, detail, act, thresholds, reports, settings, views }
