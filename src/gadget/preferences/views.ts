import { hasFields, isBoolean, isListOf, isNullOr, isOneOf, isText } from '../../wire/checks.ts'
import { type Filters, NO_FILTERS } from '../selectors/floor-rows.ts'
import { GROUP_KEYS, SORT_KEYS } from '../selectors/agent-row.ts'
import { STATE_GROUPS } from '../selectors/state-group.ts'
import type { Preference } from './preference-store.ts'

/** `beside`: an agent's history beside the list, where there is room for both. `instead`: always in its place. */
export const LAYOUTS = ['beside', 'instead'] as const
export type Layout = (typeof LAYOUTS)[number]

/** How much of an agent's history is shown at first. `fitting`: what is known of him, four hours at most. */
export const HISTORY_LENGTHS = ['fitting', '15m', '1h', '4h', 'day'] as const
export type HistoryLength = (typeof HISTORY_LENGTHS)[number]

/** What is looked at, and how. */
export type View = { readonly filters: Filters; readonly length: HistoryLength; readonly layout: Layout }

export const FIRST_VIEW: View = { filters: NO_FILTERS, length: 'fitting', layout: 'beside' }

/** A view under the name that its supervisor gave it. */
export type NamedView = View & { readonly name: string }

/** `first`: the name of the view that the gadget begins with; null: none of them. */
export type SavedViews = { readonly views: readonly NamedView[]; readonly first: string | null }

/** More views than this are not kept. */
export const MAX_VIEWS = 30

/** A view's name has this many characters at most. */
export const MAX_NAME = 60

const isSome = isText(200)

const isView = hasFields<NamedView>({
  name: isSome,
  filters: hasFields<Filters>({
    teamId: isNullOr(isSome),
    search: isSome,
    onlyDifferences: isBoolean,
    onlyOver: isBoolean,
    group: isNullOr(isOneOf(STATE_GROUPS)),
    reason: isNullOr(isSome),
    sort: isOneOf(SORT_KEYS),
    isReversed: isBoolean,
    groupBy: isNullOr(isOneOf(GROUP_KEYS)),
  }),
  length: isOneOf(HISTORY_LENGTHS),
  layout: isOneOf(LAYOUTS),
})

const hasViews = hasFields<{ readonly views: readonly unknown[] }>({ views: Array.isArray })

export const VIEWS: Preference<SavedViews> = {
  name: 'views',
  // One view that is damaged takes no other with it.
  readable: (value) => (hasViews(value) ? { ...value, views: value.views.filter(isView) } : value),
  accepts: hasFields<SavedViews>({ views: isListOf(isView, MAX_VIEWS), first: isNullOr(isSome) }),
  fallback: { views: [], first: null },
}

/** The view to begin with. */
export const firstView = ({ views, first }: SavedViews): View => views.find(({ name }) => name === first) ?? FIRST_VIEW
