import { css, html, LitElement, nothing } from 'lit'
import { followPreferences } from '../controllers/followers.ts'
import type { Floor } from '../floor/floor.ts'
import { DENSITIES, DENSITY, LANGUAGE, THEME, THEMES } from '../preferences/preferences.ts'
import type { Preference } from '../preferences/preference-store.ts'
import type { Settings } from '../preferences/settings.ts'
import { dialogSections } from '../styles/dialog-sections.ts'
import { shared } from '../styles/shared.ts'
import { LANGUAGES, type Language } from '../words/active-language.ts'
import { settingsTexts as words } from '../words/settings-texts.ts'
import { texts } from '../words/texts.ts'
import { choices } from './choices.ts'
import { properties } from './properties.ts'
import './modal-dialog.ts'
import './thresholds-form.ts'

/** The build puts it here: the version of package.json. */
declare const GADGET_VERSION: string

/** A language's own name, e.g. `Deutsch`: who cannot read the present one finds his by it. */
const ownName = (language: Language): string => {
  const name = new Intl.DisplayNames(language, { type: 'language' }).of(language) ?? language
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1)
}

/** Everything that a supervisor can choose, and what the gadget has to tell of itself. */
export class SettingsDialog extends LitElement {
  static override properties = properties<SettingsDialog>('settings', 'floor', 'version', 'reset')
  static override styles = [
    shared,
    dialogSections,
    css`
      summary {
        cursor: pointer;
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }
      p {
        margin-top: 6px;
      }
    `,
  ]
  declare settings: Settings
  declare floor: Floor
  /** Changes whenever the floor has: the relay's connection is shown, and the reasons that are known. */
  declare version: number
  declare reset: 'none' | 'asked' | 'done'

  constructor() {
    super()
    this.reset = 'none'
    followPreferences(this, () => this.settings.preferences)
  }

  /** The button that had the focus has gone: it goes to the one that does no harm. */
  override updated(changed: ReadonlyMap<PropertyKey, unknown>): void {
    if (changed.get('reset')) this.renderRoot.querySelector<HTMLElement>('#reset button:last-of-type')?.focus()
  }

  override render(): unknown {
    return html`<rch-modal-dialog .heading=${words.title}>
      ${this.#appearance()} ${this.#thresholds()} ${this.#relay()} ${this.#about()}
    </rch-modal-dialog>`
  }

  #appearance(): unknown {
    const { language } = this.settings
    const languages = LANGUAGES.map((each) => [each, ownName(each)] as const)
    return html`<section>
      <h3>${words.appearance}</h3>
      <div class="rows">
        ${this.#choice(LANGUAGE, words.language, [
          [null, words.desktopLanguage(ownName(language.desktop))],
          ...languages,
        ])}
        ${this.#choice(
          THEME,
          words.theme,
          THEMES.map((theme) => [theme, words.themes[theme]]),
        )}
        ${this.#choice(
          DENSITY,
          words.density,
          DENSITIES.map((density) => [density, words.densities[density]]),
        )}
      </div>
      <p class="small">${words.motion}</p>
    </section>`
  }

  /** One line of the form: a name and the list to choose from. */
  #choice<T extends string | null>(
    preference: Preference<T>,
    label: string,
    list: readonly (readonly [value: T, text: string])[],
  ): unknown {
    const { preferences } = this.settings
    const { name } = preference
    return html`<label for=${name}>${label}</label>
      <span>
        <select
          id=${name}
          @change=${(event: Event) => {
            const [value] = list[(event.target as HTMLSelectElement).selectedIndex] ?? [preference.fallback]
            preferences.set(preference, value)
          }}
        >
          ${choices(list, preferences.get(preference))}
        </select>
      </span>`
  }

  #thresholds(): unknown {
    const { preferences, toast } = this.settings
    return html`<section>
      <details>
        <summary>${texts.header.thresholds}</summary>
        <rch-thresholds-form
          .catalogue=${this.floor.history.catalogue}
          .preferences=${preferences}
          .hasToast=${toast !== null}
        ></rch-thresholds-form>
      </details>
    </section>`
  }

  #relay(): unknown {
    const { relayAddress } = this.settings
    return html`<section>
      <h3>${words.relay}</h3>
      <dl class="rows">
        <dt>${words.address}</dt>
        <dd><bdi>${relayAddress ?? words.noAddress}</bdi></dd>
        <dt>${words.connection}</dt>
        <dd>${texts.header.relayStates[this.floor.relayStatus.phase]}</dd>
      </dl>
      <p class="small">${words.callers}</p>
    </section>`
  }

  #about(): unknown {
    const { preferences, supervisorId } = this.settings
    return html`<section>
      <h3>${words.about}</h3>
      <dl class="rows">
        <dt>${words.version}</dt>
        <dd>${GADGET_VERSION}</dd>
        <dt>${words.supervisor}</dt>
        <dd><bdi>${supervisorId}</bdi></dd>
        <dt>${words.storage}</dt>
        <dd>${preferences.isKept ? words.kept : words.notKept}</dd>
      </dl>
      <p id="reset">${this.#reset()}</p>
    </section>`
  }

  #reset(): unknown {
    if (this.reset === 'asked') {
      return html`<span role="alert">${words.resetQuestion}</span>
        <button @click=${this.#resetNow}>${words.resetNow}</button>
        <button @click=${() => (this.reset = 'none')}>${words.cancel}</button>`
    }
    return html`<button @click=${() => (this.reset = 'asked')}>${words.reset}</button>
      ${this.reset === 'done' ? html`<span role="status">${words.resetDone}</span>` : nothing}`
  }

  readonly #resetNow = (): void => {
    this.settings.preferences.resetAll()
    this.reset = 'done'
  }
}

customElements.define('rch-settings-dialog', SettingsDialog)

declare global {
  interface HTMLElementTagNameMap {
    'rch-settings-dialog': SettingsDialog
  }
}
