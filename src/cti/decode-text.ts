import type { Dialect } from './dialect.ts'

const utf8Decoder = new TextDecoder()

/** One byte per character. */
export function latinText(bytes: Uint8Array, start: number, stop: number): string {
  let text = ''
  for (let i = start; i < stop; i++) text += String.fromCharCode(bytes[i] as number)
  return text
}

/**
 * The text in bytes[start, end), up to its first NUL. UCCX writes UTF-8 (what is none becomes U+FFFD: names may have been cut in
 * the middle of a character), UCCE one byte per character.
 */
export function decodeText(bytes: Uint8Array, start: number, end: number, dialect: Dialect): string {
  const nul = bytes.subarray(start, end).indexOf(0)
  const stop = nul < 0 ? end : start + nul
  return dialect === 'ucce' ? latinText(bytes, start, stop) : utf8Decoder.decode(bytes.subarray(start, stop))
}
