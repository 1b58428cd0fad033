import { CtiClient, type CtiClientOptions } from '../../cti/connection.ts'
import type { LinkChange, LinkReason } from '../../cti/link-status.ts'
import type { Message } from '../../cti/messages.ts'
import type { CtiProtocolError } from '../../cti/protocol-error.ts'
import { PERIPHERAL_FILLS } from '../../cti/tables/common.ts'
import type { FinesseObservation, Observation } from '../../history/observation.ts'
import type { Feed } from '../../wire/relay-messages.ts'
import type { CtiSiteConfig } from '../config-schema.ts'
import { LastingFault } from '../lasting-fault.ts'
import type { Logger } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import { AgentDevices } from './agent-devices.ts'
import { AgentEvents } from './agent-events.ts'
import { CallEvents } from './call-events.ts'
import type { CallerNumbers } from './caller-number.ts'
import { GapKeeper, type GapWhy } from './gap-keeper.ts'
import { LogLimiter } from './log-limiter.ts'
import { PeripheralWatch } from './peripheral-watch.ts'
import { type KnownAgent, SiteLearning } from './site-learning.ts'
import { systemObservation } from './system-events.ts'

/** Longest piece of a message that is written to the log. */
const LOGGED_BYTES = 256

/** What a link goes through when all is well. */
const NORMAL: ReadonlySet<LinkReason> = new Set(['starting', 'session-open', 'stopped'])

export type CtiSiteOptions = {
  readonly config: CtiSiteConfig
  /** How it is connected to. */
  readonly client: CtiClientOptions
  /** When the site was last known to be listened to before this start; null where it never was. */
  readonly lastListening: number | null
  /** Listen to calls and system events as well, and keep so much of callers' numbers. */
  readonly calls: boolean
  readonly callerNumbers: CallerNumbers
  readonly onObservation: (observation: Exclude<Observation, FinesseObservation>) => void
  readonly onFeed: (feed: Feed) => void
  /** The CTI server told who an agent is. */
  readonly onAgent?: (agentId: string) => void
  /** The CTI server told of a team, or of its end. */
  readonly onTeams?: () => void
  /** The CTI server told what its clock says: milliseconds, in whole seconds. UCCX tells nothing. */
  readonly onClock?: (moment: number) => void
  readonly metrics: Metrics
  readonly log: Logger
  readonly now: () => number
}

/** One CTI site: the link to it, what it says about agents and their calls, and the gaps in which it was not heard. */
export class CtiSite {
  readonly #options: CtiSiteOptions
  readonly #client: CtiClient
  readonly #devices = new AgentDevices()
  readonly #events: AgentEvents
  readonly #calls: CallEvents
  readonly #gaps: GapKeeper
  readonly #learning: SiteLearning
  readonly #badMessages = new LogLimiter()
  readonly #uploads = new LogLimiter()
  /** UCCE only: UCCX ends its sessions. */
  readonly #peripheral: PeripheralWatch | null
  /** Of each server, since the site was open. */
  readonly #faults = new Map<string, LastingFault>()
  #feed: Feed
  #why = ''
  /** How the link itself stands; null before it was told. */
  #link: LinkChange | null = null

