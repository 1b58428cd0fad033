/** One thing that a supervisor can choose, by the name that it is kept under. */
export type Preference<T> = {
  readonly name: string
  /** What is kept is from outside: another version or another program may have written it. */
  readonly accepts: (value: unknown) => value is T
  /** Leaves out the parts that this version cannot read, so that the others are accepted. Default: it is accepted whole or not at all. */
  readonly readable?: (value: unknown) => unknown
  readonly fallback: T
}

/** What of the browser's `Storage` is used. */
export type KeptValues = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

/** More characters than this are neither read nor kept, for one preference. */
const MAX_LENGTH = 32 * 1024

/**
 * What one supervisor has chosen, kept in the browser where it lets the gadget. Choices hold until the gadget is loaded
 * again in any case.
 */
export class PreferenceStore {
  readonly #supervisorId: string
  readonly #storage: KeptValues | null
  readonly #values = new Map<string, unknown>()
  readonly #listeners = new Set<(name: string) => void>()
  #isKept: boolean

  /** @param storage As `browserStorage` answers: null where the browser refuses it. */
  constructor(supervisorId: string, storage: KeptValues | null) {
    this.#supervisorId = supervisorId
    this.#storage = storage
    this.#isKept = storage !== null
  }

  /** Was everything kept that was chosen? Otherwise it is forgotten with the page. */
  get isKept(): boolean {
    return this.#isKept
  }

  /** What was chosen, or the fallback: also for a value that is none, or not one of this version. */
  get<T>(preference: Preference<T>): T {
    const { name, fallback } = preference
    if (!this.#values.has(name)) this.#values.set(name, this.#read(preference))
    const value = this.#values.get(name)
    return value === undefined ? fallback : (value as T)
  }

  set<T>({ name }: Preference<T>, value: T): void {
    this.#values.set(name, value)
    this.#isKept = this.#write(name, JSON.stringify(value))
    this.#tell(name)
  }

  /** Forgets everything that this supervisor chose, also what another version of the gadget kept. */
  resetAll(): void {
    const names = new Set(this.#values.keys())
    try {
      const keys = Array.from({ length: this.#storage?.length ?? 0 }, (_, index) => this.#storage?.key(index) ?? '')
      for (const key of keys.filter((one) => one.startsWith(this.#key('')))) {
        names.add(key.slice(this.#key('').length))
        this.#storage?.removeItem(key)
      }
    } catch {
      this.#isKept = false
    }
    this.#values.clear()
    for (const name of names) this.#tell(name)
  }

  /** Takes in what another frame of this browser has chosen: a gadget may stand in two tabs. Hears the window's `storage` events. */
  readonly takeOthers = ({ key }: Pick<StorageEvent, 'key'>): void => {
    const name = [...this.#values.keys()].find((each) => this.#key(each) === key)
    if (name === undefined) return
    this.#values.delete(name)
    this.#tell(name)
  }

  /** Hears the name of each preference that changes; the function that comes back ends it. */
  onChange(listener: (name: string) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  #tell(name: string): void {
    for (const listener of this.#listeners) listener(name)
  }

  #key(name: string): string {
    return `reason-code-history/${this.#supervisorId}/${name}`
  }

  #read<T>({ name, accepts, readable }: Preference<T>): T | undefined {
    try {
      const text = this.#storage?.getItem(this.#key(name)) ?? null
      if (text === null || text.length > MAX_LENGTH) return undefined
      const kept: unknown = JSON.parse(text)
      const value = readable ? readable(kept) : kept
      return accepts(value) ? value : undefined
    } catch {
      // No JSON, or a storage that refuses: as if nothing had been chosen.
      return undefined
    }
  }

  /** @returns whether it is kept */
  #write(name: string, text: string): boolean {
    if (!this.#storage || text.length > MAX_LENGTH) return false
    try {
      this.#storage.setItem(this.#key(name), text)
      return true
    } catch {
      // Full, or refused since.
      return false
    }
  }
}

/** The browser's storage, or null where it lets this frame have none. */
export function browserStorage(): KeptValues | null {
  try {
    const { localStorage } = globalThis
    const probe = 'reason-code-history/probe'
    localStorage.setItem(probe, probe)
    localStorage.removeItem(probe)
    return localStorage
  } catch {
    return null
  }
}
