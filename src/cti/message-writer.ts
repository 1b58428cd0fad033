import { agentStateNumber } from './agent-state.ts'
import type { ByteWriter } from './byte-writer.ts'
import type { Dialect, Width } from './dialect.ts'
import { HEADER_BYTES, MAX_BODY_BYTES } from './framing.ts'
import { CtiProtocolError } from './protocol-error.ts'
import {
  FIXED_SIZES,
  type FixedField,
  type FixedType,
  type FloatingEntry,
  type FloatingField,
  type MessageTable,
  type NamedArrayElement,
  type NamedVariable,
} from './tables/field.ts'
import { fillOf, isFixedFieldIn, isFloatingFieldIn } from './tables/presence.ts'
import { textBytes } from './text.ts'

type Fields = Readonly<Record<string, unknown>>

/** Smallest and largest number of each fixed type. */
const RANGES: { readonly [T in FixedType]: readonly [number, number] } = {
  u8: [0, 0xff],
  u16: [0, 0xffff],
  u32: [0, 0xffffffff],
  time: [0, 0xffffffff],
  i32: [-0x80000000, 0x7fffffff],
  bool: [0, 1],
  agentState: [0, 0xffff],
}

const NUL = new Uint8Array(1)

/** Writes messages of one type in one layout. */
export class MessageWriter {
  readonly #name: string
  readonly #type: number
  readonly #dialect: Dialect
  readonly #version: number
  readonly #tagBytes: Width
  readonly #lengthBytes: Width
  readonly #fixed: readonly FixedField[]
  readonly #floating: readonly FloatingEntry[]

  constructor(
    name: string,
    type: number,
    table: MessageTable,
    layout: { dialect: Dialect; version: number; tagBytes: Width; lengthBytes: Width },
  ) {
    this.#name = name
    this.#type = type
    this.#dialect = layout.dialect
    this.#version = layout.version
    this.#tagBytes = layout.tagBytes
    this.#lengthBytes = layout.lengthBytes
    this.#fixed = table.fixed.filter((field) => isFixedFieldIn(field, layout.dialect, layout.version))
    this.#floating = table.floating
  }

  /**
   * Writes the message with its header.
   * @throws CtiProtocolError `unencodable`, `frame-too-long`
   */
  write(message: Fields, out: ByteWriter): void {
    out.clear()
    out.number(0, 4)
    out.number(this.#type, 4)
    for (const field of this.#fixed) {
      const number = this.#numberOf(field.name, field.type, this.#fixedValue(field, message), out)
      out.number(number, FIXED_SIZES[field.type])
    }
    this.#writeFloating(this.#floating, message, out)
    out.numberAt(0, out.length - HEADER_BYTES, 4)
  }

  #fixedValue(field: FixedField, message: Fields): unknown {
    const given = message[field.name]
    if (given !== undefined) return given
    if (field.counts !== undefined) return listOf(message[field.counts]).length
    const fill = fillOf(field, this.#dialect)
    return field.type === 'bool' && fill !== undefined ? Boolean(fill) : fill
  }

  #writeFloating(entries: readonly FloatingEntry[], fields: Fields, out: ByteWriter): void {
    for (const entry of entries) {
      if ('group' in entry) {
        for (const record of listOf(fields[entry.group])) this.#writeFloating(entry.members, record as Fields, out)
        continue
      }
      if (!isFloatingFieldIn(entry, this.#dialect, this.#version, this.#tagBytes)) continue
      const value = fields[entry.name]
      if (entry.list === true) for (const one of listOf(value)) this.#writeField(entry, one, out)
      else if (value !== undefined) this.#writeField(entry, value, out)
    }
  }

  #writeField(field: FloatingField, value: unknown, out: ByteWriter): void {
    const data = this.#dataOf(field, value, out)
    const limit = Math.min(field.max ?? Infinity, this.#lengthBytes === 1 ? 0xff : 0xffff)
    if (data.length > limit) {
      throw this.#unencodable(out, `${field.name} takes ${data.length} bytes and may have ${limit}`)
    }
    if (!out.hasRoom(this.#tagBytes + this.#lengthBytes + data.length)) {
      throw new CtiProtocolError(
        'frame-too-long',
        out.length,
        this.#type,
        `${this.#name} would be longer than the ${MAX_BODY_BYTES} bytes a message may have.`,
      )
    }
    out.number(field.tag, this.#tagBytes)
    out.number(data.length, this.#lengthBytes)
    out.bytes(data)
  }

  #dataOf(field: FloatingField, value: unknown, out: ByteWriter): Uint8Array {
    if (field.type === 'string') return joined([this.#text(field.name, value, out), NUL])
    if (field.type === 'bytes') {
      if (value instanceof Uint8Array) return value
      throw this.#unencodable(out, `${field.name} is no bytes`)
    }
    if (field.type === 'namedVariable') return joined(this.#named(field.name, value as NamedVariable, out))
    if (field.type === 'namedArray') {
      const element = value as NamedArrayElement
      const index = new Uint8Array([this.#numberOf(field.name, 'u8', element.index, out)])
      return joined([index, ...this.#named(field.name, element, out)])
    }
    const width = FIXED_SIZES[field.type]
    const number = this.#numberOf(field.name, field.type, value, out)
    return Uint8Array.from({ length: width }, (_, i) => number >>> (8 * (width - 1 - i)))
  }

  #named(name: string, variable: NamedVariable, out: ByteWriter): Uint8Array[] {
    return [this.#text(name, variable.name, out), NUL, this.#text(name, variable.value, out), NUL]
  }

  #text(name: string, value: unknown, out: ByteWriter): Uint8Array {
    const bytes = typeof value === 'string' ? textBytes(value, this.#dialect) : null
    if (bytes === null) throw this.#unencodable(out, `${name} is no text that ${this.#dialect} can write`)
    return bytes
  }

  #numberOf(name: string, type: FixedType, value: unknown, out: ByteWriter): number {
    if (value === undefined) throw this.#unencodable(out, `${name} is missing`)
    const number = typeof value === 'string' && type === 'agentState' ? agentStateNumber(value) : Number(value)
    const [least, most] = RANGES[type]
    if (!Number.isInteger(number) || number < least || number > most) {
      throw this.#unencodable(out, `${name} is ${JSON.stringify(value)}, which is no ${type}`)
    }
    return number
  }

  #unencodable(out: ByteWriter, fault: string): CtiProtocolError {
    return new CtiProtocolError('unencodable', out.length, this.#type, `${this.#name} cannot be written: ${fault}.`)
  }
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
