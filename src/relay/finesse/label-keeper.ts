import type { FinesseClient } from '../../finesse/client.ts'
import type { ReasonCodeRecord } from '../../finesse/reason-codes.ts'
import type { CatalogueEntry, Deployment } from '../../history/catalogue.ts'
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

export type LabelKeeperOptions = {
  readonly deployment: Deployment
  readonly onChange: (catalogue: readonly CatalogueEntry[]) => void
  readonly log: Logger
}

/**
 * The labels that Finesse has for reason codes. With an administrator's account they are read every ten minutes;
 * without one each supervisor who signs in brings those of his teams.
 */
export class LabelKeeper {
  readonly #options: LabelKeeperOptions
  readonly #entries = new Map<string, CatalogueEntry>()
  #timer: NodeJS.Timeout | undefined
  #closed = false

  constructor(options: LabelKeeperOptions) {
    this.#options = options
  }

  get catalogue(): readonly CatalogueEntry[] {
    return [...this.#entries.values()]
  }

  /** Reads all codes as an administrator, now and again every ten minutes. */
  follow(finesse: FinesseAs): void {
    const refresh = async (): Promise<void> => {
      let pause = REFRESH_MS
      try {
        const codes = await finesse.call((client) => client.getReasonCodes('ALL'))
        this.#entries.clear()
        this.#add(codes)
      } catch (error) {
        pause = RETRY_MS
        this.#options.log.warn({ err: error }, 'the reason codes could not be read from Finesse')
      }
      if (!this.#closed) this.#timer = setTimeout(() => void refresh(), pause)
    }
    void refresh()
  }

  /** Adds the codes that one user may see. */
  async learnFrom(finesse: FinesseAs, userId: string): Promise<void> {
    try {
      const read = (category: 'NOT_READY' | 'LOGOUT') =>
        finesse.call((client: FinesseClient) => client.getUserReasonCodes(userId, category))
      this.#add([...(await read('NOT_READY')), ...(await read('LOGOUT'))])
    } catch (error) {
      this.#options.log.warn({ err: error }, 'the reason codes of a supervisor could not be read from Finesse')
    }
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
  }

  #add(codes: readonly ReasonCodeRecord[]): void {
    const before = JSON.stringify(this.catalogue)
    for (const record of codes) {
      const { category, code, label } = record
      this.#entries.set(JSON.stringify([category, code, label]), catalogueEntryOf(record, this.#options.deployment))
    }
    if (JSON.stringify(this.catalogue) !== before) this.#options.onChange(this.catalogue)
  }
}
