import { describe, expect, it } from 'vitest'
import { encode } from '../../src/cti/codec.ts'
import { type Dialect, DIALECTS } from '../../src/cti/dialect.ts'
import { layoutFor } from '../../src/cti/layout.ts'
import { MESSAGE_TYPES } from '../../src/cti/message-types.ts'
import { MESSAGES, type MessageInput, type MessageName } from '../../src/cti/messages.ts'
import { FIXED_SIZES, type FloatingEntry, type FloatingField, type MessageTable } from '../../src/cti/tables/field.ts'
import { isFixedFieldIn } from '../../src/cti/tables/presence.ts'
import { ALL_LAYOUTS, MESSAGE_NAMES } from '../support/cti-arbitrary.ts'

const tableOf = (name: MessageName): MessageTable => MESSAGES[name]

const sizeOf = (name: MessageName, dialect: Dialect, version: number): number =>
  tableOf(name)
    .fixed.filter((field) => isFixedFieldIn(field, dialect, version))
    .reduce((size, field) => size + FIXED_SIZES[field.type], 0)

const fieldsOf = (entries: readonly FloatingEntry[]): FloatingField[] =>
  entries.flatMap((entry) => ('group' in entry ? fieldsOf(entry.members) : [entry]))

/** Names that meet in one object: a message, or a record of a group. */
const objectsOf = (entries: readonly FloatingEntry[], fixed: readonly string[] = []): string[][] => [
  [...fixed, ...entries.map((entry) => ('group' in entry ? entry.group : entry.name))],
  ...entries.flatMap((entry) => ('group' in entry ? objectsOf(entry.members) : [])),
]

describe.each(MESSAGE_NAMES)('%s', (name) => {
  const table = tableOf(name)

  it('has a message type', () => {
    expect(MESSAGE_TYPES[name]).toBeGreaterThan(0)
  })

  it('gives a tag one meaning in each dialect', () => {
    for (const dialect of DIALECTS) {
      const tags = fieldsOf(table.floating)
        .filter((field) => field.since === undefined || field.since[dialect] !== undefined)
        .map((field) => field.tag)
      expect(tags).toEqual([...new Set(tags)])
    }
  })

  it('gives a name one meaning in each object', () => {
    const fixed = [...new Set(table.fixed.map((field) => field.name))]
    for (const names of objectsOf(table.floating, fixed)) expect(names).toEqual([...new Set(names)])
  })

  it('counts only groups and lists that it has', () => {
    const lists = table.floating.flatMap((entry) => ('group' in entry ? [entry.group] : entry.list ? [entry.name] : []))
    expect(lists).toEqual(expect.arrayContaining(table.fixed.flatMap(({ counts }) => counts ?? [])))
  })

  it('has a first version for every field whose tag takes two bytes', () => {
    const early = fieldsOf(table.floating).filter(
      ({ tag, since }) => tag > 0xff && ((since?.ucce ?? 20) < 20 || (since?.uccx ?? 18) < 18 || since === undefined),
    )
    expect(early).toEqual([])
  })
})

