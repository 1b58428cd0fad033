import { css, html, LitElement, nothing } from 'lit'
import type { TeamReference } from '../../finesse/user.ts'
import { isUnavailable } from '../../wire/feed-availability.ts'
import type { Floor } from '../floor/floor.ts'
import { GROUP_KEYS, SORT_KEYS } from '../selectors/agent-row.ts'
import type { FilterCounts, Filters } from '../selectors/floor-rows.ts'
import { STATE_GROUPS, type StateGroup } from '../selectors/state-group.ts'
import { shared } from '../styles/shared.ts'
import { counted } from '../words/localise.ts'
import { texts } from '../words/texts.ts'
import { GadgetEvent } from './gadget-event.ts'
import { choices } from './choices.ts'
import { properties } from './properties.ts'

const words = texts.header

/** States that supervisors look for have a chip each, the others a list. */
const GROUP_CHIPS: readonly StateGroup[] = ['not-ready', 'ready', 'talking']
const OTHER_GROUPS = STATE_GROUPS.filter((group) => !GROUP_CHIPS.includes(group))

type Source = { readonly name: string; readonly said: string; readonly tone: 'good' | 'wait' | 'bad' }

const toneOfPhase = (phase: string): Source['tone'] =>
  phase === 'open' ? 'good' : phase === 'connecting' || phase === 'standby' ? 'wait' : 'bad'

