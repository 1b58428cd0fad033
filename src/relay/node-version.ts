import { RelayError } from './relay-error.ts'

/** The oldest Node that has all that the relay needs, its major and its minor version, as in package.json. */
export const OLDEST_NODE = [24, 5] as const

/**
 * Sees to the Node that runs this, before anything is loaded that an older one cannot.
 * @param version E.g. `24.21.0`, as `process.versions.node` has it.
 * @throws {RelayError} `node-too-old`
 */
export function requireNode(version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [oldestMajor, oldestMinor] = OLDEST_NODE
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return
  const needed = OLDEST_NODE.join('.')
  throw new RelayError('node-too-old', `The relay needs Node ${needed} or newer, and was started with ${version}.`)
}
