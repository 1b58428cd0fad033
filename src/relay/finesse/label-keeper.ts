import type { FinesseClient } from '../../finesse/client.ts'
import { FinesseError } from '../../finesse/errors.ts'
import type { ReasonCodeRecord } from '../../finesse/reason-codes.ts'
import type { CatalogueEntry, Deployment } from '../../history/catalogue.ts'
import { LastingFault } from '../lasting-fault.ts'
import type { Logger } from '../log.ts'
import type { FinesseAs } from './finesse-gateway.ts'

const REFRESH_MS = 10 * 60_000
const RETRY_MS = 30_000

/** A reason code of Finesse as the catalogue has it. */
export const catalogueEntryOf = (
  { category, code, label, id }: ReasonCodeRecord,
  deployment: Deployment,
): CatalogueEntry => ({
  deployment,
  category,
  code,
  label,
  origin: 'finesse',
  ...(id === null ? {} : { reasonCodeId: id }),
})

const keyOf = ({ category, code, label }: CatalogueEntry): string => JSON.stringify([category, code, label])

export type LabelKeeperOptions = {
  readonly deployment: Deployment
  /** Finesse has told something new. What it rejects with is told by it; after the next reading it is called again. */
  readonly onChange: (catalogue: readonly CatalogueEntry[]) => Promise<void>
  /** Finesse refuses the administrator's credential. */
  readonly onRefused: (error: FinesseError) => void
  readonly log: Logger
}

/**
 * The labels that Finesse has for reason codes. With an administrator's account they are read every ten minutes;
 * without one each supervisor who signs in brings those of his teams.
 */
export class LabelKeeper {
  readonly #options: LabelKeeperOptions
  #entries: ReadonlyMap<string, CatalogueEntry> = new Map()
  #isTold = true
  readonly #fault = new LastingFault()
  #timer: NodeJS.Timeout | undefined
  /** Aborted when the reading as an administrator ends; null while it does not go on. */
  #following: AbortController | null = null

  constructor(options: LabelKeeperOptions) {
    this.#options = options
  }

  get catalogue(): readonly CatalogueEntry[] {
    return [...this.#entries.values()]
  }

  /** Reads all codes as an administrator, now and again every ten minutes, until `rest`, or until Finesse refuses him. */
  follow(finesse: FinesseAs): void {
    if (this.#following) return
    const following = new AbortController()
    this.#following = following
    const refresh = async (): Promise<void> => {
      let pause = REFRESH_MS
      try {
        const codes = await finesse.call((client) => client.getReasonCodes('ALL'))
        if (!following.signal.aborted) this.#set(new Map(), codes)
        this.#fault.end()
      } catch (error) {
        if (following.signal.aborted) return
        const { log, onRefused } = this.#options
        if (error instanceof FinesseError && error.code === 'finesse-unauthorized') return onRefused(error)
        pause = RETRY_MS
        if (this.#fault.isNews(error)) {
          log.warn({ err: error }, 'the reason codes could not be read from Finesse; it is tried again')
        }
      }
      if (!following.signal.aborted) this.#timer = setTimeout(() => void refresh(), pause)
    }
    void refresh()
  }

  /** Reads no more as an administrator: another relay does, or the end has come. */
  rest(): void {
    this.#following?.abort()
    this.#following = null
    clearTimeout(this.#timer)
  }

  /** Takes over what another relay has learned: the list replaces the one before. */
  adopt(catalogue: readonly CatalogueEntry[]): void {
    this.#entries = new Map(catalogue.map((entry) => [keyOf(entry), entry]))
  }

  /** Adds the codes that one user may see. */
  async learnFrom(finesse: FinesseAs, userId: string): Promise<void> {
    try {
      const read = (category: 'NOT_READY' | 'LOGOUT') =>
        finesse.call((client: FinesseClient) => client.getUserReasonCodes(userId, category))
      const codes = [...(await read('NOT_READY')), ...(await read('LOGOUT'))]
      // A reason code that has another label than before was renamed. Those that this user may not see are left as they are.
      const seen = new Set(codes.map(({ id }) => id))
      const others = [...this.#entries].filter(
        ([, { reasonCodeId }]) => reasonCodeId === undefined || !seen.has(reasonCodeId),
      )
      this.#set(new Map(others), codes)
    } catch (error) {
      this.#options.log.warn({ err: error }, 'the reason codes of a supervisor could not be read from Finesse')
    }
  }

  /** Adds codes to some that are known already, and tells where that is not what was known before. */
  #set(known: ReadonlyMap<string, CatalogueEntry>, codes: readonly ReasonCodeRecord[]): void {
    const before = JSON.stringify(this.catalogue)
    const added = codes.map((record) => catalogueEntryOf(record, this.#options.deployment))
    this.#entries = new Map([...known, ...added.map((entry) => [keyOf(entry), entry] as const)])
    if (this.#isTold && JSON.stringify(this.catalogue) === before) return
    this.#isTold = true
    this.#options.onChange(this.catalogue).catch(() => (this.#isTold = false))
  }
}
