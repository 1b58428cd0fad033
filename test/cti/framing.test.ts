import { describe, expect, it } from 'vitest'
import { FrameSplitter, HEADER_BYTES, MAX_BODY_BYTES } from '../../src/cti/framing.ts'
import { CtiProtocolError } from '../../src/cti/protocol-error.ts'
import { fromHex, toHex } from '../support/cti-vectors.ts'

const HEARTBEAT = '00000004 00000006 00000001'.replaceAll(' ', '')
const FAILURE = '00000008 00000001 00000002 0000005c'.replaceAll(' ', '')
const EMPTY = '00000000 00000115'.replaceAll(' ', '')

function collector(): { splitter: FrameSplitter; frames: string[] } {
  const frames: string[] = []
  return { splitter: new FrameSplitter((bytes, start, end) => frames.push(toHex(bytes.subarray(start, end)))), frames }
}

const headerOf = (length: number): Uint8Array => {
  const header = new Uint8Array(HEADER_BYTES)
  new DataView(header.buffer).setUint32(0, length)
  header[7] = 30
  return header
}

describe('a stream of frames', () => {
  const stream = fromHex(HEARTBEAT + FAILURE + EMPTY + HEARTBEAT)
  const expected = [HEARTBEAT, FAILURE, EMPTY, HEARTBEAT]

  it('is cut where the frames end, all in one piece', () => {
    const { splitter, frames } = collector()
    splitter.push(stream)
    expect(frames).toEqual(expected)
  })

  it('is cut the same way when it is split at any place', () => {
    for (let at = 0; at <= stream.length; at++) {
      const { splitter, frames } = collector()
      splitter.push(stream.subarray(0, at))
      splitter.push(stream.subarray(at))
      expect(frames, `split at ${at}`).toEqual(expected)
    }
  })

  it('is cut the same way byte by byte', () => {
    const { splitter, frames } = collector()
    for (const byte of stream) splitter.push(Uint8Array.of(byte))
    expect(frames).toEqual(expected)
  })

  it('is handed over where it lies, not copied, unless a frame is split', () => {
    const held: Uint8Array[] = []
    const splitter = new FrameSplitter((bytes) => held.push(bytes))
    splitter.push(stream)
    expect(held.every((bytes) => bytes === stream)).toBe(true)
  })

  it('goes on in the piece that completes a split frame', () => {
    const { splitter, frames } = collector()
    splitter.push(stream.subarray(0, 5))
    splitter.push(stream.subarray(5, 5 + 20))
    expect(frames).toEqual([HEARTBEAT])
    splitter.push(stream.subarray(25))
    expect(frames).toEqual(expected)
  })
})

describe('a declared length', () => {
  it('of exactly the cap is taken, also in pieces', () => {
    const frame = new Uint8Array(HEADER_BYTES + MAX_BODY_BYTES)
    frame.set(headerOf(MAX_BODY_BYTES))
    let length = 0
    const splitter = new FrameSplitter((_, start, end) => (length = end - start))
    for (let at = 0; at < frame.length; at += 1000) splitter.push(frame.subarray(at, at + 1000))
    expect(length).toBe(frame.length)
  })

  it('above the cap is an error that names the place, and stays one', () => {
    const { splitter, frames } = collector()
    const good = fromHex(HEARTBEAT)
    const push = () => splitter.push(Uint8Array.of(...good, ...good, ...headerOf(MAX_BODY_BYTES + 1)))
    expect(push).toThrow(expect.objectContaining({ code: 'frame-too-long', offset: 2 * good.length, messageType: 30 }))
    expect(frames).toEqual([HEARTBEAT, HEARTBEAT])
    expect(() => splitter.push(good)).toThrow(CtiProtocolError)
    expect(frames).toEqual([HEARTBEAT, HEARTBEAT])
  })

  it('above the cap is found byte by byte as well, before anything of its body came', () => {
    const { splitter } = collector()
    const header = headerOf(0xffffffff)
    for (const byte of header.subarray(0, 7)) splitter.push(Uint8Array.of(byte))
    expect(() => splitter.push(header.subarray(7))).toThrow(
      expect.objectContaining({ code: 'frame-too-long', offset: 0 }),
    )
  })

  it('is no reason to take memory: ten thousand splitters that wait for 64 KiB each take little', () => {
    globalThis.gc?.()
    const before = process.memoryUsage().arrayBuffers
    const header = headerOf(MAX_BODY_BYTES)
    const splitters = Array.from({ length: 10_000 }, () => collector().splitter)
    for (const splitter of splitters) splitter.push(header)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 * 1024 * 1024)
    expect(splitters).toHaveLength(10_000)
  })
})
