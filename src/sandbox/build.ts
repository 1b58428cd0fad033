import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/**
 * Builds the gadget and the relay, in a process of its own, of which only faults are printed, to standard error.
 * @param signal Gives the build up.
 * @throws {Error} where it fails; the build has printed why
 */
export async function build(signal: AbortSignal): Promise<void> {
  const vite = fileURLToPath(new URL('bin/vite.js', import.meta.resolve('vite/package.json')))
  const child = spawn(process.execPath, [vite, 'build', '--app', '--logLevel', 'warn'], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
    // What it would leave among the temporary files.
    env: { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1' },
    signal,
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error('The gadget cannot be built. What is printed above says why.')
}
