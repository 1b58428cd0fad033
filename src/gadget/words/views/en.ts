import { str } from '@lit/localize'
import type { HistoryLength, Layout } from '../../preferences/views.ts'

const lengths = {
  fitting: 'What is known, 4 h at most',
  '15m': '15 min',
  '1h': '1 h',
  '4h': '4 h',
  day: 'The whole day',
} satisfies Record<HistoryLength, string>

const layouts = {
  beside: 'Beside the list',
  instead: 'In place of the list',
} satisfies Record<Layout, string>

/** The texts of saved views. */
export const english = {
  title: 'Views',
  present: 'The present view',
  history: 'An agent’s history',
  layouts,
  length: 'Shown of it at first',
  lengths,
  name: 'Name of the view',
  save: 'Save',
  replace: 'Replace',
  noRoom: 'There are too many views. Delete one first.',
  saved: 'Saved views',
  none: 'None yet. A view keeps the filters, the order and what stands above.',
  first: 'Begin with it',
  rename: 'Rename',
  remove: 'Delete',
  removed: (name: string) => str`Deleted: ${name}.`,
  undo: 'Undo',
  of: (what: string, name: string) => str`${what}: ${name}`,
  newName: 'New name',
  apply: 'OK',
}
