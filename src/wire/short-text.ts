/** Longest text of others that the wire carries. */
export const MAX_TEXT = 255

/** A text of others as the wire carries it: cut, and null where there is none. */
export const shortText = (text: string | null | undefined): string | null => text?.slice(0, MAX_TEXT) || null
