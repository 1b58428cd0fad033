import { css, html, LitElement, svg } from 'lit'
import type { Segment } from '../selectors/time-axis.ts'
import { stateBars } from '../styles/shared.ts'
import type { Formats } from '../words/formats.ts'
import { texts } from '../words/texts.ts'

/** A day at a glance: the states in the order they came, and in words how long each group lasted. */
export class TodayBar extends LitElement {
  static override properties = { parts: { attribute: false }, formats: { attribute: false } }
  static override styles = [
    stateBars,
    css`
      :host {
        display: block;
      }
      svg {
        display: block;
        width: 100%;
        height: 12px;
        border-radius: 2px;
        background: var(--soft);
      }
    `,
  ]
  declare parts: readonly Segment[]
  declare formats: Formats

  constructor() {
    super()
    this.parts = []
  }

  override render(): unknown {
    return html`<svg viewBox="0 0 1 1" preserveAspectRatio="none" role="img" aria-label=${this.#words()}>
      ${this.parts.map(
        ({ group, start, end }) => svg`<rect class="bar ${group}" x=${start} width=${end - start} height="1"></rect>`,
      )}
    </svg>`
  }

  #words(): string {
    const sums = new Map<string, number>()
    for (const { group, ms } of this.parts) {
      const name = texts.stateGroups[group]
      sums.set(name, (sums.get(name) ?? 0) + ms)
    }
    const parts = [...sums].map(([name, ms]) => `${name} ${this.formats.sum(ms)}`)
    return parts.length === 0 ? texts.list.stateNotHeard : texts.list.todayBar(parts.join(', '))
  }
}

customElements.define('rch-today-bar', TodayBar)

declare global {
  interface HTMLElementTagNameMap {
    'rch-today-bar': TodayBar
  }
}
