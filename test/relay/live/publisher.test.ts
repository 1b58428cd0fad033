import { expect, test } from 'vitest'
import { type Frame, Publisher } from '../../../src/relay/live/publisher.ts'

const row = (seq: number, agentId: string | null) => ({ seq, agentId, body: `{"kind":"x","n":${seq}}` })
const follow = (publisher: Publisher, ...agentIds: string[]) => {
  const frames: Frame[] = []
  const end = publisher.follow({ agentIds: new Set(agentIds), kinds: [] }, (frame) => frames.push(frame))
  return { frames, end, texts: () => frames.map(({ data }) => data.toString()) }
}

test('a batch is one frame for each scope it touches, with the cursor of the whole batch', () => {
  const publisher = new Publisher(4)
  const first = follow(publisher, 'a', 'b')
  const second = follow(publisher, 'c')
  publisher.publish([row(5, 'a'), row(6, 'z'), row(7, 'b'), row(8, 'z')])
  expect(first.texts()).toEqual([
    '{"type":"observations","seq":8,"observations":[{"seq":5,"kind":"x","n":5},{"seq":7,"kind":"x","n":7}]}',
  ])
  expect(second.frames).toEqual([])
  expect(publisher.cursor).toBe(8)
})

test('followers of the same agents share one buffer, in whatever order their agents are named', () => {
  const publisher = new Publisher(0)
  const first = follow(publisher, 'a', 'b')
  const second = follow(publisher, 'b', 'a')
  publisher.publish([row(1, 'a')])
  expect(first.frames[0]!.data).toBe(second.frames[0]!.data)
})

test('rows of no agent go to everyone, also to whoever has no agents', () => {
  const publisher = new Publisher(0)
  const some = follow(publisher, 'a')
  const none = follow(publisher)
  publisher.publish([row(1, null)])
  expect([some.frames.length, none.frames.length]).toEqual([1, 1])
})

test('who has left hears nothing more, and the others still do', () => {
  const publisher = new Publisher(0)
  const gone = follow(publisher, 'a')
  const stays = follow(publisher, 'a')
  gone.end()
  publisher.publish([row(1, 'a')])
  expect([gone.frames.length, stays.frames.length]).toEqual([0, 1])
  stays.end()
  expect(publisher.followers).toBe(0)
  publisher.publish([row(2, 'a')])
  expect(stays.frames).toHaveLength(1)
})

test('who leaves takes none of his agents from another who sees them', () => {
  const publisher = new Publisher(0)
  const gone = follow(publisher, 'a', 'b')
  const stays = follow(publisher, 'a')
  gone.end()
  publisher.publish([row(1, 'a')])
  expect(stays.frames).toHaveLength(1)
  const back = follow(publisher, 'b', 'a')
  expect(publisher.followers).toBe(2)
  publisher.publish([row(2, 'b')])
  expect([gone, stays, back].map(({ frames }) => frames.length)).toEqual([0, 1, 1])
})

test('each batch is told once', () => {
  const publisher = new Publisher(0)
  const { texts } = follow(publisher, 'a')
  publisher.publish([row(1, 'a')])
  publisher.publish([])
  publisher.publish([row(2, 'a')])
  expect(texts()).toEqual([
    '{"type":"observations","seq":1,"observations":[{"seq":1,"kind":"x","n":1}]}',
    '{"type":"observations","seq":2,"observations":[{"seq":2,"kind":"x","n":2}]}',
  ])
})

test('calls go to who asked for them, and nothing else that is sent on request only', () => {
  const publisher = new Publisher(0)
  const told: string[] = []
  publisher.follow({ agentIds: new Set(['a']), kinds: ['call'] }, ({ data }) => told.push(data.toString()))
  const plain = follow(publisher, 'a')
  publisher.publish([
    { seq: 1, agentId: 'a', body: '{"kind":"call","n":0}' },
    { seq: 2, agentId: 'a', body: '{"kind":"system","n":0}' },
  ])
  expect(told).toEqual(['{"type":"observations","seq":2,"observations":[{"seq":1,"kind":"call","n":0}]}'])
  expect(plain.frames).toEqual([])
})

test('another history begins at its own cursor', () => {
  const publisher = new Publisher(41)
  publisher.restart(3)
  expect(publisher.cursor).toBe(3)
})

test('the cursor alone is an empty frame', () => {
  const publisher = new Publisher(41)
  const { texts } = follow(publisher, 'a')
  publisher.publishCursor()
  expect(texts()).toEqual(['{"type":"observations","seq":41,"observations":[]}'])
})
