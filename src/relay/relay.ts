import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { basicAuthorization } from '../finesse/credential.ts'
import type { Observation } from '../history/observation.ts'
import type { FeedStatus } from '../wire/relay-messages.ts'
import { readPassword } from './config.ts'
import type { RelayConfig } from './config-schema.ts'
import { CtiSite } from './cti/cti-site.ts'
import { FinesseGateway } from './finesse/finesse-gateway.ts'
import { LabelKeeper } from './finesse/label-keeper.ts'
import { Witness } from './finesse/witness.ts'
import { Housekeeping } from './history/housekeeping.ts'
import type { Lease } from './history/history-store.ts'
import { Journal } from './history/journal.ts'
import { openForRelay } from './history/open-history.ts'
import { clientAddress, trustOf } from './http/client-address.ts'
import { createHttpServer, type Readiness } from './http/http-server.ts'
import { EventsServer } from './live/events-server.ts'
import { Publisher } from './live/publisher.ts'
import { TicketOffice } from './live/tickets.ts'
import type { Logger } from './log.ts'
import { createMetrics } from './metrics.ts'
import { RelayError } from './relay-error.ts'
import { SessionDesk } from './sessions/session-desk.ts'
import { TeamKeeper } from './sessions/team-keeper.ts'

/** A relay that runs. */
export type Relay = {
  /** Where it listens, e.g. `http://127.0.0.1:8543`. */
  readonly address: string
  /** Says farewell to supervisors and CTI servers, writes what is waiting, and ends. */
  close(): Promise<void>
}

/** The built gadget: beside the built relay, or in `dist` beside the sources. */
function gadgetFolder(): string {
  const candidates = ['../gadget/', '../../dist/gadget/'].map((path) => fileURLToPath(new URL(path, import.meta.url)))
  return candidates.find((path) => existsSync(`${path}gadget.xml`)) ?? candidates[0] ?? ''
}

/**
 * Starts everything a relay consists of, in the order in which a fault is cheapest: history, port, CTI.
 * @throws {RelayError} when the history cannot be opened, the port is taken, or a file of the configuration is missing.
 */
