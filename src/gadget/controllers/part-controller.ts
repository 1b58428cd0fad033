import { html, type ReactiveController, type ReactiveControllerHost } from 'lit'
import { texts } from '../words/texts.ts'

const words = texts.part

/** A page that is busy all the time loads a part after so long. Milliseconds. */
const PATIENCE_MS = 500

type Phase = 'unwanted' | 'loading' | 'ready' | 'failed'

/**
 * A part of the gadget that is loaded once somebody wants it, with all others that are, and what is shown of it until it is
 * there. To be used as
 *
 *     readonly #settings = new PartController(this)
 *     …
 *     ${isOpen ? this.#settings.show(() => html`<rch-settings></rch-settings>`) : nothing}
 */
export class PartController implements ReactiveController {
  readonly #host: ReactiveControllerHost
  readonly #load: () => Promise<unknown>
  #phase: Phase = 'unwanted'

  /** @param load What is to be done before the part is there, where its elements' definition is not all. */
  constructor(host: ReactiveControllerHost, load: () => Promise<unknown> = () => import('../parts.ts')) {
    this.#host = host
    this.#load = load
    host.addController(this)
  }

  hostConnected(): void {}

  /**
   * Loads the part, where that has not been done, once what is rendered now is painted, and soon also where the page never
   * rests. A failure is shown once the part is wanted, not before.
   */
  prepare(): void {
    if (this.#phase !== 'unwanted') return
    this.#phase = 'loading'
    requestIdleCallback(() => void this.#run(), { timeout: PATIENCE_MS })
  }

  /** The part's content where it is there; else that it is coming, or that it could not be had and what can be done. */
  show(content: () => unknown): unknown {
    if (this.#phase === 'ready') return content()
    if (this.#phase === 'failed') {
      return html`<p role="alert" class="part-note">
        ${words.failed}
        <button @click=${this.#run}>${words.again}</button>
        <button @click=${() => location.reload()}>${words.reload}</button>
      </p>`
    }
    this.prepare()
    return html`<p role="status" class="part-note">${words.loading}</p>`
  }

  readonly #run = async (): Promise<void> => {
    this.#phase = 'loading'
    this.#host.requestUpdate()
    try {
      await this.#load()
      this.#phase = 'ready'
    } catch (error) {
      console.error('Reason Code History: a part of the gadget could not be loaded.', error)
      this.#phase = 'failed'
    }
    this.#host.requestUpdate()
  }
}
