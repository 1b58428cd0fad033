import type { PropertyDeclarations } from 'lit'

/** Declares a component's properties by their names. None is an attribute: they are given as they are, or are its own state. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- it is what the names are compared with
export const properties = <Component>(...names: readonly (keyof Component & string)[]): PropertyDeclarations =>
  Object.fromEntries(names.map((name) => [name, { attribute: false }]))
