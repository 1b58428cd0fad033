declare const brand: unique symbol

/**
 * The database id that Finesse gives a reason code, e.g. 1 for 71 LUNCH. Ids differ from one installation to the next.
 * Finesse's -1, an empty element and an absent one all mean "no reason" and are null here, never an id.
 */
export type ReasonCodeId = number & { readonly [brand]: 'ReasonCodeId' }

/** Is this number a reason code id (a whole number from 0 up; -1 is Finesse's word for none)? */
export const isReasonCodeId = (value: number): value is ReasonCodeId => Number.isSafeInteger(value) && value >= 0

/** The id in Finesse's text, or null for -1, an empty text, an absent element and whatever is no number. */
export function toReasonCodeId(text: string | null | undefined): ReasonCodeId | null {
  if (text === null || text === undefined || !/^\d{1,15}$/.test(text.trim())) return null
  const value = Number(text)
  return isReasonCodeId(value) ? value : null
}
