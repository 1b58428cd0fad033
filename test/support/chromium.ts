import { existsSync } from 'node:fs'

/** Where a system package puts Chromium or Chrome on Linux, first found wins. */
const SYSTEM_BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** The installed browser's path, or undefined where Playwright's own must serve. */
export const systemChromium = (): string | undefined => SYSTEM_BROWSERS.find((path) => existsSync(path))

/**
 * How every test starts Chromium: quiet, without the calls home that a closed network refuses, with the clock of one time zone
 * wherever it runs, and without the sandbox where the user is root, because Chromium refuses that combination.
 */
export function chromiumLaunchOptions(zone = 'UTC'): {
  executablePath?: string
  args: string[]
  env: NodeJS.ProcessEnv
} {
  const executablePath = systemChromium()
  const root = process.getuid?.() === 0
  return {
    ...(executablePath === undefined ? {} : { executablePath }),
    env: { ...process.env, TZ: zone },
    args: [
      ...(root ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  }
}

/** A time zone in which it is about noon, so that no day ends while a test looks at today. It has no summer time. */
export function zoneOfNoon(): string {
  const ahead = 12 - new Date().getUTCHours()
  // POSIX counts them westwards.
  return `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`
}
