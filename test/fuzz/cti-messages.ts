import * as fc from 'fast-check'
import { decode, decodeAt, detectLayout, encode } from '../../src/cti/codec.ts'
import { FrameSplitter, HEADER_BYTES, readU32 } from '../../src/cti/framing.ts'
import type { Layout } from '../../src/cti/layout.ts'
import { CtiProtocolError } from '../../src/cti/protocol-error.ts'
import { ALL_LAYOUTS, anyMessage, MESSAGE_NAMES } from '../support/cti-arbitrary.ts'
import { outcomeOf } from '../support/cti-outcome.ts'
import { Ear } from './ear.ts'
import { FuzzFailure, type FuzzOptions } from './fuzz-failure.ts'
import { mutateBytes } from './mutate-bytes.ts'
import { Random } from './random.ts'

/** How often each message of each layout is there to be mutated, with other values; of the most important one there are more. */
const VARIANTS = 2
const STATE_EVENTS = 40
/** Messages in a row to the same ear. */
const BLOCK = 500

/** What became of the messages. */
export type MessageTally = { read: number; skipped: number; refused: number; sessions: number; observations: number }

type Corpus = { readonly layout: Layout; readonly messages: readonly Uint8Array[] }

/** Valid messages of every table in a layout. */
const corpusOf = (layout: Layout, seed: number): Corpus => ({
  layout,
  messages: MESSAGE_NAMES.flatMap((name) =>
    fc
      .sample(anyMessage(name, layout), { seed, numRuns: name === 'AGENT_STATE_EVENT' ? STATE_EVENTS : VARIANTS })
      // Of other media than voice nothing is made.
      .map((message) => encode('mrdId' in message ? { ...message, mrdId: 1 } : message, layout)),
  ),
})

/** Has a message the length that its header declares? */
export const isWhole = (bytes: Uint8Array): boolean =>
  bytes.length >= HEADER_BYTES && readU32(bytes, 0) === bytes.length - HEADER_BYTES

/**
 * Mutated messages of both dialects and all versions, through frame splitter and codec, and through all that hears a CTI server.
 * @throws {FuzzFailure} where one gives anything but a message, nothing, or a typed error.
 */
export function fuzzMessages({ seed, count, onProgress }: FuzzOptions): MessageTally {
  const random = new Random(seed)
  const tally: MessageTally = { read: 0, skipped: 0, refused: 0, sessions: 0, observations: 0 }
  const corpora = new Map<Layout, Corpus>()
  for (let done = 0; done < count;) {
    const layout = random.pick(ALL_LAYOUTS)
    const corpus = corpora.get(layout) ?? corpusOf(layout, seed)
    corpora.set(layout, corpus)
    const ear = new Ear(layout)
    for (const end = Math.min(count, done + BLOCK); done < end; done++) {
      const bytes = mutateBytes(random.pick(corpus.messages), random.pick(corpus.messages), random)
      try {
        tryCodec(bytes, layout, random.below(bytes.length + 1), tally)
        ear.take(bytes)
        // A length that is wrong swallows what follows; let some of it be heard.
        if (!isWhole(bytes) && !random.oneIn(4)) ear.lose()
      } catch (cause) {
        throw new FuzzFailure(
          `${layout.dialect} ${layout.version}, lengths of ${layout.lengthBytes}: message`,
          done,
          Buffer.from(bytes).toString('hex'),
          cause,
        )
      }
    }
    tally.sessions += ear.sessions
    tally.observations += ear.observations
    onProgress?.(done)
  }
  return tally
}

/** The bytes in two pieces, cut anywhere, and as one frame. */
function tryCodec(bytes: Uint8Array, layout: Layout, cut: number, tally: MessageTally): void {
  const splitter = new FrameSplitter((chunk, start, end) => {
    detectLayout(chunk, start, end, layout)
    const outcome = outcomeOf(() => decodeAt(chunk, start, end, layout))
    if (outcome instanceof CtiProtocolError) tally.refused += 1
    else if (outcome === null) tally.skipped += 1
    else tally.read += 1
  })
  const outcome = outcomeOf(() => {
    splitter.push(bytes.subarray(0, cut))
    splitter.push(bytes.subarray(cut))
  })
  if (outcome instanceof CtiProtocolError) {
    if (outcome.code !== 'frame-too-long') throw outcome
    tally.refused += 1
  }
  outcomeOf(() => decode(bytes, layout))
}
