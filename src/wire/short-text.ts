/** Longest text of others that the wire carries. */
export const MAX_TEXT = 255

/**
 * A text of others as the wire carries it: cut, and null where there is none. Half a character that a cut leaves is replaced,
 * since a database that is asked about a document with one in it refuses.
 */
export const shortText = (text: string | null | undefined): string | null =>
  text?.slice(0, MAX_TEXT).toWellFormed() || null
