import { css, LitElement } from 'lit'
import { followClock } from '../controllers/followers.ts'
import type { RelayClock } from '../relay-clock.ts'
import { elapsedText } from '../words/formats.ts'
import { properties } from './properties.ts'

/** The time since a moment, counted on each second by itself, so that nothing around it is rendered again. */
export class Elapsed extends LitElement {
  static override properties = properties<Elapsed>('clock', 'from')
  static override styles = css`
    :host {
      font-variant-numeric: tabular-nums;
      white-space: nowrap;
    }
  `
  declare clock: RelayClock | undefined
  /** Milliseconds since 1970 UTC on the relay's clock. */
  declare from: number

  constructor() {
    super()
    followClock(
      this,
      () => this.clock,
      () => this.requestUpdate(),
    )
  }

  override render(): unknown {
    return elapsedText((this.clock?.now() ?? this.from) - this.from)
  }
}

customElements.define('rch-elapsed', Elapsed)

declare global {
  interface HTMLElementTagNameMap {
    'rch-elapsed': Elapsed
  }
}
