import { css, html, LitElement, nothing } from 'lit'
import type { ReportState } from '../controllers/report-controller.ts'
import { shared } from '../styles/shared.ts'
import { reportFault } from '../words/report-words.ts'
import type { Formats } from '../words/formats.ts'
import { reportsTexts } from '../words/reports-texts.ts'
import { properties } from './properties.ts'

const words = reportsTexts.progress

/** How a report stands: how far it is, with a button to leave it off, or why it failed, with one to try again. */
export class ReportProgress extends LitElement {
  static override properties = properties<ReportProgress>('state', 'formats')
  static override styles = [
    shared,
    css`
      p {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 10px;
        padding: 8px 0;
      }
      progress {
        width: 120px;
        accent-color: var(--accent);
      }
    `,
  ]
  declare state: ReportState<unknown>
  declare formats: Formats

  override render(): unknown {
    const { state, formats } = this
    switch (state.phase) {
      case 'running': {
        // Whole percents, so that not each part of an answer is read out.
        const said = words.working(formats.share(Math.floor(state.progress * 100) / 100))
        return html`<p>
          <progress max="1" .value=${state.progress} aria-label=${said}></progress>
          <span class="small">${said}</span>
          <button @click=${() => this.dispatchEvent(new Event('rch-cancel'))}>${words.cancel}</button>
        </p>`
      }
      case 'failed':
        return html`<p role="alert">
          <span>${words.failed(reportFault(state.code))}</span>
          <button @click=${() => this.dispatchEvent(new Event('rch-again'))}>${words.again}</button>
        </p>`
      case 'none':
        return html`<p role="status">
          <span class="small">${words.cancelled}</span>
          <button @click=${() => this.dispatchEvent(new Event('rch-again'))}>${words.again}</button>
        </p>`
      case 'ready':
        return nothing
    }
  }
}

customElements.define('rch-report-progress', ReportProgress)

declare global {
  interface HTMLElementTagNameMap {
    'rch-report-progress': ReportProgress
  }
}
