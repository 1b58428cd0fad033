/** Compares texts as the browser's language orders them, numbers in them by their size: Team 9 comes before Team 10. */
export const compareTexts = new Intl.Collator(undefined, { numeric: true }).compare