describe('sizes of fixed parts, as the guides have them', () => {
  /** Dialect, version, size. */
  it.each<[MessageName, Dialect, number, number]>([
    ['OPEN_REQ', 'uccx', 10, 44],
    ['OPEN_REQ', 'uccx', 18, 44],
    ['OPEN_REQ', 'ucce', 9, 44],
    ['OPEN_REQ', 'ucce', 25, 44],
    ['OPEN_CONF', 'uccx', 18, 26],
    ['OPEN_CONF', 'ucce', 18, 26],
    ['OPEN_CONF', 'ucce', 19, 30],
    ['OPEN_CONF', 'ucce', 24, 32],
    ['FAILURE_CONF', 'uccx', 18, 8],
    ['FAILURE_CONF', 'ucce', 23, 8],
    ['FAILURE_CONF', 'ucce', 24, 10],
    ['SYSTEM_EVENT', 'uccx', 10, 26],
    ['CONTROL_FAILURE_CONF', 'ucce', 25, 10],
    ['AGENT_STATE_EVENT', 'uccx', 10, 58],
    ['AGENT_STATE_EVENT', 'uccx', 18, 58],
    ['AGENT_STATE_EVENT', 'ucce', 18, 58],
    ['AGENT_STATE_EVENT', 'ucce', 19, 62],
    ['QUERY_AGENT_STATE_REQ', 'ucce', 25, 16],
    ['QUERY_AGENT_STATE_CONF', 'uccx', 18, 30],
    ['QUERY_AGENT_STATE_CONF', 'ucce', 18, 30],
    ['QUERY_AGENT_STATE_CONF', 'ucce', 19, 34],
    ['SET_AGENT_STATE_REQ', 'uccx', 11, 17],
    ['SET_AGENT_STATE_REQ', 'uccx', 12, 21],
    ['SET_AGENT_STATE_REQ', 'ucce', 9, 21],
    ['CONFIG_REQUEST_KEY_EVENT', 'uccx', 10, 0],
    ['CONFIG_REQUEST_KEY_EVENT', 'uccx', 11, 4],
    ['CONFIG_REQUEST_EVENT', 'uccx', 10, 4],
    ['CONFIG_REQUEST_EVENT', 'ucce', 23, 8],
    ['CONFIG_REQUEST_EVENT', 'ucce', 24, 12],
    ['AGENT_TEAM_CONFIG_EVENT', 'ucce', 18, 12],
    ['AGENT_TEAM_CONFIG_EVENT', 'ucce', 19, 16],
    ['TEAM_CONFIG_REQ', 'uccx', 14, 14],
    ['TEAM_CONFIG_EVENT', 'uccx', 14, 16],
    ['CALL_DELIVERED_EVENT', 'uccx', 14, 54],
    ['CALL_ESTABLISHED_EVENT', 'uccx', 14, 50],
    ['CALL_HELD_EVENT', 'uccx', 14, 22],
    ['CALL_RETRIEVED_EVENT', 'uccx', 14, 22],
    ['CALL_CLEARED_EVENT', 'uccx', 14, 20],
    ['CALL_CONNECTION_CLEARED_EVENT', 'uccx', 14, 22],
    ['CALL_ORIGINATED_EVENT', 'uccx', 14, 46],
    ['CALL_FAILED_EVENT', 'uccx', 14, 24],
    ['CALL_CONFERENCED_EVENT', 'uccx', 14, 46],
    ['CALL_TRANSFERRED_EVENT', 'uccx', 14, 46],
    ['CALL_DIVERTED_EVENT', 'uccx', 14, 32],
    ['CALL_SERVICE_INITIATED_EVENT', 'uccx', 14, 44],
    ['CALL_QUEUED_EVENT', 'uccx', 14, 40],
    ['CALL_DEQUEUED_EVENT', 'uccx', 14, 34],
    ['BEGIN_CALL_EVENT', 'uccx', 14, 26],
    ['END_CALL_EVENT', 'uccx', 14, 16],
    ['CALL_DATA_UPDATE_EVENT', 'uccx', 14, 40],
    ['SNAPSHOT_CALL_CONF', 'ucce', 15, 16],
    ['SNAPSHOT_CALL_CONF', 'uccx', 11, 20],
  ])('%s, %s %i: %i bytes', (name, dialect, version, size) => {
    expect(sizeOf(name, dialect, version)).toBe(size)
  })
})

describe('what the encoder fills in', () => {
  it('is what UCCX prints for an agent state event', () => {
    const frame = encode({ type: 'AGENT_STATE_EVENT', agentState: 'NOT_READY' }, layoutFor('uccx', 14))
    expect(Buffer.from(frame).toString('hex')).toBe(
      [
        '0000003a 0000001e', // 58 bytes, type 30
        '00000000 00000001 00000000 0015 0000', // monitor, peripheral 1, session, peripheral type 21, CSQ state
        '00000000 ffffffff ffffffff 0000', // duration, CSQ none, reserved
        '0002 0000', // NOT_READY, no reason
        '00000001 00000000 0000 00000000 00000000 00000001 0000', // MRD 1 … availability 1, no CSQs
      ]
        .join('')
        .replaceAll(' ', ''),
    )
  })

  it('counts the records of a group', () => {
    const message: MessageInput = {
      type: 'QUERY_AGENT_STATE_CONF',
      invokeId: 1,
      agentState: 'TALKING',
      skillGroups: [{ skillGroupNumber: 1 }, { skillGroupNumber: 2 }],
    }
    expect(encode(message, layoutFor('uccx', 14)).slice(14, 16)).toEqual(new Uint8Array([0, 2]))
  })

  it('never leaves a field of the fixed part without a value where a caller gave what is required', () => {
    for (const layout of ALL_LAYOUTS) {
      const open = { type: 'OPEN_CONF', invokeId: 1, servicesGranted: 0x10 } as const
      expect(encode(open, layout)).toHaveLength(8 + sizeOf('OPEN_CONF', layout.dialect, layout.version))
    }
  })
})
