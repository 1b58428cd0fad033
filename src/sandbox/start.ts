/** `npm start`: the whole product with no Cisco software and no configuration. */
import { accessSync, constants, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve, sep } from 'node:path'
import type { Dialect } from '../cti/dialect.ts'
import { type ContactCentre, openContactCentre, RELAY_SCRIPT } from './contact-centre.ts'
import { type Ending, runCommand } from './ending.ts'
import { helpText, readOptions, START_OPTIONS, UsageError } from './options.ts'
import { freePort, HOST } from './ports.ts'
import { prepare } from './preparation.ts'
import { relayConfiguration, WITNESS_PASSWORD_FILE } from './relay-configuration.ts'
import { RelayProcess } from './relay-process.ts'

const PURPOSE = 'Builds the gadget and the relay and runs them in a contact centre of its own. Ctrl-C ends everything.'

async function start(ending: Ending): Promise<void> {
  const options = readOptions(START_OPTIONS, process.argv.slice(2))
  if (!options) return void process.stdout.write(helpText('npm start -- [options]', PURPOSE, START_OPTIONS))
  const historyFolder = options.data === null ? null : folderFor(options.data)
  const { say, folder } = await prepare(options, ending)
  // The desktop stops and starts the relay, which wants to know the servers: each finds the other when it is needed.
  const port = options['relay-port'] || (await freePort())
  const relay: RelayProcess = relayOf(options.dialect, port, folder, historyFolder ?? folder, () => centre, say)
  say('Starting the CTI server and the Finesse server …')
  const centre = await openContactCentre(options, () => ({ address: relay.address, process: relay }))
  ending.onEnd(() => centre.stop())
  say('Starting the relay …')
  ending.onEnd(() => relay.stop())
  const address = await relay.start()

  const { desktop, finesse, cti } = centre
  console.log(`ready ${JSON.stringify({ desktop, finesse, cti, relay: address })}`)
  say(`
Open ${desktop} and sign in with the user and the password that stand there: super1, super1.
Click “Play the whole scene” and watch Console 8510 in the gadget: LUNCH set through Finesse, then 71 LUNCH through CTI only, which Finesse shows as -1.
Click the agent to see both lanes of its history, what each side said, and why they differ; Ctrl-C here ends everything.`)
}

/** @throws {UsageError} where nothing can be kept there */
function folderFor(data: string): string {
  const folder = resolve(data)
  try {
    // One by one: where a file system makes no folders, as that of /proc, Node goes on trying for ever.
    const missing: string[] = []
    for (let at = folder; !existsSync(at); at = dirname(at)) missing.unshift(at)
    for (const one of missing) mkdirSync(one)
    accessSync(folder + sep, constants.W_OK)
    return folder
  } catch (cause) {
    throw new UsageError([`--data: no history can be kept in ${folder}: ${(cause as Error).message}`], { cause })
  }
}

function relayOf(
  dialect: Dialect,
  port: number,
  folder: string,
  historyFolder: string,
  centre: () => ContactCentre,
  say: (line: string) => void,
): RelayProcess {
  writeFileSync(join(folder, WITNESS_PASSWORD_FILE), 'admin', { mode: 0o600 })
  return new RelayProcess({
    script: RELAY_SCRIPT,
    folder,
    port,
    configure: (at) => {
      const { finesse, sites } = centre()
      const history = { engine: 'sqlite', file: join(historyFolder, 'history.db') }
      return relayConfiguration({ host: HOST, port: at, dialect, finesse, ctiServers: sites, history })
    },
    onUnexpectedEnd: (what) => say(`${what} The desktop has a button that starts it again.`),
  })
}

await runCommand(start)
