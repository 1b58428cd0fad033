import { CtiClient } from '../../cti/connection.ts'
import type { LinkChange } from '../../cti/link-status.ts'
import type { CtiSiteConfig } from '../config-schema.ts'
import { clientOptions } from '../cti/client-options.ts'

/** A session that does not open within this time will not. Milliseconds. */
const OPEN_TIMEOUT_MS = 10_000

/** Links that will not open by waiting. */
const FINAL: ReadonlySet<string> = new Set(['open', 'standby', 'refused'])

/**
 * Opens a session of its own with a CTI site for a command, and closes it afterwards.
 * @param options `servers`: only these; `control`: ask for CLIENT_CONTROL, which the relay itself never does.
 * @param run Gets the client and how the link stands after at most ten seconds.
 */
export async function withCtiSession<T>(
  site: CtiSiteConfig,
  options: { readonly servers?: readonly string[]; readonly control?: boolean },
  run: (client: CtiClient, link: LinkChange | null) => Promise<T>,
): Promise<T> {
  const settled = Promise.withResolvers<LinkChange | null>()
  let last: LinkChange | null = null
  const client = new CtiClient(
    { ...clientOptions(site), servers: options.servers ?? site.servers, control: options.control ?? false },
    {
      onMessage: () => {},
      onStatus: (change) => {
        // The first word is that nothing is open yet.
        if (change.reason !== 'starting') last = change
        if (FINAL.has(change.status)) settled.resolve(change)
      },
    },
  )
  const timer = setTimeout(() => settled.resolve(last), OPEN_TIMEOUT_MS)
  client.start()
  try {
    return await run(client, await settled.promise)
  } finally {
    clearTimeout(timer)
    await client.stop()
  }
}
