import { nothing, type ReactiveControllerHost } from 'lit'
import { PartController } from './part-controller.ts'

/** A dialog that its host opens, and that goes when `rch-closed` comes from it. It is loaded when it is opened. */
export class DialogController extends PartController {
  readonly open: () => void
  #isOpen = false

  constructor(host: ReactiveControllerHost & HTMLElement) {
    super(host)
    const turn = (isOpen: boolean) => (): void => {
      this.#isOpen = isOpen
      host.requestUpdate()
    }
    this.open = turn(true)
    host.addEventListener('rch-closed', turn(false))
  }

  /** The dialog while it is open. */
  override show(content: () => unknown): unknown {
    return this.#isOpen ? super.show(content) : nothing
  }
}
