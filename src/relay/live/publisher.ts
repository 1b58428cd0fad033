import { CONTEXT_KINDS, type ContextKind } from '../../history/observation.ts'
import { kindOf, rowText, type Row } from '../history/history-store.ts'

/** One frame of observations, ready to be sent to everyone with the same scope. */
export type Frame = { readonly data: Buffer; readonly cursor: number }

/** Of which agents somebody is told, and of which kinds of observations besides those that everyone is told of. */
export type Audience = { readonly agentIds: ReadonlySet<string>; readonly kinds: readonly ContextKind[] }

const ON_REQUEST: ReadonlySet<string> = new Set(CONTEXT_KINDS)

/** Is a kind of observations for somebody who asked for these? */
export const isWanted = (kind: string, kinds: readonly ContextKind[]): boolean =>
  !ON_REQUEST.has(kind) || kinds.some((wanted) => wanted === kind)

/** Someone who follows a channel. It must not throw and must not wait. */
export type Follower = (frame: Frame) => void

const headOf = (cursor: number): string => `{"type":"observations","seq":${cursor},"observations":[`
const TAIL = ']}'

/** The frame of an `observations` message. */
const observationsFrame = (cursor: number, rows: readonly Row[]): Frame => ({
  cursor,
  data: Buffer.from(headOf(cursor) + rows.map(rowText).join(',') + TAIL),
})

/** The same of observations that are there in UTF-8 already, with their commas. */
export const frameAround = (cursor: number, texts: readonly Uint8Array[]): Frame => ({
  cursor,
  data: Buffer.concat([Buffer.from(headOf(cursor)), ...texts, Buffer.from(TAIL)]),
})

/** One audience. All sockets with the same one share it, so that a frame is built once. */
class Channel {
  readonly followers = new Set<Follower>()
  readonly audience: Audience
  pending: Row[] = []

  constructor(audience: Audience) {
    this.audience = audience
  }

  send(cursor: number): void {
    const frame = observationsFrame(cursor, this.pending)
    this.pending = []
    for (const follow of this.followers) follow(frame)
  }
}

/**
 * Spreads what has become durable to the sockets whose agents it concerns. The cost of a batch is that of its rows
 * and of the frames it causes, not of the number of supervisors: agents know their channels.
 */
export class Publisher {
  readonly #channels = new Map<string, Channel>()
  readonly #byAgent = new Map<string, Set<Channel>>()
  #cursor: number

  /** @param cursor The last seq of the history when the relay starts. */
  constructor(cursor: number) {
    this.#cursor = cursor
  }

  /** Everything up to here has been published. */
  get cursor(): number {
    return this.#cursor
  }

  get followers(): number {
    let count = 0
    for (const { followers } of this.#channels.values()) count += followers.size
    return count
  }

  /**
   * Follows what an audience is told, from the present cursor on; the caller has sent everything before it.
   * @returns what ends it.
   */
  follow(audience: Audience, follower: Follower): () => void {
    const key = JSON.stringify([[...audience.agentIds].toSorted(), audience.kinds.toSorted()])
    const channel = this.#channels.get(key) ?? this.#openChannel(key, audience)
    channel.followers.add(follower)
    return () => {
      channel.followers.delete(follower)
      if (channel.followers.size === 0) this.#closeChannel(key, channel)
    }
  }

  /** Publishes a durable batch. Rows of no agent (gaps) go to everyone who is told of their kind. */
  publish(rows: readonly Row[]): void {
    const last = rows.at(-1)
    if (!last) return
    this.#cursor = last.seq
    const touched = new Set<Channel>()
    for (const row of rows) {
      const channels = row.agentId === null ? this.#channels.values() : this.#byAgent.get(row.agentId)
      const kind = kindOf(row)
      for (const channel of channels ?? []) {
        if (!isWanted(kind, channel.audience.kinds)) continue
        channel.pending.push(row)
        touched.add(channel)
      }
    }
    for (const channel of touched) channel.send(this.#cursor)
  }

  /** Another history began: its last seq. Whoever followed the old one does so no more. */
  restart(cursor: number): void {
    this.#cursor = cursor
  }

  /** Tells everyone the present cursor; called every few seconds, so that a resume starts close by. */
  publishCursor(): void {
    for (const channel of this.#channels.values()) channel.send(this.#cursor)
  }

  #openChannel(key: string, audience: Audience): Channel {
    const channel = new Channel(audience)
    this.#channels.set(key, channel)
    for (const agentId of audience.agentIds) {
      const channels = this.#byAgent.get(agentId) ?? new Set()
      this.#byAgent.set(agentId, channels.add(channel))
    }
    return channel
  }

  #closeChannel(key: string, channel: Channel): void {
    this.#channels.delete(key)
    for (const agentId of channel.audience.agentIds) {
      const channels = this.#byAgent.get(agentId)
      channels?.delete(channel)
      if (channels?.size === 0) this.#byAgent.delete(agentId)
    }
  }
}
