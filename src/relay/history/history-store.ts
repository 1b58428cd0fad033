/** An observation on its way into the history: it has no seq yet. */
export type Draft = {
  /** null: concerns every agent (a gap). */
  readonly agentId: string | null
  /** Milliseconds since 1970 UTC, the relay's clock: what a time range is compared with. */
  readonly at: number
  /** The observation as JSON text: an object that begins with its `kind`, without its `seq`. */
  readonly body: string
}

/** An observation in the history. */
export type Row = { readonly seq: number; readonly agentId: string | null; readonly body: string }

/** The kind of a row's observation: a body begins with it. */
export const kindOf = ({ body }: Row): string => body.slice(KIND_AT, body.indexOf('"', KIND_AT))

const KIND_AT = '{"kind":"'.length

/** The text of an observation as the wire carries it: its `seq` first. */
export const rowText = (row: Row): string => `{"seq":${row.seq},${row.body.slice(1)}`

/** Which observations of some agents; observations of no single agent (gaps) are always among them. */
export type Scope = {
  readonly agentIds: readonly string[]
  /** After this place in the history, or at and after this moment (milliseconds). */
  readonly after: { readonly seq: number } | { readonly time: number }
  /** Up to and with this place. */
  readonly upTo: number
}

/** How full and how old the history is. */
export type StoreSize = { readonly bytes: number; readonly rows: number; readonly oldest: number | null }

/**
 * Where the relay keeps every observation, in one order, for the days of the retention.
 * Nothing else in the relay knows which engine it is. Every method rejects with a HistoryError.
 */
export type HistoryStore = {
  /** Names this history. A new one begins when an old one was lost or set aside; see `onRenewal`. */
  readonly epoch: string
  /** The last place in the history, 0 when it is empty. */
  readonly lastSeq: number
  /** Retention has removed everything up to here: a cursor before it cannot be resumed. */
  readonly prunedTo: number
  /** Makes a batch durable, in order, all or nothing. Answers the seq of its first; the others follow without a hole. */
  append(drafts: readonly Draft[]): Promise<number>
  /** The seqs of a scope in ascending order; cheap enough to list a day of a floor before its rows are read. */
  listSeqs(scope: Scope): Promise<Float64Array>
  /** The rows of these seqs, ascending. Rows pruned meanwhile are left out. */
  readRows(seqs: Float64Array): Promise<readonly Row[]>
  /** What comes after a place in the history, in seq order, at most `limit`: everybody's. */
  readAfter(seq: number, limit: number): Promise<readonly (Row & { at: number })[]>
  /** One agent's observations and the gaps with `from <= at < to` (milliseconds), in seq order, at most `limit`. */
  readAgent(agentId: string, from: number, to: number, limit: number): Promise<readonly (Row & { at: number })[]>
  /** Remembers that a site was being listened to at this moment, so that a restart knows from when it did not. */
  noteListening(site: string, at: number): Promise<void>
  /** When a site was last known to be listened to; null where it never was. */
  lastListening(site: string): Promise<number | null>
  /** Removes at most `limit` observations older than a moment; answers how many. */
  prune(before: number, limit: number): Promise<number>
  /** Removes everything about one agent; answers how many observations that was. */
  forget(agentId: string): Promise<number>
  size(): Promise<StoreSize>
  /**
   * Hears, once, each time the history had to begin anew while it was open: epoch, lastSeq and prunedTo are others from
   * then on, and what is appended from then on follows the new ones. It must not throw and must not wait.
   */
  onRenewal(listener: () => void): void
  close(): Promise<void>
}
