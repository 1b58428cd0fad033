import { css, html, LitElement, nothing } from 'lit'
import { type Change, CHANGES, forcedReason, isPossible } from '../act/allowed-changes.ts'
import type { Refusal } from '../act/refusal.ts'
import { type ChangeStatus, StateChange } from '../act/state-change.ts'
import type { Entry } from '../../history/entry.ts'
import type { Floor } from '../floor/floor.ts'
import { shared } from '../styles/shared.ts'
import { browserTimers, type Timers } from '../timers.ts'
import { actTexts as words } from '../words/act-texts.ts'
import { finesseFault } from '../words/faults.ts'
import { texts } from '../words/texts.ts'
import { properties } from './properties.ts'

/** A supervisor changes an agent's state through Finesse: chooses, confirms, and is told what came of it. */
export class ActPanel extends LitElement {
  static override properties = properties<ActPanel>('floor', 'agentId', 'version', 'timers', 'chosen', 'status')
  static override styles = [
    shared,
    css`
      :host {
        display: block;
        padding: 10px 12px;
        border: 1px solid var(--line);
        border-radius: 8px;
        background: var(--soft);
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 6px 8px;
        margin-top: 6px;
      }
      .small {
        margin-top: 6px;
      }
      .refused {
        color: var(--bad);
      }
      [tabindex='-1']:focus-visible {
        outline-offset: 4px;
      }
    `,
  ]
  declare floor: Floor
  declare agentId: string
  /** Changes whenever the floor has. */
  declare version: number
  /** Default: the browser's. */
  declare timers: Timers
  /** What waits to be confirmed, or was. */
  declare chosen: Change | null
  declare status: ChangeStatus | null
  #change: StateChange | null = null

  constructor() {
    super()
    this.timers = browserTimers
    this.chosen = null
    this.status = null
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#reset()
  }

  override willUpdate(changed: ReadonlyMap<PropertyKey, unknown>): void {
    if (changed.has('agentId')) this.#reset()
  }

  override updated(changed: ReadonlyMap<PropertyKey, unknown>): void {
    // What comes up takes the focus, for its button is gone.
    const isChosen = changed.has('chosen') && (this.chosen !== null || changed.get('chosen') !== undefined)
    if (isChosen || changed.get('status') === null) {
      this.renderRoot.querySelector<HTMLElement>('[tabindex="-1"]')?.focus()
    }
  }

  override render(): unknown {
    return html`<section aria-label=${words.label} tabindex="-1">
      ${this.status ? this.#outcome(this.status) : this.chosen === null ? this.#choice() : this.#question(this.chosen)}
    </section>`
  }

  get #current(): Entry | null {
    return this.floor.history.current(this.agentId, this.floor.clock.now())
  }

  /** Why nothing can be changed; null where something can. */
  get #obstacle(): string | null {
    const { floor, agentId } = this
    if (floor.container?.config.id === agentId) return words.yourself
    if (floor.finesseStatus.phase !== 'open') return words.finesseAway
    const state = this.#current?.state
    return state === undefined || state === 'UNKNOWN' ? words.stateUnknown : null
  }

  #choice(): unknown {
    const obstacle = this.#obstacle
    const state = this.#current?.state ?? 'UNKNOWN'
    return html`<p>${obstacle ?? words.isNow(texts.states[state])}</p>
      <div class="row">
        ${CHANGES.map(
          (change) =>
            html`<button
              ?disabled=${obstacle !== null || !isPossible(change, state)}
              @click=${() => (this.chosen = change)}
            >
              ${words.changes[change]} …
            </button>`,
        )}
      </div>
      ${obstacle === null ? html`<p class="small">${words.noReason}</p>` : nothing}`
  }

  #question(change: Change): unknown {
    const obstacle = this.#obstacle
    const isAllowed = obstacle === null && isPossible(change, this.#current?.state ?? 'UNKNOWN')
    const name = this.floor.roster.nameOf(this.agentId)
    return html`<p><strong>${words.questions[change](name)}</strong></p>
      ${isAllowed ? this.#consequence(change) : html`<p>${obstacle ?? words.refusals['impossible-now']}</p>`}
      <div class="row">
        <button
          class="primary"
          ?disabled=${!isAllowed}
          @click=${({ detail }: MouseEvent) => {
            // The second click of two is meant for the button that was here before.
            if (detail < 2) void this.#ask(change)
          }}
        >
          ${words.confirm[change]}
        </button>
        <button @click=${this.#reset}>${words.cancel}</button>
      </div>`
  }

  /** What Finesse does about the reason, which a supervisor cannot give. */
  #consequence(change: Change): unknown {
    if (change === 'READY') return nothing
    const { feeds, history } = this.floor
    const deployment = feeds[0]?.dialect
    const reason = deployment === undefined ? null : forcedReason(history.catalogue.systemCodes, deployment, change)
    return html`<p>${reason ? words.recordedAs(reason.label, reason.code) : words.noReason}</p>`
  }

  #outcome(status: ChangeStatus): unknown {
    const isOver = status.phase === 'done' || status.phase === 'refused' || status.phase === 'unconfirmed'
    return html`${
      status.phase === 'refused'
        ? this.#refusal(status.refusal)
        : html`<p role="status">${this.#outcomeWords(status)}</p>`
    }
    ${isOver ? html`<div class="row"><button @click=${this.#reset}>${words.again}</button></div>` : nothing}`
  }

  #outcomeWords(status: Exclude<ChangeStatus, { phase: 'refused' }>): string {
    if (status.phase === 'unconfirmed') return status.isTaken ? words.unconfirmed : words.unanswered
    if (status.phase !== 'done') return words.outcomes[status.phase]
    const state = texts.states[this.chosen ?? 'UNKNOWN']
    const { reason } = status
    return reason ? words.doneWith(state, `${reason.label} ${reason.code}`) : words.done(state)
  }

  #refusal({ code, said }: Refusal): unknown {
    const known = (words.refusals as Partial<Record<string, string>>)[code]
    return html`<p class="refused" role="alert">${known ?? finesseFault(code)}</p>
      ${said === '' ? nothing : html`<p class="small"><bdi>${words.said(said)}</bdi></p>`}`
  }

  async #ask(change: Change): Promise<void> {
    const { floor, agentId } = this
    const { container } = floor
    if (!container) return
    this.#change?.end()
    this.#change = new StateChange({
      container,
      timers: this.timers,
      agentId,
      teamIds: floor.roster.get(agentId)?.teamIds ?? [],
      change,
      after: this.#current?.finesse?.stateChangeTime ?? null,
      requestId: `reason-code-history-${Date.now()}-${Math.random().toString(36).slice(2)}`,
      onStatus: (status) => (this.status = status),
    })
    await this.#change.ask()
  }

  readonly #reset = (): void => {
    this.#change?.end()
    this.#change = null
    this.chosen = null
    this.status = null
  }
}

customElements.define('rch-act-panel', ActPanel)

declare global {
  interface HTMLElementTagNameMap {
    'rch-act-panel': ActPanel
  }
}
