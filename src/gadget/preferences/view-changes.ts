import { MAX_NAME, MAX_VIEWS, type NamedView, type SavedViews, type View } from './views.ts'

/** A name as it is kept: without white space around it, null where nothing is left or it is too long. */
export function viewName(text: string): string | null {
  const name = text.trim()
  return name === '' || name.length > MAX_NAME ? null : name
}

/** May another view be kept under this name? One of the same name is replaced. */
export const hasRoom = ({ views }: SavedViews, name: string): boolean =>
  views.length < MAX_VIEWS || views.some((view) => view.name === name)

/** With a view under a name, instead of the one that had it. */
export function saved(kept: SavedViews, name: string, { filters, length, layout }: View): SavedViews {
  const view: NamedView = { name, filters, length, layout }
  const isKnown = kept.views.some((other) => other.name === name)
  const views = isKnown ? kept.views.map((other) => (other.name === name ? view : other)) : [...kept.views, view]
  return { ...kept, views }
}

/** With another name for one of them; one that had that name goes. */
export const renamed = ({ views, first }: SavedViews, from: string, to: string): SavedViews => ({
  views: views
    .filter(({ name }) => name === from || name !== to)
    .map((view) => (view.name === from ? { ...view, name: to } : view)),
  first: first === from ? to : first,
})

/** Without one of them. */
export const without = ({ views, first }: SavedViews, gone: string): SavedViews => ({
  views: views.filter(({ name }) => name !== gone),
  first: first === gone ? null : first,
})
