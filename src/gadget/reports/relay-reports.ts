import type { Dialect } from '../../cti/dialect.ts'
import type { FrameReading } from '../../cti/frame-fields.ts'
import type { Entry } from '../../history/entry.ts'
import type { Totals } from '../../history/totals.ts'
import type { Window } from '../../history/window.ts'
import { MAX_REPORT_AGENTS } from '../../wire/protocol.ts'
import type { ReportRequest } from '../../wire/report-requests.ts'
import type { RelayClient, ReportQuestion } from '../connection/relay-client.ts'
import { RelayError } from '../connection/relay-error.ts'
import type { AnswerPart } from '../connection/relay-requests.ts'

/** Whom a report is about: everybody, a team, or these. */
export type Whom = { readonly teamId?: string; readonly agentIds?: readonly string[] }

/** Room for the ids that one request names, with the rest of it, in characters: a message has 8 KiB at most. */
const MAX_ID_CHARACTERS = 6_000

/** Can these agents be named in one request? Else everybody has to be asked for and the others left out. */
export const fitsRequest = (agentIds: readonly string[]): boolean =>
  agentIds.length <= MAX_REPORT_AGENTS && JSON.stringify(agentIds).length <= MAX_ID_CHARACTERS

/** Which way from a moment a difference is looked for. */
export type Direction = 'next' | 'previous'

export type ReportOptions = {
  readonly signal: AbortSignal
  /** Told how much of the work is done, 0 to 1. */
  readonly onProgress?: (progress: number) => void
}

/** What of the floor a report needs. */
export type ReportedFloor = {
  /** null: none is set up. */
  readonly relay: Pick<RelayClient, 'report'> | null
  readonly history: { readonly finesseAheadMs: number }
}

type ReportPart = Extract<AnswerPart, { readonly progress: number }>
type PartOf<Type> = Extract<ReportPart, { readonly type: Type }>

const instant = (ms: number): string => new Date(ms).toISOString()

/**
 * What the relay makes out of its history. Everything here rejects with a RelayError where the relay is away, too old or
 * refuses, and with the signal's reason where it is aborted.
 */
export class RelayReports {
  readonly #floor: ReportedFloor

  constructor(floor: ReportedFloor) {
    this.#floor = floor
  }

  /** Each agent's own totals, by the agent's id; who was not heard of is not in it. */
  async totals(whom: Whom, window: Window, options: ReportOptions): Promise<ReadonlyMap<string, Totals>> {
    const parts = await this.#ask({ type: 'totals', ...this.#about(whom), ...range(window) }, options)
    return new Map(parts.flatMap(({ agents }) => agents.map(({ agentId, totals }) => [agentId, totals])))
  }

  /** What lasted in a window, oldest first of each agent; where the window is a moment, what lasted then. */
  async entries(whom: Whom, window: Window, options: ReportOptions): Promise<readonly Entry[]> {
    const parts = await this.#ask({ type: 'entries', ...this.#about(whom), ...range(window) }, options)
    return parts.flatMap(({ entries }) => entries)
  }

  /** The first difference that began after a moment (milliseconds), or the last before it; null where there is none. */
  async difference(whom: Whom, from: number, direction: Direction, options: ReportOptions): Promise<Entry | null> {
    const question = { type: 'difference', ...this.#about(whom), from: instant(from), direction } as const
    const parts = await this.#ask(question, options)
    return parts.at(-1)?.entry ?? null
  }

  /** What the bytes of a CTI event (hex) say, field by field; null where they are none that the relay knows. */
  async frame(
    raw: string,
    about: { readonly dialect: Dialect; readonly agentId: string },
    options: ReportOptions,
  ): Promise<FrameReading | null> {
    const parts = await this.#ask({ type: 'frame', raw, ...about }, options)
    return parts.at(-1)?.reading ?? null
  }

  #about({ teamId, agentIds }: Whom): Pick<ReportRequest, 'teamId' | 'agentIds' | 'finesseAheadMs'> {
    return {
      ...(teamId === undefined ? {} : { teamId }),
      ...(agentIds === undefined ? {} : { agentIds: [...agentIds] }),
      finesseAheadMs: Math.round(this.#floor.history.finesseAheadMs),
    }
  }

  /** Brings all parts of the answer. */
  #ask<Type extends ReportPart['type']>(
    question: ReportQuestion & { readonly type: Type },
    { signal, onProgress }: ReportOptions,
  ): Promise<readonly PartOf<Type>[]> {
    return new Promise((resolve, reject: (error: unknown) => void) => {
      signal.throwIfAborted()
      const { relay } = this.#floor
      if (!relay) throw new RelayError('unconfigured')
      const parts: PartOf<Type>[] = []
      const isAsked = (part: AnswerPart): part is PartOf<Type> => part.type === question.type
      const end = (settle: () => void): void => {
        signal.removeEventListener('abort', abort)
        settle()
      }
      const cancel = relay.report(question, {
        onPart: (part) => {
          if (!isAsked(part)) {
            cancel()
            return end(() => reject(new RelayError('bad-answer')))
          }
          parts.push(part)
          onProgress?.(part.progress)
          if (part.complete) end(() => resolve(parts))
        },
        onFault: (error) => end(() => reject(error)),
      })
      const abort = (): void => {
        cancel()
        end(() => reject(signal.reason))
      }
      signal.addEventListener('abort', abort)
    })
  }
}

const range = ({ from, to }: Window): { readonly from: string; readonly to: string } => ({
  from: instant(from),
  to: instant(to),
})
