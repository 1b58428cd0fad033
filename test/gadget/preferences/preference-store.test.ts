import { describe, expect, it } from 'vitest'
import { type KeptValues, type Preference, PreferenceStore } from '../../../src/gadget/preferences/preference-store.ts'

const COLOUR: Preference<'red' | 'blue'> = {
  name: 'colour',
  accepts: (value) => value === 'red' || value === 'blue',
  fallback: 'red',
}
const NOTE: Preference<string> = { name: 'note', accepts: (value) => typeof value === 'string', fallback: '' }

class FakeStorage implements KeptValues {
  readonly kept = new Map<string, string>()
  refuses = false

  getItem(key: string): string | null {
    if (this.refuses) throw new Error('refused')
    return this.kept.get(key) ?? null
  }
  setItem(key: string, value: string): void {
    if (this.refuses) throw new Error('full')
    this.kept.set(key, value)
  }
  get length(): number {
    return this.kept.size
  }
  key(index: number): string | null {
    return [...this.kept.keys()][index] ?? null
  }
  removeItem(key: string): void {
    if (this.refuses) throw new Error('refused')
    this.kept.delete(key)
  }
}

describe('what a supervisor chose', () => {
  it('is there when the gadget is loaded again, for that supervisor alone', () => {
    const storage = new FakeStorage()
    new PreferenceStore('super1', storage).set(COLOUR, 'blue')
    expect(new PreferenceStore('super1', storage).get(COLOUR)).toBe('blue')
    expect(new PreferenceStore('super2', storage).get(COLOUR)).toBe('red')
  })

  it.each(['', '{', '"green"', '{"a":1}', 'null', '7', `"${'x'.repeat(40_000)}"`])(
    'is the fallback where what is kept is no such choice: %.20s',
    (text) => {
      const storage = new FakeStorage()
      storage.kept.set('reason-code-history/super1/colour', text)
      storage.kept.set('reason-code-history/super1/note', text)
      const store = new PreferenceStore('super1', storage)
      expect(store.get(COLOUR)).toBe('red')
      expect(store.get(NOTE).length).toBeLessThan(10)
    },
  )

  it('is the same in a second frame of the gadget, so that neither overwrites what the other kept', () => {
    const storage = new FakeStorage()
    const [one, other] = [new PreferenceStore('super1', storage), new PreferenceStore('super1', storage)]
    const heard: string[] = []
    one.onChange((name) => heard.push(name))
    expect([one.get(COLOUR), one.get(NOTE)]).toEqual(['red', ''])
    other.set(COLOUR, 'blue')
    one.takeOthers({ key: 'reason-code-history/super2/colour' })
    expect(one.get(COLOUR)).toBe('red')
    one.takeOthers({ key: 'reason-code-history/super1/colour' })
    expect(one.get(COLOUR)).toBe('blue')
    expect(heard).toEqual(['colour'])
  })

  it('holds without a storage, and it is said that it is not kept', () => {
    const store = new PreferenceStore('super1', null)
    store.set(COLOUR, 'blue')
    expect([store.get(COLOUR), store.isKept]).toEqual(['blue', false])
  })

  it('holds where the storage refuses, and is kept again once it does not', () => {
    const storage = new FakeStorage()
    storage.refuses = true
    const store = new PreferenceStore('super1', storage)
    store.set(COLOUR, 'blue')
    expect([store.get(COLOUR), store.isKept]).toEqual(['blue', false])
    storage.refuses = false
    store.set(COLOUR, 'blue')
    expect(store.isKept).toBe(true)
  })

  it('is not kept where it is too large', () => {
    const storage = new FakeStorage()
    const store = new PreferenceStore('super1', storage)
    store.set(NOTE, 'x'.repeat(40_000))
    expect([store.isKept, storage.kept.size, store.get(NOTE).length]).toEqual([false, 0, 40_000])
  })

  it('can be forgotten all at once, and only what is this supervisor’s', () => {
    const storage = new FakeStorage()
    const other = new PreferenceStore('super2', storage)
    other.set(COLOUR, 'blue')
    storage.kept.set('another program', 'x')
    storage.kept.set('reason-code-history/super1/of-an-older-version', '1')
    const store = new PreferenceStore('super1', storage)
    store.set(COLOUR, 'blue')
    const told: string[] = []
    store.onChange((name) => told.push(name))
    store.resetAll()
    expect([store.get(COLOUR), other.get(COLOUR)]).toEqual(['red', 'blue'])
    expect([...storage.kept.keys()]).toEqual(['reason-code-history/super2/colour', 'another program'])
    expect(told.toSorted()).toEqual(['colour', 'of-an-older-version'])
  })

  it('is told with each change', () => {
    const store = new PreferenceStore('super1', new FakeStorage())
    const told: string[] = []
    const end = store.onChange((name) => told.push(name))
    store.set(COLOUR, 'blue')
    store.set(COLOUR, 'red')
    end()
    store.set(NOTE, 'x')
    expect(told).toEqual(['colour', 'colour'])
  })
})
