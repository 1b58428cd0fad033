import { CtiClient } from '../../cti/connection.ts'
import type { LinkChange } from '../../cti/link-status.ts'
import type { Message } from '../../cti/messages.ts'
import type { SessionServices } from '../../cti/open-request.ts'
import type { CtiSiteConfig } from '../config-schema.ts'
import { clientOptions } from '../cti/client-options.ts'

/** A server that has said nothing within this time will not. Milliseconds. */
const OPEN_TIMEOUT_MS = 10_000

export type CtiQuestionOptions = SessionServices & {
  /** Only these of the site's servers. */
  readonly servers?: readonly string[]
}

/** A session of a command's own, or the last try at one. */
export type CtiQuestion = {
  readonly client: CtiClient
  /** How the link stands; null where nothing came of it in time. */
  readonly link: LinkChange | null
  /** What the server granted; null where the session is not open. */
  readonly openConf: Message<'OPEN_CONF'> | null
}

/**
 * Opens a session of its own with a CTI site for a command, at the first of its servers that serves, and closes it afterwards.
 * @param options `control`: ask for CLIENT_CONTROL, which the relay itself never does.
 * @param run Gets the open session, or what became of the last server's.
 */
export async function withCtiSession<T>(
  site: CtiSiteConfig,
  { servers = site.servers, ...services }: CtiQuestionOptions,
  run: (question: CtiQuestion) => Promise<T>,
): Promise<T> {
  const [server = '', ...others] = servers
  const { client, settled } = tryOne(site, server, services)
  try {
    const answer = await settled
    if (answer.link?.status === 'open' || others.length === 0) return await run({ client, ...answer })
  } finally {
    await client.stop()
  }
  return withCtiSession(site, { servers: others, ...services }, run)
}

type Settled = Pick<CtiQuestion, 'link' | 'openConf'>

/** Tries one server, once: what it says first is its answer. */
function tryOne(
  site: CtiSiteConfig,
  server: string,
  services: SessionServices,
): { client: CtiClient; settled: Promise<Settled> } {
  const { promise: settled, resolve } = Promise.withResolvers<Settled>()
  const settle = (link: LinkChange | null, openConf: Message<'OPEN_CONF'> | null): void => {
    clearTimeout(timer)
    resolve({ link, openConf })
  }
  let open: LinkChange | null = null
  const client = new CtiClient(
    { ...clientOptions(site), ...services, servers: [server] },
    {
      // A session is open a moment before its OPEN_CONF is told.
      onMessage: (message) => {
        if (message.type === 'OPEN_CONF') settle(open, message)
      },
      onStatus: (change) => {
        if (change.status === 'open') open = change
        else if (change.reason !== 'starting') settle(change, null)
      },
    },
  )
  const timer = setTimeout(() => settle(null, null), OPEN_TIMEOUT_MS)
  client.start()
  return { client, settled }
}
