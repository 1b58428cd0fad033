/** Which of an agent's entries is meant: it began at `from`, milliseconds on the relay's clock. */
export type OpenedEntry = { readonly agentId: string; readonly from: number }

/** An agent's history is to be opened with one of its entries chosen. */
export class EntryOpenedEvent extends CustomEvent<OpenedEntry> {
  static readonly eventName = 'rch-entry-opened'

  constructor(entry: OpenedEntry) {
    super(EntryOpenedEvent.eventName, { detail: entry, bubbles: true, composed: true })
  }
}
