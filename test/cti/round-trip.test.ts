import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decode, encode } from '../../src/cti/codec.ts'
import { FrameSplitter } from '../../src/cti/framing.ts'
import { layoutFor } from '../../src/cti/layout.ts'
import { ALL_LAYOUTS, anyMessage, MESSAGE_NAMES } from '../support/cti-arbitrary.ts'

const layouts = ALL_LAYOUTS.map((layout) => ({
  layout,
  title: `${layout.dialect} ${layout.version}, tags of ${layout.tagBytes} and lengths of ${layout.lengthBytes} bytes`,
}))

describe.each(layouts)('$title', ({ layout }) => {
  it.each(MESSAGE_NAMES)('%s: any value becomes bytes and the same value again', (name) => {
    fc.assert(
      fc.property(anyMessage(name, layout), (message) => {
        expect(decode(encode(message, layout), layout)).toEqual(message)
      }),
      { numRuns: 10 },
    )
  })
})

describe('a stream of any messages', () => {
  const layout = layoutFor('ucce', 23)
  const messages = fc.array(
    fc.constantFrom(...MESSAGE_NAMES).chain((name) => anyMessage(name, layout)),
    { minLength: 1, maxLength: 5 },
  )

  it('is the same messages however it is cut', () => {
    fc.assert(
      fc.property(messages, fc.array(fc.nat(), { maxLength: 8 }), (sent, cuts) => {
        const stream = Buffer.concat(sent.map((message) => encode(message, layout)))
        const received: unknown[] = []
        const splitter = new FrameSplitter((bytes, start, end) =>
          received.push(decode(bytes.subarray(start, end), layout)),
        )
        const places = [...cuts.map((cut) => cut % stream.length), stream.length].toSorted((a, b) => a - b)
        let from = 0
        for (const to of places) {
          splitter.push(new Uint8Array(stream.subarray(from, to)))
          from = to
        }
        expect(received).toEqual(sent)
      }),
      { numRuns: 200 },
    )
  })
})