/** The title, what of the floor is looked at, and how both sources stand. */
export class FloorHeader extends LitElement {
  static override properties = properties<FloorHeader>(
    'floor',
    'counts',
    'hasThresholds',
    'filters',
    'isReduced',
    'version',
  )
  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 6px;
        padding: 8px 14px;
        border-bottom: 1px solid var(--line);
      }
      h1 {
        margin: 0;
        margin-inline-end: 4px;
        font-size: 14px;
        font-weight: 600;
      }
      input {
        width: 225px;
        flex: 0 1 auto;
        min-width: 120px;
      }
      select {
        max-width: 170px;
      }
      .chip {
        border-radius: 14px;
        padding: 3px 11px;
        border-color: var(--line);
      }
      .chip b {
        font-weight: 600;
      }
      .chip[aria-pressed='true'],
      .chip.pressed {
        background: var(--accent-soft);
        border-color: var(--accent);
        color: var(--accent);
      }
      /* Filters and tools follow each other in the header's own lines. */
      .chips {
        display: contents;
      }
      .chips select {
        max-width: 160px;
        field-sizing: content;
        padding-inline: 8px 2px;
      }
      /* The heads of the list order it as well, where it has any. */
      @container gadget (min-width: 481px) and (max-width: 859px), gadget (min-width: 1123px) {
        .chips select:last-child {
          display: none;
        }
      }
      /* Away, but for what stays visible in there: a dialog that is open or is opened from elsewhere, and what is announced. */
      slot[hidden] {
        display: block;
        position: absolute;
        width: 0;
        height: 0;
        overflow: hidden;
        visibility: hidden;
      }
      .sources {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 12px;
        margin: 0;
        margin-inline-start: auto;
        padding: 0;
        list-style: none;
        font-size: 12px;
      }
      .sources li {
        display: flex;
        align-items: center;
        gap: 6px;
      }
      .sources b {
        font-weight: 400;
      }
      .good ~ span {
        position: absolute;
        width: 1px;
        overflow: hidden;
        clip-path: inset(50%);
        white-space: nowrap;
      }
      .dot.good {
        background: var(--ready);
      }
      .dot.wait {
        background: none;
        border: 2px solid var(--warn);
      }
      .dot.bad {
        background: var(--bad);
        border-radius: 1px;
      }
      /* The desktop has the gadget's title above it. */
      @container gadget (max-width: 859px) {
        h1 {
          position: absolute;
          width: 1px;
          overflow: hidden;
          clip-path: inset(50%);
          white-space: nowrap;
        }
      }
      /* In a narrow column one line each: whom, the filters, which are moved sideways, and the tools with the sources. */
      @container gadget (max-width: 480px) {
        :host {
          padding: 6px 10px;
        }
        input {
          flex: 1 1 120px;
          width: 0;
        }
        h1 + select {
          flex: 0 1 auto;
          max-width: 45%;
        }
        .chips {
          display: flex;
          gap: 6px;
          flex: 1 1 100%;
          min-width: 0;
          overflow-x: auto;
          scrollbar-width: thin;
          /* Room for the mark of the focus. */
          padding: 3px;
          margin: -3px;
          /* The end fades while there is more. What has the focus does not. */
          scroll-padding-inline: 28px;
          mask-image: linear-gradient(to var(--end, right), #000 calc(100% - var(--fade, 0px)), #0000);
          animation: more linear both;
          animation-timeline: scroll(self inline);
        }
        .chips:dir(rtl) {
          --end: left;
        }
        .chips > * {
          flex: none;
          white-space: nowrap;
        }
        .chips ~ .sources .good + b {
          position: absolute;
          width: 1px;
          overflow: hidden;
          clip-path: inset(50%);
          white-space: nowrap;
        }
      }
      @keyframes more {
        from,
        98% {
          --fade: 28px;
        }
        to {
          --fade: 0px;
        }
      }
    `,
  ]
  declare floor: Floor
  declare counts: FilterCounts
  /** Is there any threshold that somebody could be over? */
  declare hasThresholds: boolean
  declare filters: Filters
  /** Without the filters, where one agent's history takes the list's place. */
  declare isReduced: boolean
  /** Changes whenever the floor has. */
  declare version: number

  override render(): unknown {
    const { floor } = this
    return html`<h1>${texts.title}</h1>
      ${this.isReduced ? nothing : this.#filters(floor.teams ?? [])}
      <slot ?hidden=${this.isReduced}></slot>
      <ul class="sources" aria-label=${words.sources}>
        ${this.#sources().map(
          ({ name, said, tone }) =>
            html`<li title=${`${name}: ${said}`}>
              <i class=${`dot ${tone}`}></i><b>${name}</b>
              <span class="small">${said}</span>
            </li>`,
        )}
      </ul> `
  }

  #filters(teams: readonly TeamReference[]): unknown {
    const { counts, filters } = this
    return html`<select
        aria-label=${texts.list.team}
        ?hidden=${teams.length === 0}
        @change=${(event: Event) => this.#choose({ teamId: (event.target as HTMLSelectElement).value || null })}
      >
        ${choices(
          [
            ...(teams.length === 1 ? [] : [[null, words.allTeams] as const]),
            ...teams.map(({ id, name }) => [id, name || id] as const),
          ],
          filters.teamId,
        )}
      </select>
      <input
        type="search"
        aria-label=${words.search}
        placeholder=${words.search}
        .value=${filters.search}
        @input=${(event: Event) => this.#choose({ search: (event.target as HTMLInputElement).value.slice(0, 100) })}
        @keydown=${(event: KeyboardEvent) => {
          // Pressed once it empties the field, and only then closes what is open.
          if (event.key !== 'Escape' || filters.search === '') return
          event.stopPropagation()
          this.#choose({ search: '' })
        }}
      />
      <div class="chips" role="group" aria-label=${words.filters}>
        ${this.#chip(words.onlyDifferences, counts.differences, filters.onlyDifferences, {
          onlyDifferences: !filters.onlyDifferences,
        })}
        ${
          this.hasThresholds || filters.onlyOver
            ? this.#chip(words.onlyOver, counts.over, filters.onlyOver, { onlyOver: !filters.onlyOver })
            : nothing
        }
        ${GROUP_CHIPS.map((group) => {
          const isChosen = filters.group === group
          return this.#chip(texts.stateGroups[group], counts.groups.get(group) ?? 0, isChosen, {
            group: isChosen ? null : group,
          })
        })}
        ${this.#choice(
          texts.list.state,
          OTHER_GROUPS.find((group) => group === filters.group) ?? '',
          [
            ['', words.otherStates],
            ...OTHER_GROUPS.map(
              (group) => [group, `${texts.stateGroups[group]} (${counted(counts.groups.get(group) ?? 0)})`] as const,
            ),
          ],
          (value) => ({ group: OTHER_GROUPS.find((group) => group === value) ?? null }),
        )}
        ${this.#choice(texts.list.reason, filters.reason ?? '', this.#reasons(), (value) => ({ reason: value || null }))}
        ${this.#choice(
          words.groupBy,
          filters.groupBy ?? '',
          [['', words.notGrouped], ...GROUP_KEYS.map((key) => [key, words.keys[key]] as const)],
          (value) => ({ groupBy: GROUP_KEYS.find((key) => key === value) ?? null }),
        )}
        ${this.#choice(
          words.sortBy,
          filters.sort,
          SORT_KEYS.map((key) => [key, words.keys[key]] as const),
          (value) => ({ sort: SORT_KEYS.find((key) => key === value) ?? 'agent', isReversed: false }),
        )}
      </div>`
  }

  /** The reasons that are shown now, with how often each is; a chosen one stays in the list also where it is not. */
  #reasons(): readonly (readonly [string, string])[] {
    const { reasons } = this.counts
    const { reason } = this.filters
    const all = reason === null || reasons.has(reason) ? [...reasons] : [...reasons, [reason, 0] as const]
    return [['', words.anyReason], ...all.map(([name, count]) => [name, `${name} (${counted(count)})`] as const)]
  }

  /** A chip that opens a list. */
  #choice(
    label: string,
    chosen: string,
    list: readonly (readonly [string, string])[],
    change: (value: string) => Partial<Filters>,
  ): unknown {
    const [first] = list
    return html`<select
      class=${chosen === first?.[0] ? 'chip' : 'chip pressed'}
      aria-label=${label}
      title=${label}
      @change=${(event: Event) => this.#choose(change((event.target as HTMLSelectElement).value))}
    >
      ${choices(list, chosen)}
    </select>`
  }

  #chip(label: string, count: number, isPressed: boolean, change: Partial<Filters>): unknown {
    return html`<button class="chip" aria-pressed=${isPressed} @click=${() => this.#choose(change)}>
      ${label} <b>${counted(count)}</b>
    </button>`
  }

  #choose(change: Partial<Filters>): void {
    this.dispatchEvent(new GadgetEvent('rch-filters', { ...this.filters, ...change }))
  }

  #sources(): readonly Source[] {
    const { finesseStatus, relayStatus, feeds } = this.floor
    const finesse: Source = {
      name: words.finesse,
      said: words.finesseStates[finesseStatus.phase],
      tone: toneOfPhase(finesseStatus.phase),
    }
    if (relayStatus.phase !== 'open') {
      const { phase } = relayStatus
      return [finesse, { name: words.relay, said: words.relayStates[phase], tone: toneOfPhase(phase) }]
    }
    const sites = feeds.map((feed) => {
      const { site, status } = feed
      const isAway = isUnavailable(feed)
      return {
        name: words.cti(site),
        said: isAway ? words.historyAway : words.feeds[status],
        tone: isAway ? toneOfPhase('lost') : toneOfPhase(status),
      }
    })
    return [finesse, ...sites]
  }
}

customElements.define('rch-floor-header', FloorHeader)

declare global {
  interface HTMLElementTagNameMap {
    'rch-floor-header': FloorHeader
  }
}
