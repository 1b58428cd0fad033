import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import { BusyFloor } from './actors/busy-floor.ts'
import { Scene } from './actors/scene.ts'
import { type CtiServer, startCtiServer } from './cti/cti-server.ts'
import { createControls } from './desktop/controls.ts'
import { mountDesktop } from './desktop/desktop-routes.ts'
import { NotificationStreams } from './desktop/notification-streams.ts'
import type { LinkedSite } from './finesse/cti-links.ts'
import { type FinesseServer, startFinesseServer } from './finesse/finesse-server.ts'
import type { CentreValues } from './options.ts'
import { people, peopleOfSites, TEAMS } from './people.ts'
import { HOST } from './ports.ts'
import type { RelayProcess } from './relay-process.ts'

/** The built programs, beside the sources. */
const DIST = fileURLToPath(new URL('../../dist/', import.meta.url))
export const RELAY_SCRIPT = `${DIST}relay/main.js`
export const GADGET_FOLDER = `${DIST}gadget/`

/** What the application calls itself where every label is hostile: printable ASCII, as the protocol has it. */
const HOSTILE_SIGNATURE = '=cmd()<img src=x onerror=alert(1)>'

/** A small contact centre that runs: CTI server, Finesse server with the desktop page, and its busy people. */
export type ContactCentre = {
  /** Addresses: `http://host:port`, the page's, and `host:port`. */
  readonly finesse: string
  readonly desktop: string
  readonly cti: string
  /** `host:port` of every site's CTI server, that of `cti` first. */
  readonly sites: readonly string[]
  stop(): Promise<void>
}

/** The relay as the desktop sees it. */
export type DesktopRelay = {
  /** What gadgets are told; null where there is none to tell. */
  readonly address: string | null
  /** The one that the desktop's buttons stop and start; null where someone else runs it. */
  readonly process: RelayProcess | null
}

/**
 * Starts it.
 * @param sites How many CTI servers there are, each with people of its own; the first has the port that was asked for.
 * @throws {Error} with the code EADDRINUSE where a port is taken after all
 */
export async function openContactCentre(
  options: CentreValues,
  relay: () => DesktopRelay,
  sites = 1,
): Promise<ContactCentre> {
  const everyone = people(options.agents)
  const { dialect, rate } = options
  const ctiServers: CtiServer[] = []
  const stopCtiServers = async (): Promise<void> => {
    await Promise.all(ctiServers.map((server) => server.stop()))
  }
  const linked: LinkedSite[] = []
  for (const [index, atSite] of peopleOfSites(everyone, sites).entries()) {
    const port = index === 0 ? options['cti-port'] : 0
    const server = await startCtiServer({ dialect, host: HOST, port, people: atSite })
    ctiServers.push(server)
    linked.push({ address: server.address, people: atSite })
  }

  const mount = (app: FastifyInstance, finesse: FinesseServer): void => {
    const streams = new NotificationStreams((person, listener) => finesse.hear(person, listener))
    mountDesktop(app, {
      gadgetFolder: GADGET_FOLDER,
      authenticate: (authorization) => finesse.authenticate(authorization),
      issueToken: (person) => finesse.issueToken(person),
      describeTeam: (teamId) => TEAMS.find(({ id }) => id === teamId)?.name ?? '',
      streams,
      controls: createControls({
        cti: ctiServers,
        finesse,
        streams,
        relay: relay().process,
        openScene: () =>
          new Scene({
            ctiAddress: linked[0]?.address ?? '',
            finesseUrl: finesse.url,
            ...(options['hostile-labels'] ? { signature: HOSTILE_SIGNATURE } : {}),
          }),
      }),
      relayAddress: () => relay().address,
    })
  }
  let finesse: FinesseServer
  try {
    finesse = await startFinesseServer({
      sites: linked,
      dialect,
      host: HOST,
      port: options.port,
      people: everyone,
      openUsers: options['open-users'],
      hostileLabels: options['hostile-labels'],
      mount,
    })
  } catch (error) {
    await stopCtiServers()
    throw error
  }
  const floors = ctiServers.map(
    (ctiServer) => new BusyFloor({ ctiServer, finesseUrl: finesse.url, people: everyone, rate: rate / sites }),
  )
  if (rate > 0) for (const floor of floors) floor.start()
  return {
    finesse: finesse.url,
    desktop: `${finesse.url}/desktop`,
    cti: linked[0]?.address ?? '',
    sites: linked.map(({ address }) => address),
    stop: async () => {
      for (const floor of floors) floor.stop()
      await finesse.stop()
      await stopCtiServers()
    },
  }
}
