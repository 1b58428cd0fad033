import { decodeText, latinText } from './decode-text.ts'
import type { Dialect } from './dialect.ts'

/**
 * Agent ids, extensions and signatures come again in every event. Texts of plain ASCII without a NUL are kept here with their bytes,
 * one per slot, the newest winning, so that the same bytes give the same string without a new one being made; the memory is bounded.
 */
const SLOTS = 8192
/** Longer texts seldom come again. */
const LONGEST_KEPT = 32
const keptTexts = Array.from<string>({ length: SLOTS }).fill('')
const keptBytes = new Uint8Array(SLOTS * LONGEST_KEPT)

const ASCII_END = 0x80

/** The slot of a text, from its length and its end: ids that belong together differ there. */
function slotOf(bytes: Uint8Array, start: number, stop: number): number {
  const length = stop - start
  let hash = length
  for (let i = length > 6 ? stop - 6 : start; i < stop; i++) hash = (Math.imul(hash, 31) + (bytes[i] as number)) | 0
  return (hash ^ (hash >>> 13)) & (SLOTS - 1)
}

function isKept(slot: number, bytes: Uint8Array, start: number, stop: number): boolean {
  if ((keptTexts[slot] as string).length !== stop - start) return false
  let at = slot * LONGEST_KEPT
  for (let i = start; i < stop; i++) if (keptBytes[at++] !== bytes[i]) return false
  return true
}

function isPlain(bytes: Uint8Array, start: number, stop: number): boolean {
  for (let i = start; i < stop; i++) if ((bytes[i] as number) >= ASCII_END || bytes[i] === 0) return false
  return true
}

/**
 * The text in bytes[start, end), up to its first NUL or, where there is none, all of it. UCCX writes UTF-8 (what is none becomes
 * U+FFFD: names may have been cut in the middle of a character), UCCE one byte per character.
 */
export function readText(bytes: Uint8Array, start: number, end: number, dialect: Dialect): string {
  const stop = end > start && bytes[end - 1] === 0 ? end - 1 : end
  if (stop - start > LONGEST_KEPT) return decodeText(bytes, start, stop, dialect)
  const slot = slotOf(bytes, start, stop)
  if (isKept(slot, bytes, start, stop)) return keptTexts[slot] as string
  if (!isPlain(bytes, start, stop)) return decodeText(bytes, start, stop, dialect)
  keptBytes.set(bytes.subarray(start, stop), slot * LONGEST_KEPT)
  return (keptTexts[slot] = latinText(bytes, start, stop))
}

const utf8Encoder = new TextEncoder()

/** The bytes of a text without a closing NUL, or null where the dialect cannot write it: a NUL inside, or beyond Latin-1 on UCCE. */
export function textBytes(text: string, dialect: Dialect): Uint8Array | null {
  if (text.includes('\0')) return null
  if (dialect === 'uccx') return utf8Encoder.encode(text)
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code > 0xff) return null
    bytes[i] = code
  }
  return bytes
}
