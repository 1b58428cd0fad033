import { once } from './once.ts'

const collator = once(() => new Intl.Collator(undefined, { numeric: true }))

/** Compares texts as the browser's language orders them, numbers in them by their size: Team 9 comes before Team 10. */
export const compareTexts = (a: string, b: string): number => collator().compare(a, b)
