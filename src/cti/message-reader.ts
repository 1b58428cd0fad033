import { agentStateOf } from './agent-state.ts'
import type { Dialect, Width } from './dialect.ts'
import { HEADER_BYTES, readU16, readU32 } from './framing.ts'
import { CtiProtocolError } from './protocol-error.ts'
import {
  type FieldValues,
  FIXED_SIZES,
  type FixedType,
  type FloatingEntry,
  type FloatingField,
  type FloatingGroup,
  type FloatingType,
  type NamedVariable,
  type MessageTable,
} from './tables/field.ts'
import { fillOf, isFixedFieldIn } from './tables/presence.ts'
import { readText } from './text.ts'

type Fields = Record<string, unknown>

/** A fixed field in its place. `usual` are the bits of the value that the template holds already, so that it needs no store. */
type FixedSlot = {
  readonly name: string
  readonly type: FixedType
  readonly offset: number
  readonly width: number
  readonly usual: number
}

/** One size that the fixed part may have. */
type FixedPart = { readonly slots: readonly FixedSlot[]; readonly size: number; readonly template: Fields }

/** What a tag means in a message. */
type FloatingSlot = { readonly field: FloatingField; readonly group: GroupReader | null }

const NONE: readonly unknown[] = Object.freeze([])

/** A group while a message is read: its record in hand. */
class GroupReader {
  readonly #name: string
  readonly #startsAt: number | undefined
  readonly #parent: GroupReader | null
  readonly #template: Fields
  #record: Fields | null = null

  constructor(group: FloatingGroup, parent: GroupReader | null) {
    this.#name = group.group
    this.#startsAt = group.startsAt
    this.#parent = parent
    this.#template = settledTemplate(group.members.map((member) => [nameOf(member), emptyOf(member)]))
  }

