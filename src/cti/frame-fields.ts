import { agentStateOf } from './agent-state.ts'
import { type Dialect, isLengthWidthOpen, lengthBytesOf, tagBytesOf, VERSION_RANGES, type Width } from './dialect.ts'
import { decodeText } from './decode-text.ts'
import { HEADER_BYTES } from './framing.ts'
import { MESSAGE_TYPES } from './message-types.ts'
import { MESSAGES } from './messages.ts'
import {
  FIXED_SIZES,
  type FixedField,
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

/** No message that a server sends has more; each takes room in what is told of it. */
const MAX_FIELDS = 256

/** The messages that are known, by their numbers. */
const TABLES: ReadonlyMap<number, { readonly name: string; readonly table: MessageTable }> = new Map(
  Object.entries(MESSAGES).map(([name, table]) => [MESSAGE_TYPES[name as keyof typeof MESSAGES], { name, table }]),
)

type Layout = { readonly fixed: readonly FixedField[]; readonly tagBytes: Width; readonly lengthBytes: Width }

/** All ways in which a dialect may have laid out a message, that of the newest version first, each once. */
function layoutsOf({ fixed }: MessageTable, dialect: Dialect): Iterable<Layout> {
  const { oldest, newest } = VERSION_RANGES[dialect]
  const layouts = new Map<string, Layout>()
  for (let version = newest; version >= oldest; version -= 1) {
    const own = fixed.filter((field) => isFixedFieldIn(field, dialect, version))
    const tagBytes = tagBytesOf(dialect, version)
    const widths = [lengthBytesOf(dialect, version), ...(isLengthWidthOpen(dialect, version) ? ([2] as const) : [])]
    for (const lengthBytes of widths) {
      const key = [tagBytes, lengthBytes, ...own.map(({ name }) => name)].join(' ')
      if (!layouts.has(key)) layouts.set(key, { fixed: own, tagBytes, lengthBytes })
    }
  }
  return layouts.values()
}

const numberIn = (bytes: Uint8Array, from: number, to: number): number =>
  bytes.subarray(from, to).reduce((value, byte) => value * 256 + byte, 0)

/** Two digits for each byte. */
const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

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

/** The fields after the header, and how many of them have a tag that is not known. */
type Body = { readonly fields: readonly FrameField[]; readonly strangers: number }

/** null where the frame does not end where its fields do, or has too many. */
function bodyIn(
  frame: Uint8Array,
  { fixed, tagBytes, lengthBytes }: Layout,
  floating: ReadonlyMap<number, FloatingField>,
  dialect: Dialect,
): Body | null {
  const fields: FrameField[] = []
  let strangers = 0
  let at = HEADER_BYTES
  for (const { name, type } of fixed) {
    const to = at + FIXED_SIZES[type]
    fields.push({ name, from: at, to, value: textOf(type, frame, at, to, dialect) })
    at = to
  }
  while (at < frame.length) {
    const tag = numberIn(frame, at, at + tagBytes)
    const data = at + tagBytes + lengthBytes
    const to = data + numberIn(frame, at + tagBytes, data)
    if (to > frame.length || fields.length === MAX_FIELDS) return null
    const known = floating.get(tag)
    if (!known) strangers += 1
    const { name, type } = known ?? { name: `tag ${tag}`, type: 'bytes' as const }
    fields.push({ name, from: at, to, value: textOf(type, frame, data, to, dialect) })
    at = to
  }
  return at === frame.length ? { fields, strangers } : null
}

/**
 * Takes a kept frame apart. Which version it was written in nobody kept with it: of all layouts of the dialect that use up
 * the frame exactly it is one that names the agent before others, then one that knows all the tags, then the newest.
 * @param agentId Whom it is about.
 * @returns null where it is no message that is known, or fits no layout.
 */
export function frameFields(frame: Uint8Array, dialect: Dialect, agentId: string): FrameReading | null {
  const type = numberIn(frame, 4, HEADER_BYTES)
  const { name, table } = TABLES.get(type) ?? {}
  if (name === undefined || table === undefined) return null
  // Of two fields with one tag the first is meant.
  const floating = new Map(
    floatingFields(table.floating, dialect)
      .toReversed()
      .map((field) => [field.tag, field]),
  )
  const bodies = [...layoutsOf(table, dialect)].flatMap((layout) => {
    const body = bodyIn(frame, layout, floating, dialect)
    return body ? [body] : []
  })
  const namesAgent = ({ fields }: Body): boolean => fields.some(({ value }) => value === agentId)
  const body = bodies.toSorted(
    (one, other) => Number(namesAgent(other)) - Number(namesAgent(one)) || one.strangers - other.strangers,
  )[0]
  if (!body) return null
  const header = [
    { name: 'MessageLength', from: 0, to: 4, value: String(numberIn(frame, 0, 4)) },
    { name: 'MessageType', from: 4, to: HEADER_BYTES, value: String(type) },
  ]
  return { message: name, fields: [...header, ...body.fields] }
}
