import { css, html, LitElement, nothing } from 'lit'
import { followPreferences } from '../controllers/followers.ts'
import type { PreferenceStore } from '../preferences/preference-store.ts'
import { hasRoom, renamed, saved, viewName, without } from '../preferences/view-changes.ts'
import {
  HISTORY_LENGTHS,
  LAYOUTS,
  MAX_NAME,
  type NamedView,
  type SavedViews,
  type View,
  VIEWS,
} from '../preferences/views.ts'
import { dialogSections } from '../styles/dialog-sections.ts'
import { shared } from '../styles/shared.ts'
import { viewsTexts as words } from '../words/views-texts.ts'
import { GadgetEvent } from './gadget-event.ts'
import { choices } from './choices.ts'
import { properties } from './properties.ts'
import './modal-dialog.ts'

/** The views that a supervisor has saved: to choose one, to save the present one, to name them and to throw them away. */
export class ViewsDialog extends LitElement {
  static override properties = properties<ViewsDialog>('preferences', 'view', 'name', 'renaming', 'gone')
  static override styles = [
    shared,
    dialogSections,
    css`
      form {
        margin-top: 4px;
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 6px;
        padding: 4px 0;
        border-bottom: 1px solid var(--line);
      }
      li > :first-child {
        flex: 1 1 160px;
        text-align: start;
        overflow-wrap: anywhere;
      }
    `,
  ]
  declare preferences: PreferenceStore
  /** What is looked at now. */
  declare view: View
  declare name: string
  /** The name of the view that gets another one; null: none does. */
  declare renaming: string | null
  /** The view that was deleted last, and all of them before and after; null: none was. It can be undone until they are others again. */
  declare gone: { readonly name: string; readonly before: SavedViews; readonly after: SavedViews } | null
  /** The name of the view that was renamed or had back last. */
  #changed = ''

  constructor() {
    super()
    this.gone = null
    this.name = ''
    this.renaming = null
    followPreferences(this, () => this.preferences)
  }

  /** The button that had the focus has gone: it goes to the field or to the button that came, and back. */
  override updated(changed: ReadonlyMap<PropertyKey, unknown>): void {
    if (changed.get('renaming') === undefined && changed.get('gone') === undefined) return
    const { renderRoot } = this
    const place = this.preferences.get(VIEWS).views.findIndex(({ name }) => name === this.#changed)
    const isGone = changed.has('gone') && this.gone !== null
    const came = isGone ? renderRoot.querySelector('[role=status]') : renderRoot.querySelectorAll('li')[place]
    came?.querySelector<HTMLElement>('input, button')?.focus()
  }

  override render(): unknown {
    const kept = this.preferences.get(VIEWS)
    return html`<rch-modal-dialog .heading=${words.title}>
      <section>
        <h3>${words.present}</h3>
        ${this.#present()} ${this.#form(kept)}
      </section>
      <section>
        <h3>${words.saved}</h3>
        ${
          kept.views.length === 0
            ? html`<p class="small">${words.none}</p>`
            : html`<ul>
                ${kept.views.map((view) => html`<li>${this.#line(view, kept)}</li>`)}
              </ul>`
        }
        <p role="status">
          ${
            this.gone?.after === kept
              ? html`<bdi>${words.removed(this.gone.name)}</bdi>
                  <button class="link" @click=${this.#undo}>${words.undo}</button>`
              : nothing
          }
        </p>
      </section>
    </rch-modal-dialog>`
  }

  #present(): unknown {
    return html`<div class="rows">
      ${this.#choice('layout', words.history, LAYOUTS, words.layouts)}
      ${this.#choice('length', words.length, HISTORY_LENGTHS, words.lengths)}
      <label for="name">${words.name}</label>
    </div>`
  }

  #choice<Name extends 'layout' | 'length'>(
    name: Name,
    label: string,
    values: readonly View[Name][],
    texts: Readonly<Record<View[Name], string>>,
  ): unknown {
    return html`<label for=${name}>${label}</label>
      <select
        id=${name}
        @change=${(event: Event) => this.#show({ [name]: values[(event.target as HTMLSelectElement).selectedIndex] })}
      >
        ${choices(
          values.map((value) => [value, texts[value]]),
          this.view[name],
        )}
      </select>`
  }

  #form(kept: SavedViews): unknown {
    const name = viewName(this.name)
    const isKnown = kept.views.some((view) => view.name === name)
    const fits = name === null || hasRoom(kept, name)
    return html`<form @submit=${this.#save}>
        <input
          id="name"
          aria-label=${words.name}
          maxlength=${MAX_NAME}
          .value=${this.name}
          @input=${(event: Event) => (this.name = (event.target as HTMLInputElement).value)}
        />
        <button ?disabled=${name === null || !fits}>${isKnown ? words.replace : words.save}</button>
      </form>
      ${fits ? nothing : html`<p role="alert">${words.noRoom}</p>`}`
  }

  #line(view: NamedView, kept: SavedViews): unknown {
    const { name } = view
    if (this.renaming === name) {
      return html`<form @submit=${this.#rename}>
        <input name="name" aria-label=${words.newName} maxlength=${MAX_NAME} .value=${name} />
        <button>${words.apply}</button>
      </form>`
    }
    const isFirst = kept.first === name
    return html`<button @click=${() => this.#show(view)}><bdi>${name}</bdi></button>
      <button
        aria-pressed=${isFirst}
        aria-label=${words.of(words.first, name)}
        @click=${() => this.#keep({ ...kept, first: isFirst ? null : name })}
      >
        ${words.first}
      </button>
      <button aria-label=${words.of(words.rename, name)} @click=${() => (this.renaming = this.#changed = name)}>
        ${words.rename}
      </button>
      <button
        aria-label=${words.of(words.remove, name)}
        @click=${({ detail }: MouseEvent) => {
          // At the second click of two the next view is here.
          if (detail > 1) return
          const after = without(kept, name)
          this.gone = { name, before: kept, after }
          this.#keep(after)
        }}
      >
        ${words.remove}
      </button>`
  }

  #show(change: Partial<View>): void {
    const { filters, length, layout } = { ...this.view, ...change }
    this.view = { filters, length, layout }
    this.dispatchEvent(new GadgetEvent('rch-view', this.view))
  }

  #keep(kept: SavedViews): void {
    this.preferences.set(VIEWS, kept)
  }

  readonly #undo = (): void => {
    if (this.gone) {
      this.#keep(this.gone.before)
      this.#changed = this.gone.name
    }
    this.gone = null
  }

  readonly #save = (event: Event): void => {
    event.preventDefault()
    const name = viewName(this.name)
    const kept = this.preferences.get(VIEWS)
    if (name === null || !hasRoom(kept, name)) return
    this.name = ''
    this.#keep(saved(kept, name, this.view))
  }

  readonly #rename = (event: Event): void => {
    event.preventDefault()
    const form = event.target as HTMLFormElement
    const name = viewName(form.querySelector('input')?.value ?? '')
    if (name !== null && this.renaming !== null) {
      this.#keep(renamed(this.preferences.get(VIEWS), this.renaming, name))
      this.#changed = name
    }
    this.renaming = null
  }
}

customElements.define('rch-views-dialog', ViewsDialog)

declare global {
  interface HTMLElementTagNameMap {
    'rch-views-dialog': ViewsDialog
  }
}
