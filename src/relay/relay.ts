import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import { MAX_AGENTS } from '../cti/agent-key.ts'
import { keepNewest } from '../cti/keep-newest.ts'
import { basicAuthorization } from '../finesse/credential.ts'
import type { FinesseError } from '../finesse/errors.ts'
import { SYSTEM_CODES } from '../history/system-codes.ts'
import type { Feed } from '../wire/relay-messages.ts'
import { type ConfigError, readPassword } from './config.ts'
import type { RelayConfig } from './config-schema.ts'
import { clientOptions } from './cti/client-options.ts'
import { FinesseGateway } from './finesse/finesse-gateway.ts'
import { LabelKeeper } from './finesse/label-keeper.ts'
import { shareCatalogue, sharedCatalogue } from './finesse/shared-catalogue.ts'
import { Witness } from './finesse/witness.ts'
import { WitnessAccount } from './finesse/witness-account.ts'
import { CATALOGUE_DOCUMENT } from './history/history-store.ts'
import { Housekeeping } from './history/housekeeping.ts'
import { openForRelay, UNUSABLE_FILE } from './history/open-history.ts'
import { readCertificate } from './http/certificate.ts'
import { clientAddress, trustOf } from './http/client-address.ts'
import { createHttpServer, type Readiness } from './http/http-server.ts'
import { EventsServer } from './live/events-server.ts'
import { Publisher } from './live/publisher.ts'
import { TicketOffice } from './live/tickets.ts'
import type { Logger } from './log.ts'
import { createMetrics } from './metrics.ts'
import { OtherClocks } from './other-clocks.ts'
import { RelayError } from './relay-error.ts'
import { SessionDesk } from './sessions/session-desk.ts'
import { SharedTeams } from './sessions/shared-teams.ts'
import { TeamKeeper } from './sessions/team-keeper.ts'
import { isAgentsKey } from './sites/shared-agents.ts'
import { Site } from './sites/site.ts'

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
  // What is wrong with a file that the configuration names is said before anything is begun.
  const onUnusable = (error: ConfigError): void => log.warn({ err: error }, UNUSABLE_FILE)
  const clocks = new OtherClocks()
  const onClock = (machine: string, moment: number): void => clocks.told(machine, moment)
  const gateway = config.finesse ? new FinesseGateway(config.finesse, onUnusable, onClock) : null
  const account = config.finesse?.witness
  const administrator =
    gateway && account
      ? new WitnessAccount({
          signIn: () => gateway.as(basicAuthorization(account.user, readPassword(account))),
          onAccepted: () => {
            log.info('Finesse accepts the witness again')
            witness?.resume()
            teamKeeper?.start()
            labels.rest()
            followLabels()
          },
          onTriedInVain: (cause) => log.warn({ err: cause }, 'Finesse still refuses the witness, or cannot be asked'),
        })
      : null
  const clients = config.cti.map((site) => ({ config: site, client: clientOptions(site, onUnusable) }))
  if (config.listen.tls) readCertificate(config.listen.tls)

  const metrics = createMetrics()
  // What is counted from nothing on can be alerted at the first time.
  metrics.sessions.inc({ outcome: 'finesse-away' }, 0)
  const store = await openForRelay(config, { log, now, metrics })
  const publisher = new Publisher(store.lastSeq)
  const tickets = new TicketOffice(store.tickets)
  const onFault = (message: string, cause: unknown): void => log.error({ err: cause }, message)

  const onRefused = (error: FinesseError): void => {
    administrator?.refuse(error)
    log.error({ err: error }, 'Finesse refuses the witness, who is tried once an hour: check finesse.witness')
  }

  const labels = new LabelKeeper({
    deployment: config.cti[0]?.dialect ?? 'uccx',
    log,
    // What is shared comes back to this relay as well, and is told to its supervisors then.
    onChange: async (catalogue) => {
      try {
        await shareCatalogue(store.documents, catalogue)
      } catch (error) {
        onFault('labels could not be shared; it is tried again', error)
        tellCatalogue()
        throw error
      }
    },
    onRefused,
  })
  labels.adopt(sharedCatalogue(store.documents) ?? [])
  /** Where the last event of an agent was heard: what Finesse says of him is kept there. */
  const heardAt = new Map<string, Site>()
  const witness =
    administrator && account
      ? new Witness({
          finesse: administrator,
          readsPerSecond: account.readsPerSecond,
          onObservation: (observation) => heardAt.get(observation.agentId)?.push(observation),
          onRead: (outcome) => metrics.witnessReads.inc({ outcome }),
          onRefused,
          log,
          now,
        })
      : null

  const trustedProxies = trustOf(config.listen.trustedProxies)
  const sites: readonly Site[] = clients.map((client) => {
    const site: Site = new Site({
      ...client,
      store,
      calls: config.calls,
      callerNumbers: config.callerNumbers,
      metrics,
      log,
      now,
      onCti: ({ agentId, state, seeded }) => {
        heardAt.set(agentId, site)
        keepNewest(heardAt, MAX_AGENTS)
        // Of those who were found in some state, only in NOT_READY may Finesse know a reason worth reading.
        if (!seeded || state === 'NOT_READY') witness?.expect(agentId, state)
      },
      onFeed: (feed) => {
        events.tellAll({ type: 'feed', site: feed.site, status: feed.status, since: feed.since, ...whyOf(feed) })
        followLabels()
      },
      onTeams: () => teamKeeper?.hint(),
      onClock: (moment) => onClock(client.config.site, moment),
    })
    return site
  })
  let isEnding = false
  /** Finesse is asked for labels by the relays that lead a site only. */
  const followLabels = (): void => {
    if (!administrator || isEnding) return
    if (sites.some(({ isLed }) => isLed)) labels.follow(administrator)
    else labels.rest()
  }

  const systemCodes = SYSTEM_CODES.filter(({ deployment }) => config.cti.some(({ dialect }) => dialect === deployment))
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
      systemCodes,
      ...(housekeeping.keptSince === null ? {} : { keptSince: new Date(housekeeping.keptSince).toISOString() }),
    }),
    onEnd: (code) => metrics.socketsEnded.inc({ code: code ?? 'client' }),
    onFault,
  })
  const tellCatalogue = (): void => events.tellAll({ type: 'catalogue', catalogue: [...labels.catalogue] })
  store.follow((rows) => publisher.publish(rows))
  const teams = new SharedTeams({
    documents: store.documents,
    onMembers: (teamId, memberIds) => events.setMembers(teamId, memberIds),
    onFault,
  })
  store.documents.follow((key) => {
    if (isAgentsKey(key)) events.describeAgents()
    const catalogue = key === CATALOGUE_DOCUMENT ? sharedCatalogue(store.documents) : null
    if (!catalogue) return
    labels.adopt(catalogue)
    tellCatalogue()
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
        onMembers: (teamId, memberIds) => teams.learned(teamId, memberIds),
        log,
        now,
      })
    : null

  const { retentionDays } = config.history
  const housekeeping = new Housekeeping({ store, retentionDays, clocks, metrics, log, now })

  const readiness = (): Readiness => {
    const faults = [store.fault(), ...sites.map((site) => site.fault())].filter((fault) => fault !== null)
    return [
      ...sites
        .filter(({ trouble }) => trouble !== '')
        .map(({ name, trouble }) => ({ code: 'cti-not-open', message: `${name}: ${trouble}` })),
      ...faults.map(({ code, message }) => ({ code, message })),
    ]
  }
  const measure = (): void => {
    metrics.sockets.set(events.sockets)
    metrics.witnessDepth.set(witness?.depth ?? 0)
    metrics.witnessRefused.set(administrator?.isRefused ? 1 : 0)
    metrics.journalDepth.set(sites.reduce((sum, { depth }) => sum + depth, 0))
    metrics.journalWait.set(Math.max(0, ...sites.map(({ waitMs }) => waitMs)) / 1000)
  }
  const desk = new SessionDesk({
    gateway,
    tickets,
    now,
    onOutcome: (outcome) => metrics.sessions.inc({ outcome }),
    onNotSupervisor: (agentId) => events.endSessionsOf(agentId),
    onMembers: (teamId, memberIds) => teams.learned(teamId, memberIds),
    onSignedIn: (session, authorization) => {
      if (!administrator && gateway) void labels.learnFrom(gateway.as(authorization), session.agentId)
    },
  })
  const { host, port } = config.listen
  const listen = async (): Promise<{ server: FastifyInstance; address: string }> => {
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
    try {
      return { server, address: await server.listen({ host, port }) }
    } catch (cause) {
      throw listenError(host, port, cause)
    }
  }
  const { server, address } = await listen().catch(async (error: unknown) => {
    events.close()
    await store.close()
    throw error
  })

  housekeeping.start()
  teamKeeper?.start()
  for (const site of sites) site.start()
  log.info({ address, epoch: store.epoch, seq: store.lastSeq }, 'the relay listens')

  return {
    address,
    close: async () => {
      // Each site that is given up changes its feed.
      isEnding = true
      labels.rest()
      administrator?.close()
      witness?.close()
      teamKeeper?.close()
      teams.close()
      events.close()
      housekeeping.stop()
      // Another relay can take each site as soon as it is given up: that does not wait for the farewells.
      await Promise.all([server.close(), ...sites.map((site) => site.stop())])
      await store.close()
      await gateway?.close()
      log.info('the relay has ended')
    },
  }
}

const whyOf = ({ why }: Feed): Pick<Feed, 'why'> => (why === undefined ? {} : { why })

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
