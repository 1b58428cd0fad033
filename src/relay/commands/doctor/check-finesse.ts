import type { Dialect } from '../../../cti/dialect.ts'
import { FinesseError } from '../../../finesse/errors.ts'
import type { FinesseConfig, RelayConfig } from '../../config-schema.ts'
import { FinesseGateway } from '../../finesse/finesse-gateway.ts'
import { RelayError } from '../../relay-error.ts'
import { type CommandFinesse, withFinesse } from '../command-labels.ts'
import { type Finding, MEND_SKEW, skewText, wordsOf } from './finding.ts'

/** What is asked of Finesse in one step: what it says if it goes well, and what to do if it is refused. */
type Step = {
  readonly name: string
  readonly ask: () => Promise<Omit<Finding, 'what'>>
  readonly ifRefused: string
}

const NO_WITNESS =
  'Configure finesse.witness: only so are Finesse’s words known while no gadget is open, and the −1 itself.'

/** Reachability, certificate, clock, the witness's rights and the reason codes, at each Finesse server. */
export async function checkFinesse(config: RelayConfig, agent: string | undefined): Promise<Finding[]> {
  const { finesse } = config
  if (!finesse) {
    const mend = 'Name the servers under finesse.servers: without them nobody can sign in at the relay.'
    return [{ level: 'warn', what: 'Finesse', said: 'not configured', mend }]
  }
  const findings: Finding[] = []
  for (const server of finesse.servers) {
    try {
      findings.push(...(await checkServer(config, { ...finesse, servers: [server] }, agent)))
    } catch (error) {
      if (!(error instanceof RelayError)) throw error
      findings.push({ level: 'fail', what: `Finesse ${server}`, said: wordsOf(error) })
    }
  }
  return findings
}

async function checkServer(config: RelayConfig, finesse: FinesseConfig, agent: string | undefined): Promise<Finding[]> {
  const what = `Finesse ${finesse.servers[0]}`
  const { witness } = finesse
  const findings: Finding[] = []
  /** A further question with a refused credential would bring the account closer to being locked: the first refusal ends it. */
  const askInTurn = async (steps: readonly Step[]): Promise<void> => {
    for (const { name, ask, ifRefused } of steps) {
      try {
        findings.push({ what: `${what}, ${name}`, ...(await ask()) })
      } catch (error) {
        if (!(error instanceof FinesseError)) throw error
        findings.push({
          level: 'fail',
          what: `${what}, ${name}`,
          said: error.message,
          mend: adviceFor(error, ifRefused),
        })
        return
      }
    }
  }
  await withFinesse({ ...config, finesse }, async (connected) => {
    const administrator = connected?.administrator
    const dialects = config.cti.map(({ dialect }) => dialect)
    if (administrator && witness) await askInTurn(stepsOf(administrator, witness.user, dialects, agent))
  })
  if (witness) return findings
  const gateway = new FinesseGateway(finesse)
  try {
    const ask = async () => ({ level: 'ok', said: `it answers (${await gateway.knock()})` }) as const
    await askInTurn([{ name: 'reached', ask, ifRefused: '' }])
  } finally {
    await gateway.close()
  }
  return [...findings, { level: 'warn', what, said: 'no witness is configured', mend: NO_WITNESS }]
}

function stepsOf(
  administrator: NonNullable<CommandFinesse['administrator']>,
  user: string,
  dialects: readonly Dialect[],
  agent?: string,
): Step[] {
  const mustBeAdministrator = `${user} must be an administrator of Finesse.`
  const steps: Step[] = [
    {
      name: 'reached',
      ask: async () => {
        const { status, deployment, currentTimestamp } = await administrator.call((client) => client.getSystemInfo())
        const said = `${status}, ${deployment ?? 'deployment not told'}`
        // A CTI server of the other product may open a session all the same, and then nothing of an agent is understood.
        if (deployment !== null && !dialects.includes(deployment)) {
          return { level: 'fail', said, mend: `No CTI site has this dialect: set cti[].dialect to "${deployment}".` }
        }
        const skew = currentTimestamp === null ? null : skewText(Date.parse(currentTimestamp), Date.now())
        return skew === null ? { level: 'ok', said } : { level: 'warn', said: `${said}; ${skew}`, mend: MEND_SKEW }
      },
      ifRefused: `Check the password of ${user}. Five failures lock the account.`,
    },
    {
      name: 'reason codes',
      ask: async () => {
        const codes = await administrator.call((client) => client.getReasonCodes('ALL'))
        return { level: 'ok', said: `${codes.length} read` }
      },
      ifRefused: mustBeAdministrator,
    },
  ]
  if (agent === undefined) return steps
  return [
    ...steps,
    {
      name: `reading ${agent}`,
      ask: async () => {
        const { state, rawReasonCodeId } = await administrator.call((client) => client.getUser(agent))
        return { level: 'ok', said: `${state}, reasonCodeId ${rawReasonCodeId ?? 'absent'}` }
      },
      ifRefused: mustBeAdministrator,
    },
  ]
}

function adviceFor({ code }: FinesseError, ifRefused: string): string {
  switch (code) {
    case 'finesse-unauthorized':
    case 'finesse-forbidden':
      return ifRefused
    case 'finesse-not-found':
      return 'Check the id, and the address of the server.'
    case 'finesse-unreachable':
      return 'Check the address, the port and firewalls in between. Where the certificate is not trusted, give its authority as finesse.caFile.'
    case 'finesse-unavailable':
    case 'finesse-server-error':
    case 'finesse-timeout':
    case 'finesse-redirected':
    case 'finesse-refused':
    case 'finesse-malformed':
      return 'See whether Finesse is in service.'
  }
}
