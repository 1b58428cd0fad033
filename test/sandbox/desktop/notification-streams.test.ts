import { describe, expect, it } from 'vitest'
import { type Hear, NotificationStreams } from '../../../src/sandbox/desktop/notification-streams.ts'
import type { Person } from '../../../src/sandbox/people.ts'

type Listener = Parameters<Hear>[1]

const person = { id: 'super1' } as Person

function setUp() {
  const listeners = new Set<Listener>()
  const streams = new NotificationStreams((_person, listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  })
  const publish = (node: string): void => listeners.forEach((listener) => listener({ node, xml: '<a/>' }))
  return { streams, publish, listeners }
}

describe('the streams of notifications', () => {
  it('begin with an empty line, then tell what the person hears', async () => {
    const { streams, publish } = setUp()
    const stream = streams.open(person)
    publish('/finesse/api/User/cons8510')
    expect(String(stream?.read())).toBe('{}\n{"node":"/finesse/api/User/cons8510","xml":"<a/>"}\n')
    stream?.destroy()
  })

  it('end and are refused while they are paused, and nothing of that time is told later', async () => {
    const { streams, publish, listeners } = setUp()
    const stream = streams.open(person)
    const closed = new Promise((resolve) => stream?.once('close', resolve))
    streams.pause()
    await closed
    expect(listeners.size).toBe(0)
    expect(streams.open(person)).toBeNull()
    publish('/lost')
    streams.resume()
    const next = streams.open(person)
    expect(String(next?.read())).toBe('{}\n')
    next?.destroy()
  })

  it('cut off a page that does not read', () => {
    const { streams, publish } = setUp()
    const stream = streams.open(person)
    const long = 'x'.repeat(300_000)
    for (let index = 0; index < 10; index += 1) publish(long)
    expect(stream?.destroyed).toBe(true)
  })
})
