import { HEADER_BYTES } from '../../src/cti/framing.ts'
import type { Random } from './random.ts'

/** Numbers at whose edges programs break. */
const EDGES = [
  0, 1, 2, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x1_0000, 0x1_0001, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff,
]

/** One change leads to another one this often, one in so many times. */
const MORE_CHANGES = 2
const LONGEST_PIECE = 400

type Mutation = (bytes: Uint8Array, random: Random, other: Uint8Array) => Uint8Array

const joined = (...parts: readonly Uint8Array[]): Uint8Array => Buffer.concat(parts)

/** Writes a number of a width over what is there, cut where the message ends. */
function put(bytes: Uint8Array, at: number, width: number, value: number): Uint8Array {
  for (let index = 0; index < width && at + index < bytes.length; index++) {
    bytes[at + index] = (value / 2 ** (8 * (width - 1 - index))) & 0xff
  }
  return bytes
}

/** The change after which a message is most often still one. */
const flip = (bytes: Uint8Array, random: Random): Uint8Array =>
  put(bytes, HEADER_BYTES + random.below(bytes.length - HEADER_BYTES), 1, random.below(256))

const MUTATIONS: readonly Mutation[] = [
  (bytes, random) => put(bytes, random.below(bytes.length), random.pick([1, 2, 4]), random.pick(EDGES)),
  // The type of another message.
  (bytes, random, other) => put(bytes, 4, 4, random.oneIn(4) ? random.pick(EDGES) : (other[7] ?? 0)),
  (bytes, random) => bytes.slice(0, random.below(bytes.length + 1)),
  (bytes, random) => {
    const [from, to] = [random.below(bytes.length), random.below(bytes.length)]
    return joined(bytes.subarray(0, Math.min(from, to)), bytes.subarray(Math.max(from, to)))
  },
  (bytes, random) => {
    const at = random.below(bytes.length + 1)
    return joined(bytes.subarray(0, at), random.bytes(random.below(LONGEST_PIECE)), bytes.subarray(at))
  },
  // The same piece again, as a list that has no end.
  (bytes, random) => {
    const [from, to] = [random.below(bytes.length), random.below(bytes.length)]
    const piece = bytes.subarray(Math.min(from, to), Math.max(from, to)).subarray(0, LONGEST_PIECE)
    return joined(bytes.subarray(0, to), ...Array.from({ length: random.below(8) }, () => piece), bytes.subarray(to))
  },
  (bytes, random, other) =>
    joined(bytes.subarray(0, random.below(bytes.length)), other.subarray(random.below(other.length))),
]

/**
 * What a broken or hostile CTI server might send in the place of a message. Most often the header has the right length
 * afterwards: else nothing but the header would be looked at.
 * @param other Another message, to be spliced in.
 */
export function mutateBytes(message: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
  let bytes: Uint8Array = message.slice()
  do bytes = random.oneIn(2) ? flip(bytes, random) : random.pick(MUTATIONS)(bytes, random, other)
  while (random.oneIn(MORE_CHANGES))
  if (bytes.length >= HEADER_BYTES && !random.oneIn(8)) put(bytes, 0, 4, bytes.length - HEADER_BYTES)
  return bytes
}
