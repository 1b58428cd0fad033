import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decode, decodeAt, detectLayout, encode } from '../../src/cti/codec.ts'
import { FrameSplitter } from '../../src/cti/framing.ts'
import { type Layout, layoutFor } from '../../src/cti/layout.ts'
import { MESSAGE_TYPES } from '../../src/cti/message-types.ts'
import type { Message } from '../../src/cti/messages.ts'
import { CtiProtocolError } from '../../src/cti/protocol-error.ts'
import { ALL_LAYOUTS, MESSAGE_NAMES } from '../support/cti-arbitrary.ts'
import { outcomeOf } from '../support/cti-outcome.ts'

const anyLayout = fc.constantFrom(...ALL_LAYOUTS)
const anyType = fc.constantFrom(...MESSAGE_NAMES.map((name) => MESSAGE_TYPES[name]))

function encodedOrRefused(message: Message, layout: Layout): Uint8Array | null {
  try {
    return encode(message, layout)
  } catch (error) {
    if (!(error instanceof CtiProtocolError) || error.code !== 'unencodable') throw error
    return null
  }
}

describe('whatever bytes come', () => {
  it('a stream of them gives messages, nothing or typed errors: 10,000 random inputs', () => {
    fc.assert(
      fc.property(anyLayout, fc.uint8Array({ maxLength: 300 }), (layout, bytes) => {
        const splitter = new FrameSplitter((chunk, start, end) => outcomeOf(() => decodeAt(chunk, start, end, layout)))
        const outcome = outcomeOf(() => splitter.push(bytes))
        expect(outcome === undefined || outcome.code === 'frame-too-long').toBe(true)
        outcomeOf(() => decode(bytes, layout))
      }),
      { numRuns: 10_000 },
    )
  })

  it('a frame with any body gives a message or a typed error: 10,000 random bodies', () => {
    fc.assert(
      fc.property(anyLayout, anyType, fc.uint8Array({ maxLength: 200 }), (layout, type, body) => {
        const bytes = new Uint8Array(8 + body.length)
        new DataView(bytes.buffer).setUint32(4, type)
        bytes.set(body, 8)
        const outcome = outcomeOf(() => decodeAt(bytes, 0, bytes.length, layout))
        expect(outcome).not.toBeNull()
        detectLayout(bytes, 0, bytes.length, layout)
      }),
      { numRuns: 10_000 },
    )
  })

  it('what is understood of them can be written and understood again', () => {
    fc.assert(
      fc.property(anyType, fc.uint8Array({ maxLength: 120 }), (type, body) => {
        const layout = layoutFor('ucce', 15)
        const bytes = new Uint8Array(8 + body.length)
        new DataView(bytes.buffer).setUint32(4, type)
        bytes.set(body, 8)
        const message = outcomeOf(() => decodeAt(bytes, 0, bytes.length, layout))
        if (message === null || message instanceof CtiProtocolError) return
        /** A number that came wider than its field cannot go back into it. */
        const again = encodedOrRefused(message, layout)
        expect(again === null || decode(again, layout)?.type === message.type).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('the longest frame of the smallest fields takes a moment and a few megabytes, not more', () => {
    const layout = layoutFor('ucce', 15)
    const bytes = new Uint8Array(8 + 64 * 1024)
    new DataView(bytes.buffer).setUint32(0, 64 * 1024)
    new DataView(bytes.buffer).setUint32(4, MESSAGE_TYPES.CONFIG_AGENT_EVENT)
    for (let at = 10; at + 4 <= bytes.length; at += 4) bytes.set([183, 2, 0, 0], at)
    bytes.set([0xfe, 0], bytes.length - 2)
    const before = process.memoryUsage().heapUsed
    const message = decode(bytes, layout)
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(32 * 1024 * 1024)
    expect(message).toHaveProperty('records.length', Math.floor((64 * 1024 - 2) / 4))
  })
})
