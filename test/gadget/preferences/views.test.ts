import { describe, expect, it } from 'vitest'
import { type KeptValues, PreferenceStore } from '../../../src/gadget/preferences/preference-store.ts'
import { hasRoom, renamed, saved, viewName, without } from '../../../src/gadget/preferences/view-changes.ts'
import {
  FIRST_VIEW,
  firstView,
  MAX_VIEWS,
  type SavedViews,
  type View,
  VIEWS,
} from '../../../src/gadget/preferences/views.ts'

const NONE = VIEWS.fallback
const lunch: View = {
  filters: { ...FIRST_VIEW.filters, search: 'ana', group: 'not-ready', reason: 'LUNCH', groupBy: 'team' },
  length: '1h',
  layout: 'instead',
}
const names = ({ views }: SavedViews): readonly string[] => views.map(({ name }) => name)

describe('saved views', () => {
  it('hold filters, order, grouping, length and layout, and are read again as they were kept', () => {
    const kept: unknown = JSON.parse(JSON.stringify({ ...saved(NONE, 'Lunch', lunch), first: 'Lunch' }))
    expect(VIEWS.accepts(kept)).toBe(true)
    expect(firstView(kept as SavedViews)).toEqual({ ...lunch, name: 'Lunch' })
  })

  it('begin with the plain view where none is chosen or the chosen one is gone', () => {
    expect(firstView(NONE)).toBe(FIRST_VIEW)
    expect(firstView({ ...NONE, first: 'gone' })).toBe(FIRST_VIEW)
  })

  it('have one view of a name: another takes its place', () => {
    const two = saved(saved(saved(NONE, 'A', lunch), 'B', lunch), 'A', FIRST_VIEW)
    expect(names(two)).toEqual(['A', 'B'])
    expect(two.views[0]?.layout).toBe('beside')
  })

  it('keep being the first one under another name, and not when they are deleted', () => {
    const kept = { ...saved(saved(NONE, 'A', lunch), 'B', lunch), first: 'A' }
    expect(renamed(kept, 'A', 'C')).toMatchObject({ first: 'C' })
    expect(names(renamed(kept, 'A', 'B'))).toEqual(['B'])
    expect(names(renamed(kept, 'A', 'A'))).toEqual(['A', 'B'])
    expect(without(kept, 'A')).toMatchObject({ first: null })
    expect(without(kept, 'B')).toMatchObject({ first: 'A' })
  })

  it('are bounded in number and in the length of their names', () => {
    let kept = NONE
    for (let index = 0; index < MAX_VIEWS; index += 1) kept = saved(kept, `view ${index}`, lunch)
    expect([hasRoom(kept, 'one more'), hasRoom(kept, 'view 3')]).toEqual([false, true])
    expect(VIEWS.accepts(saved(kept, 'one more', lunch))).toBe(false)
    expect([viewName('  A '), viewName('  '), viewName('x'.repeat(61))]).toEqual(['A', null, null])
  })

  it.each([
    null,
    [],
    { views: [], first: 7 },
    { views: [{}], first: null },
    { views: [{ ...lunch, name: 'A', layout: 'elsewhere' }], first: null },
    { views: [{ ...lunch, name: 'A', filters: { ...lunch.filters, sort: 'hair' } }], first: null },
    { views: [{ ...lunch, name: 'A', filters: { search: '' } }], first: null },
  ])('are not taken from anything else: %j', (value) => {
    expect(VIEWS.accepts(value)).toBe(false)
  })
  it('stay when one of them is damaged, which alone is left out', () => {
    const { views } = saved(saved(NONE, 'A', lunch), 'B', lunch)
    const [a, b] = views
    const text = JSON.stringify({ views: [a, { ...b, name: 'C', filters: {} }, null, b], first: 'B' })
    const storage: KeptValues = {
      length: 1,
      key: () => null,
      getItem: () => text,
      setItem: () => undefined,
      removeItem: () => undefined,
    }
    expect(new PreferenceStore('super1', storage).get(VIEWS)).toEqual({ views: [a, b], first: 'B' })
  })
})
