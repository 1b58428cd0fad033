declare const brand: unique symbol

/**
 * A reason code as the CTI server sends it (EventReasonCode) and as Finesse prints it in `<code>`: unsigned 16 bit.
 * 0 on the wire means that no reason was given and never becomes a ReasonCode; 65535 is a real one.
 * It is not Finesse's database id: that is a ReasonCodeId, and the two must never be mixed.
 */
export type ReasonCode = number & { readonly [brand]: 'ReasonCode' }

/** The largest reason code: the field has 16 bits. */
const MAX_REASON_CODE = 0xffff

/** Is this number a reason code (a whole number from 1 to 65535)? */
export const isReasonCode = (value: number): value is ReasonCode =>
  Number.isInteger(value) && value >= 1 && value <= MAX_REASON_CODE

/** The reason code in a number, or null for 0 and for whatever is none. */
export const toReasonCode = (value: number): ReasonCode | null => (isReasonCode(value) ? value : null)
