import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { RelayError } from '../connection/relay-error.ts'
import type { ReportOptions } from '../reports/relay-reports.ts'

/** How a report stands. `failed`: with a RelayError's code. */
export type ReportState<T> =
  | { readonly phase: 'none' }
  | { readonly phase: 'running'; readonly progress: number }
  | { readonly phase: 'ready'; readonly value: T }
  | { readonly phase: 'failed'; readonly code: string }

/** Has one report made for its host at a time, and leaves it off when another is wanted or the host has gone. */
export class ReportController<T> implements ReactiveController {
  readonly #host: ReactiveControllerHost
  #state: ReportState<T> = { phase: 'none' }
  #abort: AbortController | null = null

  constructor(host: ReactiveControllerHost) {
    this.#host = host
    host.addController(this)
  }

  get state(): ReportState<T> {
    return this.#state
  }

  /** Begins a report; the one before it is left off. */
  run(make: (options: ReportOptions) => Promise<T>): void {
    this.#abort?.abort()
    const abort = new AbortController()
    this.#abort = abort
    this.#set({ phase: 'running', progress: 0 })
    void this.#follow(abort, make)
  }

  /** Leaves off the report that is being made. */
  cancel(): void {
    if (this.#state.phase !== 'running') return
    this.#abort?.abort()
    this.#set({ phase: 'none' })
  }

  hostDisconnected(): void {
    this.cancel()
  }

  async #follow(abort: AbortController, make: (options: ReportOptions) => Promise<T>): Promise<void> {
    const { signal } = abort
    const onProgress = (progress: number): void => {
      if (!signal.aborted) this.#set({ phase: 'running', progress })
    }
    try {
      const value = await make({ signal, onProgress })
      if (!signal.aborted) this.#set({ phase: 'ready', value })
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof RelayError)) throw error
      this.#set({ phase: 'failed', code: error.code })
    }
  }

  #set(state: ReportState<T>): void {
    this.#state = state
    this.#host.requestUpdate()
  }
}
