import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** One thing the tests need from the system: how to tell that it is there, and the Debian package that brings it. */
export type SystemNeed = { readonly what: string; readonly present: () => boolean; readonly debianPackage: string }

/**
 * Installs what is missing through Debian's package manager and says so.
 * Elsewhere, or without the right to install, it says what to install by hand and throws.
 */
export function installMissing(needs: readonly SystemNeed[]): void {
  const missing = needs.filter((need) => !need.present())
  if (missing.length === 0) return
  const names = missing.map((need) => need.what).join(', ')
  const packages = missing.map((need) => need.debianPackage)
  if (!existsSync('/usr/bin/apt-get')) {
    throw new Error(`The tests need ${names}. Install it with this system's package manager, then run npm test again.`)
  }
  console.log(`Missing: ${names}. Installing Debian's ${packages.join(' ')} with apt-get ...`)
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '--non-interactive']
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const command of [
    ['apt-get', 'update', '-q'],
    ['apt-get', 'install', '-q', '-y', '--no-install-recommends', ...packages],
  ]) {
    const [program = '', ...rest] = [...asRoot, ...command]
    const { status } = spawnSync(program, rest, { stdio: ['ignore', 'ignore', 'inherit'], env: environment })
    if (status !== 0) {
      throw new Error(
        `\`${command.join(' ')}\` failed. Install ${packages.join(' ')} by hand, then run npm test again.`,
      )
    }
  }
}
