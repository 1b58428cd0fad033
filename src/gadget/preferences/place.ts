import * as v from 'valibot'
import type { Preference } from './preference-store.ts'

/** An agent who is looked at. `at`: when the chosen entry began, or a moment in the chosen day; null: today's latest. */
export type Place = { readonly agentId: string; readonly at: number | null }

const placeSchema = v.nullable(v.object({ agentId: v.string(), at: v.nullable(v.number()) }))

/** What a supervisor looked at last; null: nobody. */
export const PLACE: Preference<Place | null> = {
  name: 'place',
  accepts: (value): value is Place | null => v.is(placeSchema, value),
  fallback: null,
}
