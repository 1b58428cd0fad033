import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from './build.ts'
import { RELAY_SCRIPT } from './contact-centre.ts'
import type { Ending } from './ending.ts'

/** Builds the gadget and the relay, unless what was built before shall do. @throws {Error} where there is nothing to run */
export async function prepareBuild(
  { quiet, 'no-build': isBuilt }: { readonly quiet: boolean; readonly 'no-build': boolean },
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  if (!isBuilt) {
    say('Building the gadget and the relay …')
    await build(quiet, signal)
  } else if (!existsSync(RELAY_SCRIPT)) {
    throw new Error('Nothing has been built yet. Leave --no-build out, or run: npm run build')
  }
}

/** A folder that only this user can read and that ends with the process. */
export function temporaryFolder(ending: Ending): string {
  const folder = mkdtempSync(join(tmpdir(), 'reason-code-history-'))
  const remove = (): void => rmSync(folder, { recursive: true, force: true })
  ending.onEnd(remove)
  // For ends that leave no time to close anything.
  process.once('exit', remove)
  return folder
}
