/**
 * Decoding, on one core: AGENT_STATE_EVENT as a busy UCCX sends it, through frame splitter and codec. The rival reads the same
 * number of messages of the same size, cut in the same chunks: pg-protocol's DataRows, with one column for each of the nine fields
 * that tell something in such an event. Rounds of both alternate, so that what the machine does besides strikes both.
 */
import { EventEmitter } from 'node:events'
import { parse } from 'pg-protocol'
import { decodeAt, encode } from '../../src/cti/codec.ts'
import { FrameSplitter } from '../../src/cti/framing.ts'
import { layoutFor } from '../../src/cti/layout.ts'
import type { MessageInput } from '../../src/cti/messages.ts'
import { heapAfterGc } from '../support/heap.ts'
import { type BenchRow, median } from './bench-row.ts'

const LAYOUT = layoutFor('uccx', 14)
const AGENTS = 500
const MESSAGES = 16_384
const PASSES = 16
const ROUNDS = 11
/** peripheralId, peripheralType, both states, the reason, and four texts; the thirteen others of an event say nothing on a UCCX. */
const COLUMNS = 9
const CHUNK_BYTES = 64 * 1024

const STATES = ['NOT_READY', 'AVAILABLE', 'TALKING', 'WORK_NOT_READY', 'RESERVED', 'HOLD'] as const
const REASONS = [71, 72, 73, 32760, 0, 0] as const

function eventOf(index: number): Uint8Array {
  const number = 8500 + ((index * 7919) % AGENTS)
  const agentState = STATES[index % STATES.length] ?? 'NOT_READY'
  const event: MessageInput = {
    type: 'AGENT_STATE_EVENT',
    peripheralId: 1,
    peripheralType: 15,
    agentState,
    skillGroupState: agentState,
    eventReasonCode: agentState === 'NOT_READY' ? (REASONS[(index >> 3) % REASONS.length] ?? 0) : 0,
    ctiClientSignature: 'CTI application',
    agentIdLong: `cons${number}`,
    agentExtension: String(number),
    agentInstrument: String(number),
  }
  return encode(event, LAYOUT)
}

/** A DataRow of that size: column count, then the columns, each with its length before it. */
function dataRowOf(size: number, columns: number): Buffer {
  const row = Buffer.alloc(size)
  row.write('D')
  row.writeInt32BE(size - 1, 1)
  row.writeInt16BE(columns, 5)
  let at = 7
  for (let column = 0; column < columns; column++) {
    const left = columns - column
    const length = Math.floor((size - at) / left) - 4
    row.writeInt32BE(length, at)
    row.write('x'.repeat(length), at + 4, 'latin1')
    at += 4 + length
  }
  return row
}

function chunksOf(messages: readonly Uint8Array[]): Buffer[] {
  const stream = Buffer.concat(messages)
  const chunks: Buffer[] = []
  for (let at = 0; at < stream.length; at += CHUNK_BYTES) chunks.push(stream.subarray(at, at + CHUNK_BYTES))
  return chunks
}

/** Feeds the chunks again and again; how many messages a second came out of them. */
function rateOf(chunks: readonly Buffer[], feed: (chunk: Buffer) => void): number {
  const started = performance.now()
  for (let pass = 0; pass < PASSES; pass++) for (const chunk of chunks) feed(chunk)
  return (PASSES * MESSAGES) / ((performance.now() - started) / 1000)
}

export async function bench(): Promise<readonly BenchRow[]> {
  const events = Array.from({ length: MESSAGES }, (_, index) => eventOf(index))
  const eventChunks = chunksOf(events)
  const rowChunks = chunksOf(events.map(({ length }) => dataRowOf(length, COLUMNS)))

  // What comes out is looked at, so that no engine may leave the work undone.
  let reasons = 0
  let columns = 0
  const splitter = new FrameSplitter((bytes, start, end) => {
    const message = decodeAt(bytes, start, end, LAYOUT)
    if (message?.type === 'AGENT_STATE_EVENT') reasons += message.eventReasonCode
  })
  const stream = new EventEmitter()
  void parse(stream as unknown as NodeJS.ReadableStream, (message) => {
    if ('fieldCount' in message) columns += Number(message.fieldCount)
  })
  const decodeEvents = (): number => rateOf(eventChunks, (chunk) => splitter.push(chunk))
  const parseRows = (): number => rateOf(rowChunks, (chunk) => void stream.emit('data', chunk))

  decodeEvents()
  parseRows()
  const before = heapAfterGc()
  const ours: number[] = []
  const theirs: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(decodeEvents())
    theirs.push(parseRows())
  }
  const growth = heapAfterGc() - before
  if (columns !== COLUMNS * MESSAGES * PASSES * (ROUNDS + 1)) throw new Error(`pg-protocol read ${columns} columns`)
  if (reasons === 0) throw new Error('no reason was decoded')

  const [own, rival] = [median(ours), median(theirs)]
  const bytes = events.reduce((sum, { length }) => sum + length, 0) / MESSAGES
  return [
    {
      name: `AGENT_STATE_EVENT of ${Math.round(bytes)} bytes decoded on one core`,
      value: own,
      unit: 'messages/s',
      rival: null,
      ratio: null,
      limit: '>= 1000000',
    },
    {
      name: `DataRows of the same size, ${COLUMNS} columns each`,
      value: rival,
      unit: 'messages/s by pg-protocol',
      rival: 'pg-protocol',
      ratio: own / rival,
      limit: 'ratio >= 1',
    },
    {
      name: `heap grown after ${((ROUNDS * PASSES * MESSAGES) / 1e6).toFixed(1)} million messages of each`,
      value: growth / 1024,
      unit: 'KiB',
      rival: null,
      ratio: null,
      limit: '<= 1024',
    },
  ]
}
