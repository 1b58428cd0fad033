import { describe, expect, it } from 'vitest'
import { readBody } from '../../src/finesse/read-body.ts'

/** A body that comes in these parts. */
function bodyOf(...parts: Uint8Array[]) {
  const state = { cancelled: false, read: 0 }
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const part = parts[state.read++]
      if (part) controller.enqueue(part)
      else controller.close()
    },
    cancel() {
      state.cancelled = true
    },
  })
  return { response: { body }, state }
}

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)

describe('a body', () => {
  it('is the same text wherever it is cut, inside a character too', async () => {
    const text = '<a>é漢😀</a>'
    const bytes = bytesOf(text)
    for (let cut = 0; cut <= bytes.length; cut++) {
      expect(await readBody(bodyOf(bytes.slice(0, cut), bytes.slice(cut)).response, 1000)).toBe(text)
    }
    const single = Array.from(bytes, (byte) => Uint8Array.of(byte))
    expect(await readBody(bodyOf(...single).response, 1000)).toBe(text)
  })

  it('may be absent or empty', async () => {
    expect(await readBody({ body: null }, 10)).toBe('')
    expect(await readBody(bodyOf().response, 10)).toBe('')
  })

  it('is read up to the bound, and no further', async () => {
    expect(await readBody(bodyOf(bytesOf('12345'), bytesOf('67890')).response, 10)).toBe('1234567890')
    const endless = Array.from({ length: 1000 }, () => bytesOf('12345'))
    const { response, state } = bodyOf(...endless)
    await expect(readBody(response, 10)).rejects.toMatchObject({ code: 'xml-too-large' })
    expect(state.cancelled).toBe(true)
    expect(state.read).toBeLessThan(10)
  })

  it('that is no UTF-8 has replacement characters in it', async () => {
    expect(await readBody(bodyOf(Uint8Array.of(0x61, 0xff, 0xc3)).response, 10)).toBe('a\ufffd\ufffd')
  })

  it('that breaks off fails', async () => {
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.error(new TypeError('terminated')),
    })
    await expect(readBody({ body }, 10)).rejects.toThrow('terminated')
  })
})
