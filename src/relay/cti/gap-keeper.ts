import type { GapObservation } from '../../history/observation.ts'

/** Why a CTI site is not heard, as a gap's `why` has it. */
export type GapWhy =
  'cti-link-lost' | 'heartbeat-lost' | 'server-offline' | 'standby' | 'refused' | 'relay-restart' | 'history-unwritable'

/**
 * The gap of one site: open from when it was last heard until it is heard again. A gap is observed when it opens and,
 * with the same `from`, when it closes. Pure: moments are passed in, in milliseconds.
 */
export class GapKeeper {
  readonly #site: string
  #open: { readonly from: number; readonly why: GapWhy } | null = null

  constructor(site: string) {
    this.#site = site
  }

  get isOpen(): boolean {
    return this.#open !== null
  }

  /** The site is not heard any more. A gap that is open already stays as it is: null. */
  open(from: number, why: GapWhy): GapObservation | null {
    if (this.#open) return null
    this.#open = { from, why }
    return this.#observation(from, null, why)
  }

  /** The gap that is open, once more, for a history that has not heard of it; null where there is none. */
  retell(): GapObservation | null {
    return this.#open ? this.#observation(this.#open.from, null, this.#open.why) : null
  }

  /** The site is heard again; null where no gap was open. */
  close(to: number): GapObservation | null {
    if (!this.#open) return null
    const { from, why } = this.#open
    this.#open = null
    return this.#observation(from, Math.max(from, to), why)
  }

  #observation(from: number, to: number | null, why: GapWhy): GapObservation {
    return {
      kind: 'gap',
      source: 'cti',
      site: this.#site,
      from: new Date(from).toISOString(),
      to: to === null ? null : new Date(to).toISOString(),
      why,
    }
  }
}
