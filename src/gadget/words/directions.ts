/** Embeddings, overrides and isolates, the marks that begin or end them, and those that stand for a letter of one direction. */
const DIRECTIONS = /[\u200E\u200F\u061C\u202A-\u202E\u2066-\u2069]/g

/**
 * A label or a name without the characters that turn the writing direction: in a sentence, one that is never ended would turn what
 * stands after it as well. Where a label stands by itself, an isolating element keeps it in its place and it may have them.
 */
export const withoutDirections = (text: string): string => text.replaceAll(DIRECTIONS, '')
