import { agentStateOf } from './agent-state.ts'
import { type Dialect, isLengthWidthOpen, lengthBytesOf, tagBytesOf, VERSION_RANGES, type Width } from './dialect.ts'
import { decodeText } from './decode-text.ts'
import { HEADER_BYTES } from './framing.ts'
import {
  FIXED_SIZES,
  type FixedType,
  type FloatingEntry,
  type FloatingField,
  type FloatingType,
  type MessageTable,
} from './tables/field.ts'
import { isFixedFieldIn } from './tables/presence.ts'

/** Where a field lies in its frame, bytes [from, to), and what it says. A floating field begins with its tag and length. */
export type FrameField = { readonly name: string; readonly from: number; readonly to: number; readonly value: string }

/** A frame taken apart for a person to look at: every byte belongs to one field. */
export type FrameReading = { readonly message: string; readonly fields: readonly FrameField[] }

type Layout = { readonly version: number; readonly tagBytes: Width; readonly lengthBytes: Width }

/** All ways in which a dialect may have laid out a frame, the newest version first. */
function layoutsOf(dialect: Dialect): Layout[] {
  const { oldest, newest } = VERSION_RANGES[dialect]
  return Array.from({ length: newest - oldest + 1 }, (_, index) => newest - index).flatMap((version) => {
    const layout = { version, tagBytes: tagBytesOf(dialect, version), lengthBytes: lengthBytesOf(dialect, version) }
    return isLengthWidthOpen(dialect, version) ? [layout, { ...layout, lengthBytes: 2 as const }] : [layout]
  })
}

const numberIn = (bytes: Uint8Array, from: number, to: number): number =>
  bytes.subarray(from, to).reduce((value, byte) => value * 256 + byte, 0)

/** Two digits for each byte. */
export const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

function textOf(type: FloatingType, bytes: Uint8Array, from: number, to: number, dialect: Dialect): string {
  if (type === 'string') return decodeText(bytes, from, to, dialect)
  if (!(type in FIXED_SIZES) || to - from > 4) return hexOf(bytes.subarray(from, to))
  const value = numberIn(bytes, from, to)
  switch (type as FixedType) {
    case 'agentState':
      return agentStateOf(value)
    case 'bool':
      return String(value !== 0)
    case 'i32':
      return String(to - from === 4 ? value | 0 : value)
    case 'time':
    case 'u8':
    case 'u16':
    case 'u32':
      return String(value)
  }
}

/** The floating fields that a dialect may have, those in groups included. */
const floatingFields = (entries: readonly FloatingEntry[], dialect: Dialect): readonly FloatingField[] =>
  entries.flatMap((entry) => {
    if ('group' in entry) return floatingFields(entry.members, dialect)
    return entry.since === undefined || entry.since[dialect] !== undefined ? [entry] : []
  })

/** The fields after the header; null where the frame does not end where they do. */
function bodyIn(frame: Uint8Array, table: MessageTable, dialect: Dialect, layout: Layout): FrameField[] | null {
  const { version, tagBytes, lengthBytes } = layout
  const fields: FrameField[] = []
  let at = HEADER_BYTES
  for (const field of table.fixed) {
    if (!isFixedFieldIn(field, dialect, version)) continue
    const to = at + FIXED_SIZES[field.type]
    fields.push({ name: field.name, from: at, to, value: textOf(field.type, frame, at, to, dialect) })
    at = to
  }
  const known = floatingFields(table.floating, dialect)
  while (at < frame.length) {
    const tag = numberIn(frame, at, at + tagBytes)
    const data = at + tagBytes + lengthBytes
    const to = data + numberIn(frame, at + tagBytes, data)
    if (to > frame.length) return null
    const { name, type } = known.find((field) => field.tag === tag) ?? { name: `tag ${tag}`, type: 'bytes' as const }
    fields.push({ name, from: at, to, value: textOf(type, frame, data, to, dialect) })
    at = to
  }
  return at === frame.length ? fields : null
}

/**
 * Takes a kept frame apart. Which version it was written in nobody kept with it: of all layouts of the dialect that use up
 * the frame exactly it is the newest, one that names the agent before others.
 * @param tables The messages that may be in it, by their numbers.
 * @param agentId Whom it is about.
 * @returns null where it is none of these messages, or fits no layout.
 */
export function frameFields(
  frame: Uint8Array,
  dialect: Dialect,
  tables: Readonly<Record<number, { readonly name: string; readonly table: MessageTable }>>,
  agentId: string,
): FrameReading | null {
  const type = numberIn(frame, 4, HEADER_BYTES)
  const { name, table } = tables[type] ?? {}
  if (name === undefined || table === undefined) return null
  const bodies = layoutsOf(dialect).flatMap((layout) => {
    const body = bodyIn(frame, table, dialect, layout)
    return body ? [body] : []
  })
  const body = bodies.find((fields) => fields.some(({ value }) => value === agentId)) ?? bodies[0]
  if (!body) return null
  const header = [
    { name: 'MessageLength', from: 0, to: 4, value: String(numberIn(frame, 0, 4)) },
    { name: 'MessageType', from: 4, to: HEADER_BYTES, value: String(type) },
  ]
  return { message: name, fields: [...header, ...body] }
}
