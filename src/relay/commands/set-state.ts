import { readFileSync } from 'node:fs'
import { CtiRequestError } from '../../cti/request-error.ts'
import { basicAuthorization } from '../../finesse/credential.ts'
import { FinesseError } from '../../finesse/errors.ts'
import type { RelayConfig } from '../config-schema.ts'
import { RelayError } from '../relay-error.ts'
import { withFinesse } from './command-labels.ts'
import { withCtiSession } from './cti-question.ts'

export type SetStateOptions = {
  readonly config: RelayConfig
  readonly agent: string
  readonly state: 'READY' | 'NOT_READY' | 'LOGOUT'
  /** A reason code, not an id. */
  readonly reason?: number
  readonly via: 'finesse' | 'cti'
  readonly passwordFile?: string
  readonly extension?: string
  /** The CTI site; default: the first. */
  readonly site?: string
}

/** The command cannot do what it was asked for. */
class SetStateError extends RelayError {
  constructor(message: string, cause?: unknown) {
    super('set-state-failed', message, cause)
    this.name = 'SetStateError'
  }
}

/** Puts an agent into a state. @throws {SetStateError} with the side's own words where it refuses. */
export async function setState(options: SetStateOptions): Promise<void> {
  const { agent, state, reason, via } = options
  if (reason !== undefined && state === 'READY') throw new SetStateError('READY takes no reason.')
  await (via === 'cti' ? throughCti(options) : throughFinesse(options))
  const given = reason === undefined ? '' : `, reason ${reason}`
  process.stdout.write(
    `${agent}: ${state}${given} was asked for through ${via === 'cti' ? 'the CTI server' : 'Finesse'}.\n`,
  )
}

/** As the agent: a supervisor or an administrator may give no reason for somebody else. */
async function throughFinesse({ config, agent, state, reason, passwordFile }: SetStateOptions): Promise<void> {
  const password = passwordOf(passwordFile)
  if (!password) throw new SetStateError('Give the agent’s own password with --password-file or AGENT_PASSWORD.')
  await withFinesse(config, async (finesse) => {
    if (!finesse) throw new SetStateError('The configuration names no Finesse server.')
    const self = finesse.gateway.as(basicAuthorization(agent, password))
    try {
      const category = state === 'LOGOUT' ? 'LOGOUT' : 'NOT_READY'
      const codes = reason === undefined ? [] : await self.call((client) => client.getUserReasonCodes(agent, category))
      const chosen = codes.find(({ code, id }) => code === reason && id !== null)
      if (reason !== undefined && !chosen) {
        const known = codes.map(({ code, label }) => `${code} ${label}`).join(', ')
        throw new SetStateError(
          `Finesse has no reason ${reason} for ${agent} in ${category}. It has: ${known || 'none'}.`,
        )
      }
      const reasonCodeId = chosen?.id ?? undefined
      await self.call((client) => client.setUserState(agent, { state, ...(reasonCodeId ? { reasonCodeId } : {}) }))
    } catch (cause) {
      if (cause instanceof FinesseError) throw new SetStateError(cause.message, cause)
      throw cause
    }
  })
}

function passwordOf(file: string | undefined): string | undefined {
  if (file === undefined) return process.env['AGENT_PASSWORD']
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (cause) {
    throw new SetStateError(`${file} cannot be read.`, cause)
  }
}

const CTI_STATES = { READY: 'AVAILABLE', NOT_READY: 'NOT_READY', LOGOUT: 'LOGOUT' } as const

/** As an application does whose reason Finesse then does not know. */
async function throughCti({ config, agent, state, reason, extension, site: name }: SetStateOptions): Promise<void> {
  const site = config.cti.find((each) => name === undefined || each.site === name)
  if (!site) {
    const known = config.cti.map((each) => each.site).join(', ')
    throw new SetStateError(`The configuration names no CTI site ${name}. It has: ${known}.`)
  }
  const instrument = extension ?? (await extensionOf(config, agent))
  await withCtiSession(site, { control: true }, async ({ client, link }) => {
    if (link?.status !== 'open') throw new SetStateError(`${site.site} is not open: ${link?.text ?? 'no answer'}`)
    try {
      await client.setAgentState({ agentId: agent, instrument, state: CTI_STATES[state], reason })
    } catch (cause) {
      if (cause instanceof CtiRequestError) throw new SetStateError(cause.message, cause)
      throw cause
    }
  })
}

async function extensionOf(config: RelayConfig, agent: string): Promise<string> {
  const unknown = 'The agent’s extension is not known: give it with --extension.'
  try {
    const user = await withFinesse(config, async (finesse) =>
      finesse?.administrator?.call((client) => client.getUser(agent)),
    )
    if (user?.extension) return user.extension
  } catch (cause) {
    if (!(cause instanceof FinesseError)) throw cause
    throw new SetStateError(`${unknown} Finesse was asked for it: ${cause.message}`, cause)
  }
  throw new SetStateError(unknown)
}
