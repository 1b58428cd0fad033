import { type Filters, NO_FILTERS } from '../selectors/floor-rows.ts'
import { GROUP_KEYS, SORT_KEYS } from '../selectors/agent-row.ts'
import { STATE_GROUPS } from '../selectors/state-group.ts'
import type { Preference } from './preference-store.ts'
import { oneOf } from './preferences.ts'

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

const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= 200
const isTextOrNull = (value: unknown): value is string | null => value === null || isText(value)
const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean'
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

const FILTERS: { readonly [Name in keyof Filters]: (value: unknown) => value is Filters[Name] } = {
  teamId: isTextOrNull,
  search: isText,
  onlyDifferences: isBoolean,
  onlyOver: isBoolean,
  group: oneOf([null, ...STATE_GROUPS]),
  reason: isTextOrNull,
  sort: oneOf(SORT_KEYS),
  isReversed: isBoolean,
  groupBy: oneOf([null, ...GROUP_KEYS]),
}

const isView = (value: unknown): value is NamedView => {
  if (!isRecord(value)) return false
  const { name, filters, length, layout } = value
  if (!isText(name) || !isRecord(filters)) return false
  const areFilters = Object.entries(FILTERS).every(([key, accepts]) => accepts(filters[key]))
  return areFilters && oneOf(HISTORY_LENGTHS)(length) && oneOf(LAYOUTS)(layout)
}

export const VIEWS: Preference<SavedViews> = {
  name: 'views',
  accepts: (value): value is SavedViews =>
    isRecord(value) &&
    isTextOrNull(value['first']) &&
    Array.isArray(value['views']) &&
    value['views'].length <= MAX_VIEWS &&
    value['views'].every(isView),
  fallback: { views: [], first: null },
}

/** The view to begin with. */
export const firstView = ({ views, first }: SavedViews): View => views.find(({ name }) => name === first) ?? FIRST_VIEW
