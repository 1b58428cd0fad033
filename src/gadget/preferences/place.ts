import { type Check, hasFields, isInteger, isNullOr, isText } from '../../wire/checks.ts'
import type { Preference } from './preference-store.ts'

/** An agent who is looked at. `at`: when the chosen entry began, or a moment in the chosen day; null: today's latest. */
export type Place = { readonly agentId: string; readonly at: number | null }

const isPlace: Check<Place | null> = isNullOr(hasFields<Place>({ agentId: isText(200), at: isNullOr(isInteger) }))

/** What a supervisor looked at last; null: nobody. */
export const PLACE: Preference<Place | null> = { name: 'place', accepts: isPlace, fallback: null }
