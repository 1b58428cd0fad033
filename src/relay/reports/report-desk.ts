import { Catalogue } from '../../history/catalogue.ts'
import { SYSTEM_CODES } from '../../history/system-codes.ts'
import type { Entry } from '../../history/entry.ts'
import { compareText } from '../../history/sorted.ts'
import { TotalsSum } from '../../history/totals.ts'
import type { SocketErrorCode } from '../../wire/protocol.ts'
import type { EntriesPart, ReportPart, TotalsPart } from '../../wire/report-answers.ts'
import type { ReportRequest } from '../../wire/report-requests.ts'
import type { Welcome } from '../../wire/relay-messages.ts'
import type { HistoryStore } from '../history/history-store.ts'
import type { ViewerScope } from '../live/viewer-scope.ts'
import { searchDifference } from './difference-search.ts'
import { EntryReader, type EntryReaderOptions } from './entry-reader.ts'
import type { Slices } from './slices.ts'

/** Reports of one client that may be asked for at a time; they are made one after the other. */
const MAX_REPORTS = 4

/** Entries of one part of an answer. */
const PART_ENTRIES = 200

/** Agents of one part of an answer that has their totals. */
const PART_AGENTS = 20

/** A part is sent when so much more of the work is done, with nothing else to say as well. */
const PROGRESS_STEP = 0.01

export type ReportDeskOptions = {
  readonly store: HistoryStore
  readonly slices: Slices
  readonly describe: () => Pick<Welcome, 'feeds' | 'catalogue'>
  readonly now: () => number
  /** Whom the client sees at the moment; null where it is gone. */
  readonly scope: () => ViewerScope | null
  /** Sends a part; resolves when it has left for the network. */
  readonly send: (part: ReportPart) => Promise<void>
  readonly refuse: (id: number, code: SocketErrorCode, message: string) => void
  readonly onFault: (message: string, cause: unknown) => void
}

type Report = { readonly request: ReportRequest; isCancelled: boolean }

/** Makes the reports that one client asks for, out of what it may see, and leaves off where it cancels them or is gone. */
export class ReportDesk {
  readonly #options: ReportDeskOptions
  readonly #reports = new Map<number, Report>()
  #answering: Promise<void> = Promise.resolve()

  constructor(options: ReportDeskOptions) {
    this.#options = options
  }

