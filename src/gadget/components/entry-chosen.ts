/** An entry was chosen; the detail is the moment it began, milliseconds on the relay's clock. */
export class EntryChosenEvent extends CustomEvent<number> {
  static readonly eventName = 'rch-entry-chosen'

  constructor(from: number) {
    super(EntryChosenEvent.eventName, { detail: from, bubbles: true, composed: true })
  }
}
