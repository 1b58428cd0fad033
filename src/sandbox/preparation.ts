import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from './build.ts'
import { RELAY_SCRIPT } from './contact-centre.ts'
import type { Ending } from './ending.ts'
import type { CentreValues } from './options.ts'
import { requireFreePorts } from './ports.ts'

/** What a command that runs the whole product has before it starts anything. */
type Preparation = {
  /** Prints a line, unless the options want it quiet. */
  readonly say: (line: string) => void
  /** Only this user can read it, and it ends with the process. */
  readonly folder: string
}

/**
 * Sees to free ports, to a build, unless what was built before shall do, and to a temporary folder.
 * @throws {PortError}
 * @throws {Error} where there is nothing to run
 */
export async function prepare(
  options: CentreValues & { readonly 'no-build': boolean },
  ending: Ending,
): Promise<Preparation> {
  const say = (line: string): void => {
    if (!options.quiet) console.log(line)
  }
  await requireFreePorts({
    '--port': options.port,
    '--cti-port': options['cti-port'],
    '--relay-port': options['relay-port'],
  })
  if (!options['no-build']) {
    say('Building the gadget and the relay …')
    await build(ending.signal)
  } else if (!existsSync(RELAY_SCRIPT)) {
    throw new Error('Nothing has been built yet. Leave --no-build out, or run: npm run build')
  }
  return { say, folder: temporaryFolder(ending) }
}

function temporaryFolder(ending: Ending): string {
  const folder = mkdtempSync(join(tmpdir(), 'reason-code-history-'))
  const remove = (): void => rmSync(folder, { recursive: true, force: true })
  ending.onEnd(remove)
  // For ends that leave no time to close anything.
  process.once('exit', remove)
  return folder
}
