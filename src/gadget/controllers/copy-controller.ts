import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Entry } from '../../history/entry.ts'
import type { ListedFloor } from '../floor/listed-floor.ts'
import { rowText } from '../selectors/row-text.ts'

type Host = ReactiveControllerHost & Element & { readonly shownFloor: ListedFloor }

/** The innermost element that has the focus, through shadow roots. */
export function focused(): HTMLElement | null {
  let active = document.activeElement
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement
  return active instanceof HTMLElement ? active : null
}

/** Ctrl+C on a row of the list or of an agent's table copies the row with its heading, where no text is selected. */
export class CopyController implements ReactiveController {
  readonly #host: Host

  constructor(host: Host) {
    this.#host = host
    host.addController(this)
  }

  hostConnected(): void {
    document.addEventListener('copy', this.#copy)
  }

  hostDisconnected(): void {
    document.removeEventListener('copy', this.#copy)
  }

  readonly #copy = (event: ClipboardEvent): void => {
    if (document.getSelection()?.isCollapsed === false) return
    const entry = this.#entry(focused())
    if (!entry) return
    const { roster, relayAwaySince, clock } = this.#host.shownFloor
    const name = roster.nameOf(entry.agentId)
    event.clipboardData?.setData('text/plain', rowText(entry, { name, relayAwaySince, now: clock.now() }))
    event.preventDefault()
  }

  /** The entry of the row that an element is in; null where it is in none. */
  #entry(element: HTMLElement | null): Entry | null {
    const { agent, from } = element?.dataset ?? {}
    const { history, clock } = this.#host.shownFloor
    if (agent !== undefined) return history.current(agent, clock.now())
    const root = element?.getRootNode()
    const table = root instanceof ShadowRoot ? (root.host as Element & { readonly entries?: readonly Entry[] }) : null
    return table?.entries?.find((each) => String(each.from) === from) ?? null
  }
}
