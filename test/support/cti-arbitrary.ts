import * as fc from 'fast-check'
import { agentStateOf } from '../../src/cti/agent-state.ts'
import { type Dialect, DIALECTS, isLengthWidthOpen, VERSION_RANGES } from '../../src/cti/dialect.ts'
import { type Layout, layoutFor } from '../../src/cti/layout.ts'
import { MESSAGES, type MessageInput, type MessageName } from '../../src/cti/messages.ts'
import type { FixedType, FloatingEntry, FloatingField, MessageTable } from '../../src/cti/tables/field.ts'
import { isFixedFieldIn, isFloatingFieldIn } from '../../src/cti/tables/presence.ts'

/** Every layout there is: both dialects, all versions, both length widths where there is a doubt. */
export const ALL_LAYOUTS: readonly Layout[] = DIALECTS.flatMap((dialect) => {
  const { oldest, newest } = VERSION_RANGES[dialect]
  const versions = Array.from({ length: newest - oldest + 1 }, (_, index) => oldest + index)
  return versions.flatMap((version) =>
    isLengthWidthOpen(dialect, version)
      ? [layoutFor(dialect, version, 1), layoutFor(dialect, version, 2)]
      : [layoutFor(dialect, version)],
  )
})

export const MESSAGE_NAMES = Object.keys(MESSAGES) as MessageName[]

const NUMBERS: { readonly [T in FixedType]: fc.Arbitrary<unknown> } = {
  u8: fc.integer({ min: 0, max: 0xff }),
  u16: fc.integer({ min: 0, max: 0xffff }),
  u32: fc.integer({ min: 0, max: 0xffffffff }),
  time: fc.integer({ min: 0, max: 0xffffffff }),
  i32: fc.integer({ min: -0x80000000, max: 0x7fffffff }),
  bool: fc.boolean(),
  agentState: fc.integer({ min: 0, max: 20 }).map(agentStateOf),
}

/** Texts that the dialect can write in so many bytes, the closing NUL left out. */
const text = (dialect: Dialect, bytes: number): fc.Arbitrary<string> =>
  dialect === 'uccx'
    ? fc
        .string({ unit: 'grapheme', maxLength: Math.min(bytes, 40) })
        .filter((value) => !value.includes('\0') && new TextEncoder().encode(value).length <= bytes)
    : fc
        .array(fc.integer({ min: 1, max: 0xff }), { maxLength: Math.min(bytes, 40) })
        .map((codes) => String.fromCharCode(...codes))

function floatingValue(field: FloatingField, layout: Layout): fc.Arbitrary<unknown> {
  const limit = Math.min(field.max ?? 200, 200)
  if (field.type === 'string') return text(layout.dialect, limit - 1)
  if (field.type === 'bytes') return fc.uint8Array({ maxLength: limit })
  if (field.type !== 'namedVariable' && field.type !== 'namedArray') return NUMBERS[field.type]
  const named = { name: text(layout.dialect, 32), value: text(layout.dialect, 120) }
  return field.type === 'namedVariable' ? fc.record(named) : fc.record({ index: NUMBERS.u8, ...named })
}

/** A record of a group, or the floating part itself. Of a group's record the first field is never missing: it tells records apart. */
function floatingPart(
  entries: readonly FloatingEntry[],
  layout: Layout,
  isRecord: boolean,
): fc.Arbitrary<Record<string, unknown>> {
  const writable = entries.filter(
    (entry) => 'group' in entry || isFloatingFieldIn(entry, layout.dialect, layout.version, layout.tagBytes),
  )
  const [first] = entries
  const lead = isRecord && first !== undefined && !('group' in first) && writable.includes(first) ? [first.name] : []
  const fields = writable.map((entry): [string, fc.Arbitrary<unknown>] => {
    if ('group' in entry) {
      const [head] = entry.members
      const isWritable =
        head !== undefined &&
        !('group' in head) &&
        isFloatingFieldIn(head, layout.dialect, layout.version, layout.tagBytes)
      return [entry.group, fc.array(floatingPart(entry.members, layout, true), { maxLength: isWritable ? 3 : 0 })]
    }
    const value = floatingValue(entry, layout)
    return [entry.name, entry.list === true ? fc.array(value, { maxLength: 3 }) : value]
  })
  const always = entries.flatMap((entry) =>
    'group' in entry ? [entry.group] : entry.list === true ? [entry.name] : [],
  )
  return fc.record(Object.fromEntries(fields), {
    requiredKeys: [...lead, ...always.filter((name) => fields.some(([one]) => one === name))],
  })
}

/** Any message of this name that the layout can hold, with every fixed field of it. */
export function anyMessage(name: MessageName, layout: Layout): fc.Arbitrary<MessageInput> {
  const table: MessageTable = MESSAGES[name]
  const fixed = table.fixed
    .filter((field) => isFixedFieldIn(field, layout.dialect, layout.version))
    .map((field) => [field.name, NUMBERS[field.type]])
  return fc
    .tuple(
      fc.record(Object.fromEntries(fixed) as Record<string, fc.Arbitrary<unknown>>),
      floatingPart(table.floating, layout, false),
    )
    .map(([values, floating]) => ({ type: name, ...values, ...floating }) as MessageInput)
}
