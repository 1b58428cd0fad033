/** `npm run sandbox:cluster`: several relays, one history in PostgreSQL, and nothing that may not be killed. */
import { Cluster } from './cluster/cluster.ts'
import { requireNginx } from './cluster/nginx-server.ts'
import { requirePostgres } from './cluster/postgres-server.ts'
import { type ContactCentre, openContactCentre, RELAY_SCRIPT } from './contact-centre.ts'
import { type Ending, runCommand } from './ending.ts'
import { CLUSTER_OPTIONS, helpText, readOptions } from './options.ts'
import { prepare } from './preparation.ts'

const PURPOSE =
  'Builds everything and runs two CTI sites, three relays, PostgreSQL with a standby, nginx and the desktop. Needs Debian’s postgresql and nginx-light. Ctrl-C ends everything.'

const SITES = 2
const RELAYS = 3

async function start(ending: Ending): Promise<void> {
  const options = readOptions(CLUSTER_OPTIONS, process.argv.slice(2))
  if (!options) {
    return void process.stdout.write(helpText('npm run sandbox:cluster -- [options]', PURPOSE, CLUSTER_OPTIONS))
  }
  // Before anything is built.
  requirePostgres()
  requireNginx()
  const { say, folder } = await prepare(options, ending)
  let cluster: Cluster | null = null
  say('Starting two CTI servers and the Finesse server …')
  const relay = () => ({ address: cluster?.address ?? null, process: null })
  const centre: ContactCentre = await openContactCentre(options, relay, SITES)
  ending.onEnd(() => centre.stop())
  cluster = await Cluster.start({
    folder,
    script: RELAY_SCRIPT,
    relays: RELAYS,
    dialect: options.dialect,
    servers: () => centre,
    port: options['relay-port'],
    say,
    restartAfterMs: options['restart-after'] * 1000,
  })
  const started = cluster
  ending.onEnd(() => started.stop())
  console.log(
    `ready ${JSON.stringify({ desktop: centre.desktop, finesse: centre.finesse, cti: centre.sites, relay: cluster.address })}`,
  )
  say(guide(cluster, centre.desktop, options['restart-after']))
}

/** What to open, what to kill, and what to watch meanwhile. */
function guide(cluster: Cluster, desktop: string, restartAfter: number): string {
  const relays = cluster.relays.map(({ pid, address }, index) => `  kill -9 ${pid}  relay ${index + 1}, ${address}`)
  const parts = [
    ...relays,
    `  kill -9 ${cluster.primary.pid}  the primary database; its standby is promoted after two seconds`,
    ...(cluster.standby
      ? [`  kill -9 ${cluster.standby.pid}  the standby; nothing is kept or shown until it runs again`]
      : []),
    `  kill -9 ${cluster.balancer.pid}  nginx, ${cluster.address}`,
  ]
  return `
Open ${desktop} and sign in (super1, super1): the gadget shows the agents of two CTI sites, whichever relay it has.
Kill any part; it is started again ${restartAfter} seconds later, under another process number that is told here:
${parts.join('\n')}
  kill -STOP PID freezes a relay: another one takes its sites over, and kill -CONT lets it find out.
Watch the gadget: what it shows stays, and each time that no relay heard a site is a gap with its reason.
Watch a relay:   curl ${cluster.relays[0]?.address}/readyz
Who leads what:  curl -s ${cluster.relays.map(({ address }) => `${address}/metrics`).join(' ')} | grep relay_leads_site`
}

await runCommand(start)
