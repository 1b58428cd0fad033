import type { SocketErrorCode } from '../../wire/protocol.ts'
import type { Scope as Range } from '../history/history-store.ts'
import type { RowGroup } from '../history/packed-rows.ts'
import type { Slices } from '../reports/slices.ts'
import type { Crowd } from './crowd.ts'
import { type Audience, type Frame, isWanted, type Publisher } from './publisher.ts'
import type { ReplayReads } from './replay-reads.ts'

/** A replay that is this close to the present starts to keep live frames for the end of it. */
const NEARLY_LIVE = 5_000

/** Before that it goes up to a multiple of this, so that sockets that come back one after the other read the same. */
const REPLAY_STEP = 1_000

/** What all sockets that follow the history share. */
export type FollowingContext = {
  readonly publisher: Publisher
  /** Where long work of all sockets takes its turns. */
  readonly slices: Slices
  /** Lets those who come at once begin together. */
  readonly crowd: Crowd
  /** What of the history is replayed, read once for all who miss the same. */
  readonly replays: ReplayReads
  readonly onFault: (message: string, cause: unknown) => void
}

export type FollowingOptions = FollowingContext & {
  /** Whom the client sees now; null when it has ended. */
  readonly audience: () => Audience | null
  /** Sends a live frame. */
  readonly send: (frame: Frame) => void
  /** Sends a frame and waits until it has left for the network. */
  readonly sendAndWait: (frame: Frame) => Promise<void>
  /** Ends the socket. */
  readonly fail: (code: SocketErrorCode, message: string) => void
}

/** How a socket follows the history: what its client missed, then what happens, without a hole in between. */
export class Following {
  readonly #options: FollowingOptions
  #since = 0
  #unfollow: (() => void) | null = null
  /** The cursor from which the present audience is followed; null before it is. */
  #followsFrom: number | null = null
  #take: (frame: Frame) => void = () => undefined
  #replaying: Promise<void> = Promise.resolve()

  constructor(options: FollowingOptions) {
    this.#options = options
  }

  /**
   * Begins where the client is, or at a moment. What becomes of the audience meanwhile comes with `change`.
   * @param since From when on it is sent what happened to agents who are new to it. Milliseconds.
   */
  begin(audience: Audience, start: Range['after'], since: number): void {
    this.#since = since
    this.#inTurn(async () => {
      await this.#options.crowd.gather()
      await this.#replay([...audience.agentIds], start)
    })
  }

  /** The client sees others from now on; it is sent what it has not had of those who are new to it. */
  change(audience: Audience, before: Audience): void {
    if (this.#unfollow) this.#follow(audience)
    const upTo = this.#followsFrom
    const added = [...audience.agentIds].filter((agentId) => !before.agentIds.has(agentId))
    if (added.length > 0) this.#inTurn(() => this.#replayAdded(added, upTo ?? this.#followsFrom ?? 0))
  }

  stop(): void {
    this.#unfollow?.()
    this.#unfollow = null
  }

  get #isOver(): boolean {
    return this.#options.audience() === null
  }

  /** Replays one after the other; one that fails ends the socket. */
  #inTurn(replay: () => Promise<void>): void {
    this.#replaying = this.#replaying.then(replay).catch((cause: unknown) => {
      // Nobody waits for it any more, and at the end of a relay the history is closed while some are still sent of it.
      if (this.#isOver) return
      this.#options.onFault('a replay failed', cause)
      this.#options.fail('history-unavailable', 'The history cannot be read at the moment. Try again later.')
    })
  }

  /** Sends what the client missed, page by page as it takes them, then goes live. */
  async #replay(agentIds: readonly string[], start: Range['after']): Promise<void> {
    const { publisher, audience, send } = this.#options
    let after = start
    let done = 'seq' in start ? start.seq : -Infinity
    while (publisher.cursor - done > NEARLY_LIVE && !this.#isOver) {
      const { cursor } = publisher
      // From a time on it must go to the very end: what is older and was stored after the step would come as well.
      const upTo = 'seq' in after ? cursor - (cursor % REPLAY_STEP) : cursor
      await this.#replayPages({ agentIds, after, upTo })
      after = { seq: upTo }
      done = upTo
    }
    const now = audience()
    if (!now) return
    const held: Frame[] = []
    const upTo = publisher.cursor
    this.#take = (frame) => void held.push(frame)
    this.#follow(now)
    await this.#replayPages({ agentIds, after, upTo })
    this.#take = send
    for (const frame of held) send(frame)
  }

  async #replayPages(range: Range): Promise<void> {
    for await (const page of this.#options.replays.pages(range)) {
      if (this.#isOver) return
      await this.#sendInTurn(() => page.frame((group) => this.#isInScope(group)))
    }
  }

  /** Sends what happened before to agents who have come into the scope of a client that is live. */
  async #replayAdded(agentIds: readonly string[], upTo: number): Promise<void> {
    const { publisher, replays } = this.#options
    // Gaps it has had, and what is live goes on meanwhile: the cursor is that of the moment.
    const isMissed = (group: RowGroup): boolean => group.agentId !== null && this.#isInScope(group)
    for await (const page of replays.pages({ agentIds, after: { time: this.#since }, upTo })) {
      if (this.#isOver) return
      await this.#sendInTurn(() => page.frame(isMissed, publisher.cursor))
    }
  }

  #follow(audience: Audience): void {
    const { publisher } = this.#options
    const unfollow = this.#unfollow
    this.#unfollow = publisher.follow(audience, (frame) => this.#take(frame))
    this.#followsFrom = publisher.cursor
    unfollow?.()
  }

  /** Many who come back together must not hold up those who are live. */
  #sendInTurn(frame: () => Frame): Promise<void> {
    return this.#options.slices.step(() => this.#options.sendAndWait(frame()))
  }

  #isInScope(group: RowGroup): boolean {
    const audience = this.#options.audience()
    return audience !== null && isInAudience(group, audience)
  }
}

/** May somebody have rows of this agent and kind? */
export const isInAudience = ({ agentId, kind }: RowGroup, { agentIds, kinds }: Audience): boolean =>
  (agentId === null || agentIds.has(agentId)) && isWanted(kind, kinds)
