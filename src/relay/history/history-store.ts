import type { HistoryError } from './history-error.ts'
import type { PackedRows } from './packed-rows.ts'

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

/** The kind of an observation: a body begins with it. */
export const kindOf = ({ body }: Pick<Row, 'body'>): string => body.slice(KIND_AT, body.indexOf('"', KIND_AT))

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

/**
 * How full and how old the history is; `bytes` with whatever lies beside it, as a log of changes, and `asideBytes` those of damaged
 * histories that are kept; `freeBytes` what its disk has left, Infinity where that is not known.
 */
export type StoreSize = {
  readonly bytes: number
  readonly asideBytes: number
  readonly freeBytes: number
  readonly rows: number
  readonly oldest: number | null
}

/**
 * The right to write what one CTI site says (and what Finesse says of its agents). One relay has it at a time: every write
 * checks, in its own transaction, that no other relay has taken the site over meanwhile. A relay that was frozen and goes on
 * therefore writes nothing more. The lease outlives a database that is away for a while, and its failover to a standby,
 * unless another relay has taken the site by then.
 */
export type Lease = {
  readonly site: string
  /** Grows each time the site is taken: by another relay, or again by this one after the database was away. */
  readonly term: number
  /** Aborted when another relay has taken the site, or when it was released; the reason of the former is a HistoryError. */
  readonly lost: AbortSignal
  /**
   * Makes a batch durable, in order, all or nothing. Answers the seq of its first; the others follow without a hole. What is
   * durable has been given to the followers of this store by then, or will soon be: in the order of all relays' batches.
   * @param batch Names the batch, a UUID. Where it is not known whether a commit happened, the same drafts are appended again
   * under the same name: they will be there once. Only the last batch of a site is remembered.
   * @throws {HistoryError} `history-fenced` where another relay leads the site; try again after any other.
   */
  append(drafts: readonly Draft[], batch: string): Promise<number>
  /** Remembers that the site was being listened to at this moment, so that who leads it next knows from when it was not. */
  noteListening(at: number): Promise<void>
  /** Puts a shared document, unless another relay leads the site (`history-fenced`): its word counts then. */
  putDocument(key: string, body: string): Promise<void>
  /** Gives the site up: another relay can take it at once. */
  release(): Promise<void>
}

/** Who leads a CTI site, as far as this relay knows. */
export type Leader = {
  readonly term: number
  /** Names the relay for a person: host and process. */
  readonly relay: string
  readonly isSelf: boolean
  /** False when it has not given a sign of life for some seconds, or has given the site up. */
  readonly isAlive: boolean
}

/**
 * Someone who is told what becomes durable: everything after the place before, in seq order, without a hole, whichever
 * relay wrote it. He must not throw and must not wait.
 */
export type HistoryFollower = (rows: readonly Row[]) => void

/** What became of a ticket that was shown: the text that was kept with it, or why it is not good. */
export type TicketAnswer = { readonly session: string } | 'ticket-unknown' | 'ticket-used' | 'ticket-expired'

/** Tickets that any relay of this history can take, each once. Only hashes of tickets are kept. */
export type TicketShelf = {
  /**
   * @param hash SHA-256 of the ticket, hex.
   * @param session Whatever the ticket stands for, as text.
   * @param expiresAt Milliseconds.
   */
  put(hash: string, session: string, expiresAt: number): Promise<void>
  /** Takes a ticket: the second time it is `ticket-used`, also at another relay. @param now Milliseconds. */
  take(hash: string, now: number): Promise<TicketAnswer>
}

/** The document with the labels of all reason codes: a JSON list of CatalogueEntry. The reports read it as well. */
export const CATALOGUE_DOCUMENT = 'catalogue'

/** A document that was put, by whichever relay; null where it was removed. */
export type DocumentListener = (key: string, body: string | null) => void

/**
 * Small texts (JSON) that all relays of a history share: the catalogue, teams' members, the feeds' status. They are copies of
 * what can be learnt again: a person who is forgotten leaves those that have him as a key, and takes others with him that name him.
 */
export type SharedDocuments = {
  /** What is known now, kept up to date by itself. Putting what is there already changes nothing and tells nobody. */
  readonly all: ReadonlyMap<string, string>
  /** @param body null removes it. */
  put(key: string, body: string | null): Promise<void>
  /** Calls with every change, its own too, after `all` has it; it must not throw. @returns what ends it. */
  follow(listener: DocumentListener): () => void
}

/**
 * Where the relay keeps every observation, in one order, for the days of the retention.
 * Nothing else in the relay knows which engine it is. Every method rejects with a HistoryError.
 */
export type HistoryStore = {
  /** Names this history. A new one begins when an old one was lost, set aside, or rolled back; see `onRenewal`. */
  readonly epoch: string
  /** The last place in the history that the followers of this store have been told of, 0 when it is empty. */
  readonly lastSeq: number
  /** Retention has removed everything up to here: a cursor before it cannot be resumed. */
  readonly prunedTo: number
  /** Why the history cannot be followed at the moment; null when it can. */
  fault(): HistoryError | null

  /**
   * Waits until this relay may write for a site, for as long as it takes, also while the database is away. Asked for once per
   * site. @throws {Error} the signal's reason when it is aborted before.
   */
  lead(site: string, signal: AbortSignal): Promise<Lease>
  /** Who leads a site; null while nobody ever did or nothing is known. */
  leaderOf(site: string): Leader | null
  /** Follows the history from `lastSeq` on. @returns what ends it. */
  follow(follower: HistoryFollower): () => void
  readonly tickets: TicketShelf
  readonly documents: SharedDocuments

  /** The seqs of a scope in ascending order; cheap enough to list a day of a floor before its rows are read. */
  listSeqs(scope: Scope): Promise<Float64Array>
  /** The rows of these seqs, ascending. Rows pruned meanwhile are left out. */
  readRows(seqs: Float64Array): Promise<readonly Row[]>
  /** The same as the wire carries them. */
  readPacked(seqs: Float64Array): Promise<PackedRows>
  /** What comes after a place in the history, in seq order, at most `limit`: everybody's. */
  readAfter(seq: number, limit: number): Promise<readonly (Row & { at: number })[]>
  /** One agent's observations and the gaps with `from <= at < to` (milliseconds), in order of time and seq, at most `limit`. */
  readAgent(agentId: string, from: number, to: number, limit: number): Promise<readonly (Row & { at: number })[]>
  /** Of which of these agents there is something. */
  keeps(agentIds: readonly string[]): Promise<ReadonlySet<string>>
  /** When a site was last known to be listened to; null where it never was. Who leads it asks before it listens. */
  lastListening(site: string): Promise<number | null>

  /**
   * Removes observations older than a moment, the oldest first, in steps of about `limit`; answers how many, 0 when none are
   * left. An engine that keeps each day (UTC) apart removes whole days at once, and what is of the moment's own day later.
   */
  prune(before: number, limit: number): Promise<number>
  /** Removes everything about one agent; answers how many observations that was. */
  forget(agentId: string): Promise<number>
  /**
   * Puts days that are over into an order in which a person's day is read faster, where the engine gains by that: a little at a
   * time, for as long as it takes. Answers how many observations that were.
   */
  sortPast(): Promise<number>
  size(): Promise<StoreSize>
  /**
   * Hears, once, each time the history had to begin anew while it was open: epoch, lastSeq and prunedTo are others from
   * then on, and what is appended from then on follows the new ones. It must not throw and must not wait.
   */
  onRenewal(listener: () => void): void
  close(): Promise<void>
}
