import { css, html, LitElement, nothing } from 'lit'
import { isUnavailable } from '../../wire/feed-availability.ts'
import type { Floor } from '../floor/floor.ts'
import { shared } from '../styles/shared.ts'
import { finesseFault, relayFault } from '../words/faults.ts'
import type { Formats } from '../words/formats.ts'
import type { LanguageKeeper } from '../words/language-keeper.ts'
import { texts } from '../words/texts.ts'
import { properties } from './properties.ts'

const words = texts.banner

/** `retry`: what a person can do about it; null: nothing. */
type Notice = { readonly text: string; readonly retry: (() => void) | null }

/** What is wrong with a source, in words, and what goes on nevertheless. Nothing while all is well. */
export class FloorBanner extends LitElement {
  static override properties = properties<FloorBanner>('floor', 'formats', 'language', 'version')
  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      p {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 12px;
        align-items: baseline;
        padding: 5px 14px;
        background: var(--warn-soft);
        border-bottom: 1px solid var(--warn-line);
        overflow-wrap: anywhere;
      }
    `,
  ]
  declare floor: Floor
  declare formats: Formats
  declare language: LanguageKeeper | undefined
  /** Changes whenever the floor has. */
  declare version: number

  override render(): unknown {
    return html`<div role="status">
      ${this.#notices().map(
        ({ text, retry }) =>
          html`<p>
            <span><bdi>${text}</bdi></span>
            ${retry ? html`<button class="link" @click=${retry}>${words.tryAgain}</button>` : nothing}
          </p>`,
      )}
    </div>`
  }

  #notices(): readonly Notice[] {
    const { floor } = this
    return [...this.#language(), ...this.#relay(), ...this.#feeds(), ...this.#finesse()].concat(
      [...floor.teamFaults].map(([id, code]) => {
        const name = floor.teams?.find((team) => team.id === id)?.name
        return { text: words.teamFault(name ?? id, finesseFault(code)), retry: this.#retry }
      }),
    )
  }

  readonly #retry = (): void => this.floor.retry()

  #language(): readonly Notice[] {
    const { language } = this
    return language?.isFaulty === true ? [{ text: words.languageFault, retry: () => void language.load() }] : []
  }

  #relay(): readonly Notice[] {
    const { relayStatus } = this.floor
    switch (relayStatus.phase) {
      case 'open':
        return []
      case 'unconfigured':
        return [{ text: words.relayUnconfigured, retry: null }]
      case 'connecting':
        return [{ text: words.relayConnecting, retry: null }]
      case 'waiting':
        return [{ text: words.relayWaiting(relayFault(relayStatus.code)), retry: this.#retry }]
      case 'refused':
        return [{ text: words.relayRefused(relayFault(relayStatus.code)), retry: this.floor.relay && this.#retry }]
    }
  }

  #feeds(): readonly Notice[] {
    const { feeds, relayStatus } = this.floor
    if (relayStatus.phase !== 'open') return []
    // One cause for all sites, whatever their links are.
    if (feeds.some(isUnavailable)) return [{ text: words.historyAway, retry: null }]
    return feeds.flatMap(({ site, status, since }) => {
      if (status === 'open') return []
      const text =
        status === 'refused' ? words.feedRefused(site) : words.feedLost(site, this.formats.second(Date.parse(since)))
      return [{ text, retry: null }]
    })
  }

  #finesse(): readonly Notice[] {
    const { finesseStatus } = this.floor
    switch (finesseStatus.phase) {
      case 'open':
      case 'connecting':
        return []
      case 'lost':
        return [{ text: words.finesseLost(this.formats.second(finesseStatus.since)), retry: null }]
      case 'faulty':
        return [{ text: words.finesseFault(finesseFault(finesseStatus.code)), retry: this.#retry }]
    }
  }
}

customElements.define('rch-floor-banner', FloorBanner)

declare global {
  interface HTMLElementTagNameMap {
    'rch-floor-banner': FloorBanner
  }
}
