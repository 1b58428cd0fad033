import { basicAuthorization } from '../../finesse/credential.ts'
import { FinesseError } from '../../finesse/errors.ts'
import type { ReasonCodeRecord } from '../../finesse/reason-codes.ts'
import { Catalogue, type Deployment } from '../../history/catalogue.ts'
import { SYSTEM_CODES } from '../../history/system-codes.ts'
import { readPassword } from '../config.ts'
import type { RelayConfig } from '../config-schema.ts'
import { type FinesseAs, FinesseGateway } from '../finesse/finesse-gateway.ts'
import { catalogueEntryOf } from '../finesse/label-keeper.ts'

/** What a command needs of the configuration's Finesse; `administrator` is null where no witness is configured. */
export type CommandFinesse = { readonly gateway: FinesseGateway; readonly administrator: FinesseAs | null }

/** Gives a command the configured Finesse, and closes its connections afterwards; null where none is configured. */
export async function withFinesse<T>(
  config: RelayConfig,
  run: (finesse: CommandFinesse | null) => Promise<T>,
): Promise<T> {
  if (!config.finesse) return run(null)
  const gateway = new FinesseGateway(config.finesse)
  const { witness } = config.finesse
  try {
    const administrator = witness ? gateway.as(basicAuthorization(witness.user, readPassword(witness))) : null
    return await run({ gateway, administrator })
  } finally {
    await gateway.close()
  }
}

/** Which kind of contact centre a configured site is. */
export const deploymentsOf =
  (config: RelayConfig) =>
  (site: string): Deployment =>
    config.cti.find((each) => each.site === site)?.dialect ?? config.cti[0]?.dialect ?? 'uccx'

/** Finesse's reason codes as an administrator reads them, and a catalogue with them; says on standard error where they cannot be read. */
export async function readLabels(
  config: RelayConfig,
  administrator: FinesseAs | null,
): Promise<{ readonly codes: readonly ReasonCodeRecord[]; readonly catalogue: Catalogue }> {
  if (!administrator) return { codes: [], catalogue: new Catalogue([], SYSTEM_CODES) }
  try {
    const codes = await administrator.call((client) => client.getReasonCodes('ALL'))
    const deployment = deploymentsOf(config)('')
    const entries = codes.map((code) => catalogueEntryOf(code, deployment))
    return { codes, catalogue: new Catalogue(entries, SYSTEM_CODES) }
  } catch (error) {
    if (!(error instanceof FinesseError)) throw error
    process.stderr.write(`Labels are those of the system only: ${error.message}\n`)
    return { codes: [], catalogue: new Catalogue([], SYSTEM_CODES) }
  }
}
