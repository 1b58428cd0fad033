import type { Dialect } from './dialect.ts'

const CACHE_SIZE = 4096
const ASCII_END = 0x80

/**
 * Agent ids, extensions and signatures come again in every event. Texts of plain ASCII are kept here, one per slot, the newest
 * winning, so that the same bytes give the same string without a new one being made; the memory is bounded by the slots.
 */
const cache = Array.from<string>({ length: CACHE_SIZE }).fill('')
/** Longer texts seldom come again, and would make the cache large. */
const LONGEST_CACHED = 64

const utf8Decoder = new TextDecoder()

const isSame = (text: string, bytes: Uint8Array, start: number, end: number): boolean => {
  if (text.length !== end - start) return false
  for (let i = start; i < end; i++) if (text.charCodeAt(i - start) !== bytes[i]) return false
  return true
}

const latinText = (bytes: Uint8Array, start: number, end: number): string => {
  let text = ''
  for (let i = start; i < end; i++) text += String.fromCharCode(bytes[i] as number)
  return text
}

/**
 * The text in bytes[start, end), up to its first NUL or, where there is none, all of it. UCCX writes UTF-8 (what is none becomes
 * U+FFFD: names may have been cut in the middle of a character), UCCE one byte per character.
 */
export function readText(bytes: Uint8Array, start: number, end: number, dialect: Dialect): string {
  let hash = 0x811c9dc5
  let seen = 0
  let stop = start
  for (; stop < end; stop++) {
    const byte = bytes[stop] as number
    if (byte === 0) break
    seen |= byte
    hash = Math.imul(hash ^ byte, 0x01000193)
  }
  if (seen >= ASCII_END) {
    return dialect === 'uccx' ? utf8Decoder.decode(bytes.subarray(start, stop)) : latinText(bytes, start, stop)
  }
  if (stop - start > LONGEST_CACHED) return latinText(bytes, start, stop)
  const slot = (hash ^ (hash >>> 15)) & (CACHE_SIZE - 1)
  const cached = cache[slot] as string
  if (isSame(cached, bytes, start, stop)) return cached
  return (cache[slot] = latinText(bytes, start, stop))
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
