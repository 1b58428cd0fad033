/** `npm run sandbox`: the contact centre alone, for a relay that is started by hand. Builds nothing. */
import { openContactCentre } from './contact-centre.ts'
import { type Ending, runCommand } from './ending.ts'
import { helpText, readOptions, SANDBOX_OPTIONS } from './options.ts'
import { HOST, requireFreePorts } from './ports.ts'

const PURPOSE = 'Runs a contact centre without the relay, which is expected at --relay-port. Ctrl-C ends it.'

async function sandbox(ending: Ending): Promise<void> {
  const options = readOptions(SANDBOX_OPTIONS, process.argv.slice(2))
  if (!options) return void process.stdout.write(helpText('npm run sandbox -- [options]', PURPOSE, SANDBOX_OPTIONS))
  await requireFreePorts({ '--port': options.port, '--cti-port': options['cti-port'] })
  const port = options['relay-port']
  const relay = { address: port === 0 ? null : `http://${HOST}:${port}`, process: null }
  const centre = await openContactCentre(options, () => relay)
  ending.onEnd(() => centre.stop())
  const { desktop, finesse, cti } = centre
  console.log(`ready ${JSON.stringify({ desktop, finesse, cti })}`)
  if (options.quiet) return
  console.log(`
The desktop at ${desktop} (super1, super1) shows the gadget that was built last.
Its gadget looks for a relay at ${relay.address ?? 'no address'}: allow ${finesse} in its allowedOrigins.`)
}

await runCommand(sandbox)