export async function startRelay(config: RelayConfig, log: Logger, now: () => number = Date.now): Promise<Relay> {
  const metrics = createMetrics()
  const store = await openForRelay(config, { log, now, metrics })
  const leases = new Map<string, Lease>()
  for (const { site } of config.cti) leases.set(site, await store.lead(site, new AbortController().signal))
  const [lease] = leases.values()
  if (!lease) throw new RelayError('config-invalid', 'There is no CTI site.')
  const publisher = new Publisher(store.lastSeq)
  const tickets = new TicketOffice()
  const sites: CtiSite[] = []

  const journal = new Journal({
    store: lease,
    now,
    onDurable: (rows, since) => {
      publisher.publish(rows)
      metrics.observations.inc(rows.length)
      metrics.publishSeconds.observe((now() - since) / 1000)
    },
    onTrouble: (error) => {
      if (error) log.error({ err: error }, 'the history cannot be written: nothing is published until it can')
      else log.info('the history can be written again')
    },
    onLoss: ({ from, count }) => {
      log.error({ count }, 'observations were dropped while the history could not be written')
      metrics.observationsLost.inc(count)
      for (const site of sites) site.recordLoss(from, now())
    },
  })
  const push = (observation: Observation): void => journal.push(observation)

  const gateway = config.finesse ? new FinesseGateway(config.finesse) : null
  const labels = new LabelKeeper({
    deployment: config.cti[0]?.dialect ?? 'uccx',
    log,
    onChange: (catalogue) => events.tellAll({ type: 'catalogue', catalogue: [...catalogue] }),
  })
  const account = config.finesse?.witness
  const administrator = gateway && account ? gateway.as(basicAuthorization(account.user, readPassword(account))) : null
  const witness = administrator
    ? new Witness({
        finesse: administrator,
        onObservation: push,
        onRead: (outcome) => metrics.witnessReads.inc({ outcome }),
        log,
        now,
      })
    : null

  const trustedProxies = trustOf(config.listen.trustedProxies)
  const allowed = new Set(config.allowedOrigins)
  const events = new EventsServer({
    store,
    publisher,
    tickets,
    now,
    limits: config.limits,
    addressOf: (request) => clientAddress(request, trustedProxies),
    isAllowedOrigin: (origin) => origin !== undefined && allowed.has(origin),
    agent: (agentId) => sites.map((site) => site.agent(agentId)).find((agent) => agent !== null) ?? null,
    describe: () => ({
      feeds: sites.map(({ feed }) => feed),
      catalogue: [...labels.catalogue],
      ...(housekeeping.keptSince === null ? {} : { keptSince: new Date(housekeeping.keptSince).toISOString() }),
    }),
    onEnd: (code) => metrics.socketsEnded.inc({ code: code ?? 'client' }),
    onFault: (message, cause) => log.error({ err: cause }, message),
  })

  store.onRenewal(() => {
    events.sendAway('The history had to begin anew. The connection comes back by itself.')
    publisher.restart(store.lastSeq)
    for (const site of sites) site.retell()
  })

  const teamKeeper = administrator
    ? new TeamKeeper({
        finesse: administrator,
        teams: () => events.teams,
        onMembers: (teamId, memberIds) => events.setMembers(teamId, memberIds),
        log,
        now,
      })
    : null

  const { retentionDays } = config.history
  const housekeeping = new Housekeeping({
    store,
    sites,
    leaseOf: (site) => leases.get(site),
    retentionDays,
    metrics,
    log,
    now,
  })
  for (const site of config.cti) {
    sites.push(
      new CtiSite({
        config: site,
        calls: config.calls,
        callerNumbers: config.callerNumbers,
        lastListening: await store.lastListening(site.site),
        metrics,
        log,
        now,
        onObservation: (observation) => {
          push(observation)
          if (observation.kind === 'cti') {
            // Of those who were found in some state, only in NOT_READY may Finesse know a reason worth reading.
            const { agentId, state, seeded } = observation
            if (!seeded || state === 'NOT_READY') witness?.expect(agentId, state)
          } else if (observation.kind === 'gap' && observation.to === null) {
            // A restart must open the same gap again to be able to close it.
            housekeeping.noteLeft(observation.site, Date.parse(observation.from))
          }
        },
        onFeed: ({ site: name, status, since }: { site: string; status: FeedStatus; since: string }) =>
          events.tellAll({ type: 'feed', site: name, status, since }),
        onTeams: () => teamKeeper?.hint(),
      }),
    )
  }

  const readiness = (): Readiness => {
    const closed = sites.filter(({ isOpen }) => !isOpen)
    const fault = journal.fault()
    return [
      ...closed.map(({ feed, trouble }) => ({ code: 'cti-not-open', message: `${feed.site}: ${trouble}` })),
      ...(fault ? [{ code: fault.code, message: fault.message }] : []),
    ]
  }
  const measure = (): void => {
    metrics.sockets.set(events.sockets)
    metrics.journalDepth.set(journal.depth)
  }
  const desk = new SessionDesk({
    gateway,
    tickets,
    now,
    onOutcome: (outcome) => metrics.sessions.inc({ outcome }),
    onNotSupervisor: (agentId) => events.endSessionsOf(agentId),
    onSignedIn: (session, authorization) => {
      if (!administrator && gateway) void labels.learnFrom(gateway.as(authorization), session.agentId)
    },
  })
  const server = await createHttpServer({
    listen: config.listen,
    allowedOrigins: config.allowedOrigins,
    limits: config.limits,
    gadgetFolder: gadgetFolder(),
    desk,
    events,
    metrics,
    log,
    readiness,
    measure,
  })
  const { host, port } = config.listen
  let address: string
  try {
    address = await server.listen({ host, port })
  } catch (cause) {
    events.close()
    await store.close()
    throw listenError(host, port, cause)
  }

  housekeeping.start()
  if (administrator) labels.follow(administrator)
  teamKeeper?.start()
  for (const site of sites) site.start()
  log.info({ address, epoch: store.epoch, seq: store.lastSeq }, 'the relay listens')

  return {
    address,
    close: async () => {
      labels.close()
      witness?.close()
      teamKeeper?.close()
      events.close()
      await Promise.all([server.close(), ...sites.map((site) => site.stop())])
      housekeeping.stop()
      journal.close()
      await journal.flush()
      await store.close()
      await gateway?.close()
      log.info('the relay has ended')
    },
  }
}

function listenError(host: string, port: number, cause: unknown): RelayError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  if (code === 'EADDRINUSE') {
    const message = `Port ${port} of ${host} is taken, perhaps by another relay. Choose another one with listen.port.`
    return new RelayError('port-taken', message, cause)
  }
  if (code === 'EACCES') {
    const message = `This user may not listen on port ${port}. Choose one above 1023 with listen.port.`
    return new RelayError('port-forbidden', message, cause)
  }
  return new RelayError('listen-failed', `Cannot listen on ${host}, port ${port}: ${String(cause)}`, cause)
}
