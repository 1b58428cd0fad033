import { describe, expect, it } from 'vitest'
import { ConnectionWatch } from '../../../src/gadget/container/connection-watch.ts'

/** What the gadget is told while the desktop says these words. */
function told(...statuses: string[]): string[] {
  const heard: string[] = []
  const watch = new ConnectionWatch({ onConnect: () => heard.push('on'), onDisconnect: () => heard.push('off') })
  for (const status of statuses) watch.takePayload({ status, resourceID: 'desktop' })
  return heard
}

describe("the desktop's connection", () => {
  it('is told once, however often the desktop repeats it', () => {
    expect(told('connecting', 'connected', 'connected')).toEqual(['on'])
    expect(told('connected', 'failing', 'failing', 'recovered', 'recovered')).toEqual(['on', 'off', 'on'])
  })

  it('is lost as well where the library calls no handler for it', () => {
    for (const status of ['disconnected', 'reconnecting', 'conflict', 'unauthorized']) {
      expect(told('connected', status, 'connected')).toEqual(['on', 'off', 'on'])
    }
  })

  it('has everything read again when the desktop recovers after it was connected on the way there', () => {
    expect(told('connected', 'disconnected', 'failing', 'connected', 'recovered')).toEqual(['on', 'off', 'on', 'on'])
  })

  it('means nothing by a word on the way, or by something that is no status', () => {
    expect(told('connected', 'disconnecting', 'unloading', 'connecting', 'something new')).toEqual(['on'])
    const watch = new ConnectionWatch({
      onConnect: () => expect.unreachable(),
      onDisconnect: () => expect.unreachable(),
    })
    for (const payload of [undefined, null, 'connected', {}, { status: 1 }]) watch.takePayload(payload)
  })
})