  /** The record that a member belongs to: the one in hand, or a new one where this member begins it. */
  recordFor(field: FloatingField, message: Fields): Fields {
    const owner = this.#parent === null ? message : this.#parent.#current(message)
    const record = this.#record
    if (record !== null && (owner[this.#name] as unknown[]).at(-1) === record) {
      const begins = this.#startsAt === undefined ? isHeld(record, field) : field.tag === this.#startsAt
      if (!begins) return record
    }
    return this.#begin(owner)
  }

  #current(message: Fields): Fields {
    const owner = this.#parent === null ? message : this.#parent.#current(message)
    return (owner[this.#name] as unknown[]).at(-1) === this.#record && this.#record !== null
      ? this.#record
      : this.#begin(owner)
  }

  #begin(owner: Fields): Fields {
    const record = { ...this.#template }
    append(owner, this.#name, record)
    this.#record = record
    return record
  }
}

const nameOf = (entry: FloatingEntry): string => ('group' in entry ? entry.group : entry.name)
const emptyOf = (entry: FloatingEntry): unknown => ('group' in entry || entry.list === true ? NONE : undefined)
const isHeld = (record: Fields, field: FloatingField): boolean =>
  field.list !== true && record[field.name] !== undefined

function append(owner: Fields, name: string, value: unknown): void {
  const list = owner[name] as unknown[]
  if (list === NONE) owner[name] = [value]
  else list.push(value)
}

/**
 * An object whose copies can hold any value in any field without changing their hidden class: V8 settles a field's
 * representation by what was ever stored there, so each field is shown the kinds of values once, before the first copy counts.
 */
function settledTemplate(entries: readonly (readonly [string, unknown])[]): Fields {
  for (const value of [1, 0.5, 'text', NONE, undefined]) {
    const sample: Fields = Object.fromEntries(entries)
    for (const [name] of entries) sample[name] = value
  }
  return Object.fromEntries(entries)
}

/** The bits of a fixed field: whole ones as a signed number, which needs no allocation. */
function bitsAt(bytes: Uint8Array, at: number, width: number): number {
  return width === 4 ? readU32(bytes, at) | 0 : width === 2 ? readU16(bytes, at) : (bytes[at] as number)
}

function fixedValue(type: FixedType, bits: number): FieldValues[FixedType] {
  switch (type) {
    case 'u32':
    case 'time':
      return bits >>> 0
    case 'agentState':
      return agentStateOf(bits)
    case 'bool':
      return bits !== 0
    case 'u16':
    case 'i32':
    case 'u8':
      break
  }
  return bits
}

/** Numbers are read as wide as they come (UCCX prints a BOOL of 4 bytes); any other width is no number: undefined. */
function readNumber(bytes: Uint8Array, start: number, end: number): number | undefined {
  switch (end - start) {
    case 4:
      return readU32(bytes, start)
    case 2:
      return readU16(bytes, start)
    case 1:
      return bytes[start]
    default:
      return undefined
  }
}

/** Reads messages of one type in one layout. */
export class MessageReader {
  readonly #type: number
  readonly #dialect: Dialect
  readonly #tagBytes: Width
  readonly #lengthBytes: Width
  readonly #unprinted: boolean
  readonly #part: FixedPart
  /** All sizes that the message may decide among, the version's own first; empty where the version alone decides. */
  readonly #parts: readonly FixedPart[]
  readonly #slots: readonly (FloatingSlot | undefined)[]

  constructor(
    name: string,
    type: number,
    table: MessageTable,
    layout: { dialect: Dialect; version: number; tagBytes: Width; lengthBytes: Width },
    otherVersions: readonly number[],
  ) {
    this.#type = type
    this.#dialect = layout.dialect
    this.#tagBytes = layout.tagBytes
    this.#lengthBytes = layout.lengthBytes
    this.#unprinted = table.unprinted === true
    this.#part = fixedPart(name, table, layout.dialect, layout.version)
    this.#parts =
      table.sizedByConsumption === true
        ? distinctSizes([
            this.#part,
            ...otherVersions.map((version) => fixedPart(name, table, layout.dialect, version)),
          ])
        : []
    this.#slots = floatingSlots(table.floating, layout.dialect)
  }

  /**
   * The message in bytes[start, end), header included.
   * @throws CtiProtocolError `fixed-part-truncated`, `field-overrun`
   */
  read(bytes: Uint8Array, start: number, end: number): Fields {
    const part = this.#parts.length > 1 ? this.#fittingPart(bytes, start, end) : this.#part
    const at = start + HEADER_BYTES
    const floatingAt = at + part.size
    const message = { ...part.template }
    const isWhole = floatingAt <= end
    if (!isWhole && !this.#unprinted) throw this.#truncated(end - start)
    for (const slot of part.slots) {
      if (!isWhole && at + slot.offset + slot.width > end) break
      const bits = bitsAt(bytes, at + slot.offset, slot.width)
      if (bits !== slot.usual) message[slot.name] = fixedValue(slot.type, bits)
    }
    if (!this.#unprinted) this.#readFloating(message, bytes, start, floatingAt, end)
    return message
  }

  /** Would the message's floating fields end exactly where it ends? `null` where it has none, so that it says nothing. */
  consumes(bytes: Uint8Array, start: number, end: number): boolean | null {
    const part = this.#parts.length > 1 ? this.#fittingPart(bytes, start, end) : this.#part
    const at = start + HEADER_BYTES + part.size
    return at === end ? null : this.#endsExactly(bytes, at, end)
  }

  #fittingPart(bytes: Uint8Array, start: number, end: number): FixedPart {
    const fits = this.#parts.find((part) => this.#endsExactly(bytes, start + HEADER_BYTES + part.size, end))
    return fits ?? this.#part
  }

  #endsExactly(bytes: Uint8Array, from: number, end: number): boolean {
    const head = this.#tagBytes + this.#lengthBytes
    let at = from
    while (at + head <= end) at += head + this.#lengthAt(bytes, at + this.#tagBytes)
    return at === end
  }

  #lengthAt(bytes: Uint8Array, at: number): number {
    return this.#lengthBytes === 1 ? (bytes[at] as number) : readU16(bytes, at)
  }

  #readFloating(message: Fields, bytes: Uint8Array, start: number, from: number, end: number): void {
    const head = this.#tagBytes + this.#lengthBytes
    let at = from
    while (at < end) {
      const data = at + head
      if (data > end) throw this.#overrun(at - start, null)
      const tag = this.#tagBytes === 1 ? (bytes[at] as number) : readU16(bytes, at)
      const next = data + this.#lengthAt(bytes, at + this.#tagBytes)
      if (next > end) throw this.#overrun(at - start, tag)
      const slot = tag < this.#slots.length ? this.#slots[tag] : undefined
      if (slot !== undefined) this.#store(message, slot, bytes, data, next)
      at = next
    }
  }

  #store(message: Fields, slot: FloatingSlot, bytes: Uint8Array, start: number, end: number): void {
    const { field, group } = slot
    const value = this.#readValue(field, bytes, start, end)
    if (value === undefined) return
    const owner = group === null ? message : group.recordFor(field, message)
    if (field.list === true) append(owner, field.name, value)
    else owner[field.name] = value
  }

  #readValue(
    field: FloatingField,
    bytes: Uint8Array,
    start: number,
    end: number,
  ): FieldValues[FloatingType] | undefined {
    switch (field.type) {
      case 'string':
        return readText(bytes, start, end, this.#dialect)
      case 'bytes':
        return bytes.slice(start, end)
      case 'namedVariable':
        return this.#readNamed(bytes, start, end)
      case 'namedArray':
        return start < end ? { index: bytes[start] as number, ...this.#readNamed(bytes, start + 1, end) } : undefined
      case 'agentState': {
        const number = readNumber(bytes, start, end)
        return number === undefined ? undefined : agentStateOf(number)
      }
      case 'bool': {
        const number = readNumber(bytes, start, end)
        return number === undefined ? undefined : number !== 0
      }
      case 'i32': {
        const number = readNumber(bytes, start, end)
        return number !== undefined && end - start === 4 ? number | 0 : number
      }
      case 'u8':
      case 'u16':
      case 'u32':
      case 'time':
        break
    }
    return readNumber(bytes, start, end)
  }

  /** Name, NUL, value, NUL. */
  #readNamed(bytes: Uint8Array, start: number, end: number): NamedVariable {
    const nul = bytes.indexOf(0, start)
    const nameEnd = nul < 0 || nul > end ? end : nul
    return {
      name: readText(bytes, start, nameEnd, this.#dialect),
      value: readText(bytes, Math.min(nameEnd + 1, end), end, this.#dialect),
    }
  }

  #truncated(length: number): CtiProtocolError {
    return new CtiProtocolError(
      'fixed-part-truncated',
      length,
      this.#type,
      `A message of type ${this.#type} ends after ${length} bytes, inside its fixed part.`,
    )
  }

  #overrun(offset: number, tag: number | null): CtiProtocolError {
    return new CtiProtocolError(
      'field-overrun',
      offset,
      this.#type,
      tag === null
        ? `A message of type ${this.#type} ends inside the tag and length of a floating field.`
        : `Floating field ${tag} of a message of type ${this.#type} runs past the end of the message.`,
    )
  }
}

function fixedPart(name: string, table: MessageTable, dialect: Dialect, version: number): FixedPart {
  const slots: FixedSlot[] = []
  let size = 0
  const entries = new Map<string, unknown>([['type', name]])
  for (const field of table.fixed) {
    if (!isFixedFieldIn(field, dialect, version)) {
      if (!entries.has(field.name)) entries.set(field.name, undefined)
      continue
    }
    const width = FIXED_SIZES[field.type]
    const usual = Number(fillOf(field, dialect) ?? 0) | 0
    slots.push({ name: field.name, type: field.type, offset: size, width, usual })
    entries.set(field.name, fixedValue(field.type, usual))
    size += width
  }
  for (const entry of table.floating) entries.set(nameOf(entry), emptyOf(entry))
  return { slots, size, template: settledTemplate([...entries]) }
}

const distinctSizes = (parts: readonly FixedPart[]): readonly FixedPart[] =>
  parts.filter((part, index) => parts.findIndex((other) => other.size === part.size) === index)

/** What each tag means: the dialect decides, whatever the version, because servers are not strict about what came when. */
function floatingSlots(entries: readonly FloatingEntry[], dialect: Dialect): readonly (FloatingSlot | undefined)[] {
  const byTag = new Map<number, FloatingSlot>()
  const collect = (members: readonly FloatingEntry[], group: GroupReader | null) => {
    for (const entry of members) {
      if ('group' in entry) {
        collect(entry.members, new GroupReader(entry, group))
      } else if (entry.since === undefined || entry.since[dialect] !== undefined) {
        byTag.set(entry.tag, { field: entry, group })
      }
    }
  }
  collect(entries, null)
  return Array.from({ length: Math.max(-1, ...byTag.keys()) + 1 }, (_, tag) => byTag.get(tag))
}
