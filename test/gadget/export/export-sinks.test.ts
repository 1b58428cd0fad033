import { describe, expect, it } from 'vitest'
import { ExportError, type FilePicker, HeldFile, openSink } from '../../../src/gadget/export/export-sinks.ts'

const OPTIONS = { name: 'day.csv', type: 'text/csv' }

/** A file that says what was done to it. */
const file = (fails = false, size = 0) => {
  const done: string[] = []
  const step = async (what: string): Promise<void> => {
    done.push(what)
    if (fails) throw new Error('the disk is full')
  }
  const stream = {
    write: (text: string) => step(`write ${text}`),
    close: () => step('close'),
    abort: () => step('abort'),
  }
  const picker: FilePicker = async ({ suggestedName }) => {
    done.push(suggestedName)
    return { createWritable: async () => stream, getFile: async () => ({ size }), remove: () => step('remove') }
  }
  return { done, picker }
}

const nothing = (): void => {}

describe('a file that the person chose', () => {
  it('is written as it comes', async () => {
    const { done, picker } = file()
    const sink = await openSink({ ...OPTIONS, picker, save: nothing })
    await sink?.write('a')
    await sink?.close()
    expect(done).toEqual(['day.csv', 'write a', 'close'])
  })

  it.each([
    ['is left as it was where there was something in it', 3, []],
    ['is not left behind, empty, where it was made for this', 0, ['remove']],
  ])('%s, when what was written is thrown away', async (_, size, then) => {
    const { done, picker } = file(false, size)
    const sink = await openSink({ ...OPTIONS, picker, save: nothing })
    await sink?.write('a')
    await sink?.abort()
    expect(done).toEqual(['day.csv', 'write a', 'abort', ...then])
  })

  it('that cannot be written is a fault, and throwing it away is none', async () => {
    const { picker } = file(true)
    const sink = await openSink({ ...OPTIONS, picker, save: nothing })
    await expect(sink?.write('a')).rejects.toMatchObject({ code: 'not-writable' })
    await sink?.abort()
  })
})

type Saved = { blob: Blob; name: string }
const saveTo = (saved: Saved[]) => (blob: Blob, name: string) => void saved.push({ blob, name })

describe('a file that is held', () => {
  it.each([
    ['where the browser has no way to write one', null],
    [
      'where the frame is not let use it',
      async () => {
        throw new DOMException('cross-origin', 'SecurityError')
      },
    ],
  ])('%s is saved whole', async (_, picker) => {
    const saved: Saved[] = []
    const sink = await openSink({ ...OPTIONS, picker, save: saveTo(saved) })
    await sink?.write('a,')
    await sink?.write('ü'.repeat(2_000_000))
    await sink?.write('\r\n')
    expect(saved).toEqual([])
    await sink?.close()
    expect(saved.map(({ name, blob }) => [name, blob.size, blob.type])).toEqual([['day.csv', 4_000_004, 'text/csv']])
    expect(await saved[0]?.blob.text()).toBe(`a,${'ü'.repeat(2_000_000)}\r\n`)
  })

  it('has a bound', async () => {
    const sink = new HeldFile('text/csv', nothing, 1_000_000)
    await expect(sink.write('a'.repeat(2_000_000))).rejects.toThrow(ExportError)
  })
})

const unwilling: FilePicker = async () => {
  throw new DOMException('The user aborted a request.', 'AbortError')
}

it('nothing is written where the person chose no file', async () => {
  expect(await openSink({ ...OPTIONS, picker: unwilling, save: nothing })).toBeNull()
})
