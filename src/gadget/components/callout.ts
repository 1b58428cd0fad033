import { css, html, LitElement, nothing } from 'lit'
import { carriesReason } from '../../history/agent-state.ts'
import type { Call } from '../../history/calls.ts'
import type { Entry } from '../../history/entry.ts'
import type { SystemObservation } from '../../history/observation.ts'
import type { Explanation, Mend } from '../../history/explanation.ts'
import { type Comparison, toneOf } from '../selectors/comparison.ts'
import { ctiWord, finesseWord } from '../selectors/entry-words.ts'
import { systemWords } from '../selectors/lane-words.ts'
import { putRequest } from '../selectors/put-request.ts'
import { whyHeading, whyWords } from '../selectors/why-words.ts'
import { shared } from '../styles/shared.ts'
import { detailTexts } from '../words/detail-texts.ts'
import { elapsedText, type Formats } from '../words/formats.ts'
import { texts } from '../words/texts.ts'
import { properties } from './properties.ts'
import './copy-button.ts'

const words = detailTexts.callout

/** So many of the things that happened meanwhile are told; the lanes have all of them. */
const LISTED = 3

/** What was said of one entry, side by side, why the two differ, and how to mend it. */
export class Callout extends LitElement {
  static override properties = properties<Callout>(
    'entry',
    'explanation',
    'compared',
    'relayAwaySince',
    'call',
    'systems',
    'formats',
  )
  static override styles = [
    shared,
    css`
      :host {
        display: block;
        container-type: inline-size;
      }
      section {
        display: grid;
        grid-template-columns: 1fr 1fr 2fr;
        gap: 8px 16px;
        padding: 10px 12px;
        border: 1px solid var(--line);
        border-radius: 8px;
        background: var(--soft);
      }
      section.warn {
        border-color: var(--warn-line);
        background: var(--warn-soft);
      }
      section.good {
        border-color: var(--good-line);
        background: var(--good-soft);
      }
      h3 {
        font-size: 11px;
        font-weight: 600;
        text-transform: uppercase;
        letter-spacing: 0.03em;
        color: var(--muted);
      }
      .said {
        font-size: 16px;
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      code {
        display: block;
        margin: 3px 0;
        overflow-wrap: anywhere;
      }
      ul {
        margin: 2px 0;
        padding-inline-start: 16px;
      }
      @container (max-width: 560px) {
        section {
          grid-template-columns: 1fr 1fr;
        }
        .why {
          grid-column: 1 / -1;
        }
      }
    `,
  ]
  declare entry: Entry
  declare explanation: Explanation
  declare compared: Comparison
  /** As the floor has it. */
  declare relayAwaySince: number | null
  /** The call that rang unanswered just before; null for none. */
  declare call: Call | null
  /** What happened meanwhile, or a little before. */
  declare systems: readonly SystemObservation[]
  declare formats: Formats

  override render(): unknown {
    const { entry, explanation, compared } = this
    return html`<section class=${toneOf(compared)}>
      <div>
        <h3>${words.ctiSaid}</h3>
        <p class="said"><bdi>${ctiWord(entry, this.relayAwaySince)}</bdi></p>
        <p class="small">${this.#ctiDetails()}</p>
      </div>
      <div>
        <h3>${words.finesseSays}</h3>
        <p class="said"><bdi>${finesseWord(entry)}</bdi></p>
        <p class="small">${this.#finesseDetails()}</p>
      </div>
      <div class="why">
        <h3>${whyHeading(entry, compared)}</h3>
        <p>${whyWords(entry, explanation, compared)}</p>
        ${this.#call()} ${this.systems.slice(0, LISTED).map((each) => html`<p>${systemWords(each, this.formats)}</p>`)}
        ${this.#mend(explanation.mend)}
      </div>
    </section>`
  }

  #call(): unknown {
    const { call, formats } = this
    if (!call) return nothing
    const rang = elapsedText((call.to ?? call.from) - call.from)
    return html`<p>${detailTexts.calls.before(formats.second(call.from), rang)}</p>`
  }

  #ctiDetails(): string {
    const { cti } = this.entry
    if (!cti) return ''
    const asked = cti.seeded ? words.asked : ''
    const by = cti.client === null || cti.client === '' ? '' : words.setBy(cti.client)
    return [this.formats.millisecond(Date.parse(cti.at)), by, asked].filter(Boolean).join(' · ')
  }

  #finesseDetails(): string {
    const { finesse, lag, state } = this.entry
    if (!finesse) return ''
    const { stateChangeTime, reasonCodeId, via } = finesse
    const since = stateChangeTime === null ? '' : words.since(this.formats.millisecond(Date.parse(stateChangeTime)))
    const id = reasonCodeId === null || !carriesReason(state) ? '' : words.reasonCodeId(reasonCodeId)
    const late = lag === null ? '' : lag < 0 ? words.earlier(this.formats.lag(lag)) : words.later(this.formats.lag(lag))
    return [id, since, late, detailTexts.vias[via]].filter(Boolean).join(' · ')
  }

  #mend(mend: Mend): unknown {
    switch (mend.kind) {
      case 'put': {
        const { line, body } = putRequest(mend.agentId, mend.state, mend.reasonCodeId)
        return html`<p>
            ${detailTexts.mend.put}
            <rch-copy-button .text=${`${line}\n\n${body}`} .label=${words.copyRequest}></rch-copy-button>
          </p>
          <code class="mono">${line}<br />${body}</code>`
      }
      case 'choose':
        return html`<p>${detailTexts.mend.choose(mend.code)}</p>
          <ul>
            ${mend.options.map(
              ({ reasonCodeId, label }) =>
                html`<li><bdi>${label}</bdi> <span class="mono">${words.reasonCodeId(reasonCodeId)}</span></li>`,
            )}
          </ul>`
      case 'create-code':
        return html`<p>
          ${detailTexts.mend.createCode(mend.code, texts.states[mend.category === 'LOGOUT' ? 'LOGOUT' : 'NOT_READY'])}
        </p>`
      case 'look-up':
        return html`<p>${detailTexts.mend.lookUp(mend.code)}</p>`
      case 'none':
        return nothing
    }
  }
}

customElements.define('rch-callout', Callout)

declare global {
  interface HTMLElementTagNameMap {
    'rch-callout': Callout
  }
}