  /** Takes a request, to be answered when those before it are. */
  take(request: ReportRequest): void {
    const { slices, refuse, onFault } = this.#options
    const { id } = request
    if (this.#reports.size >= MAX_REPORTS || this.#reports.has(id)) {
      const message = `At most ${MAX_REPORTS} reports may be asked for at a time, each with an id of its own.`
      return refuse(id, 'too-many-reports', message)
    }
    const report: Report = { request, isCancelled: false }
    this.#reports.set(id, report)
    this.#answering = this.#answering
      .then(() => (this.#isOver(report) ? undefined : slices.admit(() => this.#make(report))))
      .catch((cause: unknown) => {
        if (this.#isOver(report)) return
        onFault('a report failed', cause)
        refuse(id, 'history-unavailable', 'The history cannot be read at the moment. Try again later.')
      })
      .finally(() => this.#reports.delete(id))
  }

  /** Leaves off a report; one that is not there is none. */
  cancel(id: number): void {
    const report = this.#reports.get(id)
    if (report) report.isCancelled = true
  }

  #isOver({ isCancelled }: Report): boolean {
    return isCancelled || this.#options.scope() === null
  }

  /** The agents that are asked for and may be seen, in order of their ids; null where one of them may not. */
  #agentIdsOf({ teamId, agentIds }: ReportRequest): readonly string[] | null {
    const scope = this.#options.scope()
    if (!scope) return null
    if (agentIds?.every((agentId) => scope.audience.agentIds.has(agentId)) === false) return null
    if (teamId !== undefined && !scope.teams.some(({ id }) => id === teamId)) return null
    const inTeam = scope.agents.filter((agent) => teamId === undefined || agent.teamId === teamId)
    const ids = inTeam.map(({ agentId }) => agentId).filter((id) => agentIds?.includes(id) !== false)
    return [...new Set(ids)].toSorted(compareText)
  }

  async #make(report: Report): Promise<void> {
    if (this.#isOver(report)) return
    const { store, slices, describe, now, refuse } = this.#options
    const { request } = report
    const agentIds = this.#agentIdsOf(request)
    if (!agentIds) return refuse(request.id, 'agent-out-of-scope', 'An agent or the team is none of yours.')
    const from = Date.parse(request.from)
    const to = request.type === 'difference' ? from : Date.parse(request.to)
    if (to < from) return refuse(request.id, 'range-invalid', 'The range must not end before its start.')
    const { feeds, catalogue } = describe()
    const { oldest } = await store.size()
    const reading: Omit<EntryReaderOptions, 'window'> = {
      store,
      slices,
      catalogue: new Catalogue(catalogue, SYSTEM_CODES),
      deploymentOf: (site) => feeds.find((feed) => feed.site === site)?.dialect ?? 'uccx',
      finesseAheadMs: request.finesseAheadMs ?? 0,
      now: now(),
      keptSince: oldest ?? now(),
    }
    if (request.type === 'difference') {
      const { direction } = request
      return this.#findDifference(report, { ...reading, agentIds, from, direction })
    }
    const window = { from, to }
    const reader = await EntryReader.open({ ...reading, window })
    if (request.type === 'entries') return this.#sendEntries(report, reader, agentIds)
    return this.#sendTotals(report, reader, agentIds, { window, now: reading.now })
  }

  async #sendEntries(report: Report, reader: EntryReader, agentIds: readonly string[]): Promise<void> {
    const { id } = report.request
    let pending: Entry[] = []
    const part = (progress: number, complete: boolean): EntriesPart => {
      const entries = pending
      pending = []
      return { type: 'entries', id, progress, complete, entries }
    }
    let told = 0
    for (const [index, agentId] of agentIds.entries()) {
      for await (const { entries, share } of reader.entries(agentId)) {
        if (this.#isOver(report)) return
        if (!this.#maySee(agentId)) break
        pending.push(...entries.map(withoutRaw))
        const progress = (index + share) / agentIds.length
        if (pending.length < PART_ENTRIES && progress - told < PROGRESS_STEP) continue
        told = progress
        await this.#options.send(part(progress, false))
      }
    }
    if (!this.#isOver(report)) await this.#options.send(part(1, true))
  }

  async #sendTotals(
    report: Report,
    reader: EntryReader,
    agentIds: readonly string[],
    { window, now }: Pick<EntryReaderOptions, 'window' | 'now'>,
  ): Promise<void> {
    const { id } = report.request
    let agents: TotalsPart['agents'][number][] = []
    let told = 0
    const send = async (progress: number, complete: boolean): Promise<void> => {
      const part: TotalsPart = { type: 'totals', id, progress, complete, agents }
      agents = []
      told = progress
      await this.#options.send(part)
    }
    for (const [index, agentId] of agentIds.entries()) {
      const sum = new TotalsSum()
      for await (const { entries, share } of reader.entries(agentId)) {
        if (this.#isOver(report)) return
        for (const entry of entries) sum.addEntry(entry, window, now)
        const progress = (index + share) / agentIds.length
        if (share < 1 && progress - told >= PROGRESS_STEP) await send(progress, false)
      }
      const { totals } = sum
      if (totals.reasons.length > 0 && this.#maySee(agentId)) agents.push({ agentId, totals })
      const progress = (index + 1) / agentIds.length
      if (agents.length >= PART_AGENTS || progress - told >= PROGRESS_STEP) await send(progress, false)
    }
    if (!this.#isOver(report)) await send(1, true)
  }

  async #findDifference(report: Report, search: Parameters<typeof searchDifference>[0]): Promise<void> {
    const { id } = report.request
    const part = (progress: number, complete: boolean, entry: Entry | null): ReportPart => ({
      type: 'difference',
      id,
      progress,
      complete,
      entry: entry && this.#maySee(entry.agentId) ? withoutRaw(entry) : null,
    })
    let told = 0
    let found: Entry | null = null
    for await (const { share, entry } of searchDifference(search)) {
      if (this.#isOver(report)) return
      found = entry
      if (share - told < PROGRESS_STEP) continue
      told = share
      await this.#options.send(part(share, false, null))
    }
    if (!this.#isOver(report)) await this.#options.send(part(1, true, found))
  }

  /** The scope may have shrunk since the report began. */
  #maySee(agentId: string): boolean {
    return this.#options.scope()?.audience.agentIds.has(agentId) === true
  }
}

/** The bytes of an event are most of an entry, and what a report is for does not need them. */
const withoutRaw = (entry: Entry): Entry => (entry.cti ? { ...entry, cti: { ...entry.cti, raw: '' } } : entry)