  constructor(options: CtiSiteOptions) {
    const { config, calls, callerNumbers } = options
    this.#options = options
    this.#events = new AgentEvents(config.site, this.#devices, (agentId) => this.#learning.told(agentId))
    this.#calls = new CallEvents(config.site, this.#devices, callerNumbers)
    this.#gaps = new GapKeeper(config.site)
    const { peripheralId = PERIPHERAL_FILLS.id.ucce } = config
    this.#peripheral = config.dialect === 'ucce' ? new PeripheralWatch(peripheralId) : null
    this.#feed = {
      site: config.site,
      dialect: config.dialect,
      status: 'connecting',
      since: this.#instant(options.lastListening ?? options.now()),
    }
    this.#client = new CtiClient(
      { ...options.client, config: true, teams: true, calls, now: options.now },
      {
        onMessage: (message, frame, at) => this.#hear(message, frame, at),
        onStatus: (change) => {
          this.#peripheral?.reset()
          this.#link = change
          this.#follow(change, change.since, change.heardUntil)
        },
        onBadMessage: (error, frame) => this.#reportBad(error, frame),
      },
    )
    const { log, metrics } = options
    const { site } = config
    // A server that never tells of an agent is alerted as well: what increases by nothing must be there.
    metrics.ctiMessages.inc({ site, type: 'AGENT_STATE_EVENT' }, 0)
    this.#learning = new SiteLearning({
      config,
      client: this.#client,
      onSeed: (observation) => {
        metrics.seeds.inc({ site })
        options.onObservation(observation)
      },
      onAgent: ({ agentId, extension }) => {
        this.#devices.configure(agentId, extension)
        options.onAgent?.(agentId)
      },
      onUploadEnd: (status) => {
        if (this.#uploads.admit(options.now()) === null) return
        if (status === null) log.warn({ site }, 'the CTI server sent no configuration; agents are asked one by one')
        else log.info({ site, status }, 'the configuration of the CTI server was read')
      },
      ...(options.onTeams && { onTeams: options.onTeams }),
      onRefusal: (agentId, error) => log.debug({ site, agentId, err: error }, 'the CTI server did not tell a state'),
    })
  }

  /** Who an agent is, as this CTI server has it; null where it has not told. */
  agent(agentId: string): KnownAgent | null {
    return this.#learning.agent(agentId)
  }

  get feed(): Feed {
    return this.#feed
  }

  /** Why the site is not open, in words; empty when it is. */
  get trouble(): string {
    return this.#feed.status === 'open' ? '' : this.#why
  }

  get isOpen(): boolean {
    return this.#feed.status === 'open'
  }

  start(): void {
    const { lastListening, config, metrics } = this.#options
    metrics.ctiOpen.set({ site: config.site }, 0)
    if (lastListening !== null) this.#openGap(lastListening, 'relay-restart')
    this.#client.start()
  }

  /** The history was not writable from then on: what was said since is lost, as if the site had not been heard. */
  recordLoss(from: number, to: number): void {
    const loss = new GapKeeper(this.#options.config.site)
    for (const gap of [loss.open(from, 'history-unwritable'), loss.close(to)]) if (gap) this.#options.onObservation(gap)
    this.#options.metrics.gaps.inc({ site: this.#options.config.site, why: 'history-unwritable' })
    this.#learnAnew()
  }

  /** A history began that knows nothing: what is so at present is said once more. */
  retell(): void {
    const gap = this.#gaps.retell()
    if (gap) this.#options.onObservation(gap)
    this.#learnAnew()
  }

  /** What was said before does not count any more: the present state of everybody is asked for. */
  #learnAnew(): void {
    this.#events.reset()
    this.#calls.reset()
    if (this.isOpen) this.#learning.opened()
  }

  async stop(): Promise<void> {
    await this.#client.stop()
  }

  #instant(ms: number): string {
    return new Date(ms).toISOString()
  }

  #hear(message: Message, frame: Uint8Array, at: number): void {
    const { metrics, config, log, onObservation } = this.#options
    metrics.ctiMessages.inc({ site: config.site, type: message.type })
    this.#followPeripheral(message, at)
    this.#learning.heard(message, frame, at)
    if (message.type === 'OPEN_CONF') this.#options.onClock?.(message.icmCentralControllerTime * 1000)
    if (message.type !== 'AGENT_STATE_EVENT') {
      if (this.#options.calls) this.#hearContext(message, at)
      return
    }
    const heard = this.#events.hear(message, frame, at)
    if (typeof heard === 'object') onObservation(heard)
    else if (heard === 'no-agent') log.debug({ site: config.site }, 'an agent state event names no known agent')
  }

  /** The link may be open and nobody heard: that is told as if it were not. */
  #followPeripheral(message: Message, at: number): void {
    const change = this.#peripheral?.hear(message)
    if (!change || !this.#link || !this.#client.isOpen) return
    const { server } = this.#link
    if (change.kind === 'back') return this.#follow({ ...this.#link, text: `${server} hears agents again.` }, at)
    const text = `${server} is connected, but says that ${change.words}: no agent is heard.`
    this.#follow({ ...this.#link, status: 'lost', reason: 'server-offline', text }, at)
  }

  /** What happens beside the states. */
  #hearContext(message: Message, at: number): void {
    const { config, onObservation } = this.#options
    if (message.type === 'SYSTEM_EVENT') {
      const observation = systemObservation(message, { site: config.site, devices: this.#devices, at })
      if (observation) onObservation(observation)
    } else for (const observation of this.#calls.hear(message, at)) onObservation(observation)
  }

  /** @param heardUntil Where a gap begins. */
  #follow(change: LinkChange, since: number, heardUntil = since): void {
    const { config, metrics, onFeed, onObservation } = this.#options
    const wasOpen = this.isOpen
    this.#feed = { ...this.#feed, status: change.status }
    // While it is not heard it is so since it was heard last, whatever its servers answer in turns.
    if (wasOpen !== this.isOpen) this.#feed = { ...this.#feed, since: this.#instant(this.isOpen ? since : heardUntil) }
    this.#why = change.text
    metrics.ctiOpen.set({ site: config.site }, this.isOpen ? 1 : 0)
    this.#log(change)
    if (this.isOpen) {
      const gap = this.#gaps.close(since)
      if (gap) onObservation(gap)
      this.#learning.opened()
    } else if (wasOpen) {
      this.#learning.closed()
      this.#openGap(heardUntil, gapWhy(change.reason))
    }
    onFeed(this.#feed)
  }

  /** What one server of a pair says is no news because the other says something else meanwhile. */
  #log({ server, status, reason, statusCode, text }: LinkChange): void {
    const { config, log } = this.#options
    const fields = { site: config.site, server, status, reason }
    if (this.isOpen) this.#faults.clear()
    if (NORMAL.has(reason)) return log.info(fields, text)
    const fault = this.#faults.get(server) ?? new LastingFault()
    this.#faults.set(server, fault)
    if (fault.isNews(`${reason} ${statusCode}`)) log.warn(fields, text)
  }

  #openGap(from: number, why: GapWhy): void {
    const { metrics, config, onObservation } = this.#options
    const gap = this.#gaps.open(from, why)
    if (!gap) return
    this.#events.reset()
    this.#calls.reset()
    metrics.gaps.inc({ site: config.site, why })
    onObservation(gap)
  }

  #reportBad(error: CtiProtocolError, frame: Uint8Array): void {
    const { metrics, config, log, now } = this.#options
    metrics.ctiBadMessages.inc({ site: config.site, code: error.code })
    const skipped = this.#badMessages.admit(now())
    if (skipped === null) return
    const bytes = Buffer.from(frame.subarray(0, LOGGED_BYTES)).toString('hex')
    log.warn({ site: config.site, err: error, bytes, skipped }, 'a CTI message could not be understood and was skipped')
  }
}

/** The gap's word for why a link ended. */
function gapWhy(reason: LinkReason): GapWhy {
  switch (reason) {
    case 'heartbeat-lost':
    case 'server-offline':
    case 'refused':
      return reason
    case 'server-not-master':
    case 'standby-session':
    case 'maintenance':
      return 'standby'
    case 'stopped':
      return 'relay-restart'
    case 'broken-frame':
    case 'connect-failed':
    case 'connect-timeout':
    case 'cti-link-lost':
    case 'open-timeout':
    case 'session-open':
    case 'starting':
      return 'cti-link-lost'
  }
}
