import { encode } from '../../src/cti/codec.ts'
import { ConfigUpload } from '../../src/cti/config-upload.ts'
import type { Layout } from '../../src/cti/layout.ts'
import type { Message, MessageInput } from '../../src/cti/messages.ts'
import { CtiSession } from '../../src/cti/session.ts'
import type { Observation } from '../../src/history/observation.ts'
import { AgentDevices } from '../../src/relay/cti/agent-devices.ts'
import { AgentEvents } from '../../src/relay/cti/agent-events.ts'
import { CallEvents } from '../../src/relay/cti/call-events.ts'
import { systemObservation } from '../../src/relay/cti/system-events.ts'
import { isStoredObservation } from '../../src/wire/stored-observation.ts'

const SITE = 'ccx1'
/** Between two pieces of input, on the session's clock: some heartbeats fall due, and some are lost. */
const STEP_MS = 50
/** The longest pause between two tries. */
const PAUSE_MS = 200_000

/**
 * All that hears a CTI server, without a network and with a clock of its own: the session, the configuration, and what makes
 * observations. Whatever it throws is a fault, and so is an observation that gadgets would refuse.
 */
export class Ear {
  readonly #session: CtiSession
  readonly #upload: ConfigUpload
  readonly #devices = new AgentDevices()
  readonly #events = new AgentEvents(SITE, this.#devices)
  readonly #calls = new CallEvents(SITE, this.#devices, 'masked')
  #now = 0
  /** Sessions that were opened, and observations that were made. */
  sessions = 0
  observations = 0

  constructor(layout: Layout) {
    this.#upload = new ConfigUpload({ dialect: layout.dialect, peripheralId: 1, teams: true })
    this.#session = new CtiSession(
      {
        dialect: layout.dialect,
        protocolVersion: layout.version,
        servers: ['a:1', 'b:2'],
        clientId: 'fuzz',
        heartbeatSeconds: 10,
        config: true,
        teams: true,
        calls: true,
        random: () => 0,
      },
      {
        connect: () => undefined,
        disconnect: () => undefined,
        send: () => undefined,
        status: ({ status }) => {
          if (status === 'open') this.#opened()
        },
        message: (message, bytes, start, end) => this.#hear(message, bytes.subarray(start, end)),
        badMessage: () => undefined,
        stopped: () => undefined,
      },
    )
    this.#session.start(this.#now)
  }

  /** Takes bytes as one piece of input of an open session. */
  take(bytes: Uint8Array): void {
    this.#now += STEP_MS
    this.#session.tick(this.#now)
    while (!this.#session.isOpen) this.#open()
    this.#session.received(bytes, this.#now)
  }

  /** The connection breaks. */
  lose(): void {
    this.#session.disconnected(this.#now)
  }

  /** Lets a try at a session begin, and answers it as a server does. */
  #open(): void {
    this.#session.connected(this.#now)
    const answer: MessageInput<'OPEN_CONF'> = { type: 'OPEN_CONF', invokeId: 1, servicesGranted: 0x10 }
    this.#session.received(encode(answer, this.#session.layout), this.#now)
    if (this.#session.isOpen) return
    this.#now = Math.max(this.#now, Math.min(this.#session.deadline, this.#now + PAUSE_MS))
    this.#session.tick(this.#now)
  }

  #opened(): void {
    this.sessions += 1
    this.#events.reset()
    this.#calls.reset()
    for (const request of this.#upload.opened()) this.#send(request)
  }

  #hear(message: Message, frame: Uint8Array): void {
    const { requests } = this.#upload.heard(message)
    for (const request of requests) this.#send(request)
    if (message.type === 'AGENT_STATE_EVENT') {
      const heard = this.#events.hear(message, frame, this.#now)
      if (typeof heard === 'object') this.#observe(heard)
    } else if (message.type === 'SYSTEM_EVENT') {
      const observation = systemObservation(message, { site: SITE, devices: this.#devices, at: this.#now })
      if (observation) this.#observe(observation)
    } else for (const observation of this.#calls.hear(message, this.#now)) this.#observe(observation)
  }

  #send(request: object): void {
    this.#session.send({ invokeId: this.#session.nextInvokeId(), ...request } as MessageInput)
  }

  /** Every gadget must be able to read it: one that cannot be read takes the others of its frame with it. */
  #observe(observation: Observation): void {
    this.observations += 1
    if (!isStoredObservation({ ...observation, seq: this.observations })) {
      throw new Error(`gadgets refuse this observation: ${JSON.stringify(observation)}`)
    }
  }
}
