import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import * as v from 'valibot'
import { configSchema, type RelayConfig, type SecretPlace } from './config-schema.ts'
import { RelayError } from './relay-error.ts'

/** One thing that is wrong in a configuration: where, as a path such as `cti[0].servers`, and what. */
export type ConfigFault = { readonly path: string; readonly message: string }

/** The configuration cannot be used. `faults` lists everything that is wrong with it, not only the first. */
export class ConfigError extends RelayError {
  readonly faults: readonly ConfigFault[]

  /** @param file Its name; null where it was read by somebody else. */
  constructor(file: string | null, faults: readonly ConfigFault[], cause?: unknown) {
    const lines = faults.map(({ path, message }) => `  ${path === '' ? 'the file' : path}: ${message}`)
    const name = file === null ? '' : ` ${file}`
    super('config-invalid', `The configuration${name} cannot be used:\n${lines.join('\n')}`, cause)
    this.name = 'ConfigError'
    this.faults = faults
  }
}

function faultOf(issue: v.BaseIssue<unknown>): ConfigFault {
  let path = ''
  for (const { key } of issue.path ?? []) {
    if (typeof key === 'number') path += `[${key}]`
    else path += (path === '' ? '' : '.') + String(key)
  }
  if (issue.type !== 'strict_object') return { path, message: issue.message }
  if (issue.expected === 'never') return { path, message: 'is not a setting of this program' }
  return { path, message: issue.received === 'undefined' ? 'is missing' : 'must be an object' }
}

/**
 * Checks a configuration that has been read already.
 * @param file Its name, for messages and to resolve relative paths.
 * @throws {ConfigError} with every fault.
 */
export function parseConfig(value: unknown, file: string): RelayConfig {
  const result = v.safeParse(configSchema(dirname(resolve(file))), value)
  if (!result.success) throw new ConfigError(file, result.issues.map(faultOf))
  return result.output
}

/**
 * Reads and checks the configuration file.
 * @throws {ConfigError} when it cannot be read, is no JSON, or has faults.
 */
export function readConfig(file: string): RelayConfig {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    const message = 'cannot be read: does it exist, and may this user read it?'
    throw new ConfigError(file, [{ path: '', message }], cause)
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new ConfigError(file, [{ path: '', message: `is not JSON: ${(cause as Error).message}` }], cause)
  }
  return parseConfig(value, file)
}

/** Is a password configured? */
export const hasPassword = ({ passwordFile, passwordEnv }: SecretPlace): boolean =>
  passwordFile !== undefined || passwordEnv !== undefined

/**
 * A password: from its file, white space around it cut, or from the environment.
 * @param place Where the configuration says so, e.g. `finesse.witness`, for the message.
 * @throws {ConfigError} when there is none.
 */
export function readPassword(
  { passwordFile, passwordEnv }: SecretPlace,
  place = 'finesse.witness',
  environment = process.env,
): string {
  if (passwordEnv !== undefined) {
    const password = environment[passwordEnv]
    if (password !== undefined && password !== '') return password
    const message = `the environment variable ${passwordEnv} is not set`
    throw new ConfigError(null, [{ path: `${place}.passwordEnv`, message }])
  }
  const path = `${place}.passwordFile`
  const password = readNamed(passwordFile ?? '', path)
    .toString('utf8')
    .trim()
  if (password !== '') return password
  throw new ConfigError(null, [{ path, message: `${passwordFile} is empty` }])
}

/**
 * A file that the configuration names.
 * @param path Where it does so, for the message.
 * @throws {ConfigError} where it cannot be read.
 */
export function readNamed(file: string, path: string): Buffer {
  try {
    return readFileSync(file)
  } catch (cause) {
    const message = `${file} cannot be read: does it exist, and may this user read it?`
    throw new ConfigError(null, [{ path, message }], cause)
  }
}
