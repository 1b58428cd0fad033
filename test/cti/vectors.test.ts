import { describe, expect, it } from 'vitest'
import { agentStateNumber } from '../../src/cti/agent-state.ts'
import { decode, encode } from '../../src/cti/codec.ts'
import { type Layout, layoutFor } from '../../src/cti/layout.ts'
import { MESSAGES, type Message } from '../../src/cti/messages.ts'
import type { FloatingEntry } from '../../src/cti/tables/field.ts'
import { fromHex, loadVectors, toHex, type Vector } from '../support/cti-vectors.ts'

/** Names that a source gives a field otherwise than the guides, in lower case. */
const ALIASES: Readonly<Record<string, string>> = {
  statuscode: 'status',
  configkeystatus: 'status',
  servicegranted: 'servicesgranted',
  clienteventstate: 'state',
  reserved16: 'reserved',
  maxdeviceinconference: 'maxdevicesinconference',
}

/** Vectors that do not come back byte for byte: why, and what replaces what in their hex. */
const DIFFERENCES: Readonly<Record<string, readonly [why: string, from: string, to: string]>> = {
  'C025-CLIENT_EVENT_REPORT_REQ': [
    'this client sends Text before ObjectName; the order of floating fields is free',
    '0702300042124354494f535f4e554d5f434c49454e545300',
    '42124354494f535f4e554d5f434c49454e54530007023000',
  ],
  'X001-OPEN_REQ': [
    'this encoder leaves out the closing NUL of ClientID',
    '0000003d0000000300000001000000180000012c0000138800000094ffffffff00003fff0000000000000000000000000000000000010009' +
      '63746d6f6e69746f72',
    '0000003e0000000300000001000000180000012c0000138800000094ffffffff00003fff000000000000000000000000000000000001000a' +
      '63746d6f6e69746f7200',
  ],
}

/** The scala vectors say 19 but have the fields of 18; the others say what they are. */
const layoutOf = (vector: Vector): Layout =>
  layoutFor('ucce', vector.layout.startsWith('PV<=18') ? 18 : vector.protocolVersionDeclared)

/** The values of a decoded message under their tags, in the order of the tables. */
function byTag(entries: readonly FloatingEntry[], fields: Readonly<Record<string, unknown>>): [number, unknown][] {
  return entries.flatMap((entry): [number, unknown][] => {
    if ('group' in entry) {
      return (fields[entry.group] as Record<string, unknown>[]).flatMap((record) => byTag(entry.members, record))
    }
    const value = fields[entry.name]
    const values = entry.list === true ? (value as unknown[]) : value === undefined ? [] : [value]
    return values.map((one) => [entry.tag, one])
  })
}

/** A value as plain as the vectors have it: numbers and texts; bytes as hex. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return toHex(value)
  if (typeof value === 'boolean') return Number(value)
  if (typeof value === 'string' && !Number.isNaN(agentStateNumber(value))) return agentStateNumber(value)
  if (typeof value === 'object' && value !== null) return Object.values(value)
  return value
}

/** What a vector says of a floating field, as `plain` would have it for a field of that value. */
function stated(field: Vector['floating'][number], decoded: unknown): unknown {
  if (field.hex === undefined) return plain(field.value)
  if (decoded instanceof Uint8Array) return field.hex
  if (typeof plain(decoded) === 'number') return field.hex === '' ? undefined : Number.parseInt(field.hex, 16)
  const text = Buffer.from(field.hex, 'hex').toString('latin1')
  if (Array.isArray(plain(decoded))) {
    const texts = text.split('\0').slice(0, 2)
    return (decoded as { index?: number }).index === undefined
      ? texts
      : [text.charCodeAt(0), (texts[0] ?? '').slice(1), texts[1]]
  }
  return text.split('\0')[0]
}

const vectors = loadVectors()

describe.skipIf(vectors === null)(
  'published vectors (skipped where the folder shared/ beside the checkout is missing)',
  () => {
    it('are all there', () => {
      expect(vectors).toHaveLength(107)
    })

    describe.each(vectors ?? [])('$id', (vector) => {
      const layout = layoutOf(vector)
      const frame = fromHex(vector.hex)
      const message = decode(frame, layout) as Message & Readonly<Record<string, unknown>>

      it('lies in the layout that its source used', () => {
        expect([layout.tagBytes, layout.lengthBytes]).toEqual([vector.tagBytes, vector.lengthBytes])
        expect(message.type).toBe(vector.message)
      })

      it('decodes to its fixed fields, in their order', () => {
        const names = [...new Set(MESSAGES[message.type].fixed.map((field) => field.name))]
        const decoded = names.filter((name) => message[name] !== undefined)
        expect(decoded.map((name) => name.toLowerCase())).toEqual(
          vector.fixed.map((field) => ALIASES[field.name.toLowerCase()] ?? field.name.toLowerCase()),
        )
        expect(decoded.map((name) => plain(message[name]))).toEqual(vector.fixed.map((field) => plain(field.value)))
      })

      it('decodes to its floating fields', () => {
        const decoded = byTag(MESSAGES[message.type].floating, message)
        const tags = [...new Set(vector.floating.map((field) => field.tag))]
        expect(new Set(decoded.map(([tag]) => tag))).toEqual(new Set(tags))
        for (const tag of tags) {
          const values = decoded.filter(([one]) => one === tag).map(([, value]) => value)
          const said = vector.floating.filter((field) => field.tag === tag)
          expect(values.map(plain), `tag ${tag}`).toEqual(said.map((field, index) => stated(field, values[index])))
        }
      })

      it('encodes back', () => {
        const [, from, to] = DIFFERENCES[vector.id] ?? ['', '', '']
        expect(vector.hex).toContain(from)
        expect(toHex(encode(message, layout))).toBe(vector.hex.replace(from, to))
      })
    })
  },
)
