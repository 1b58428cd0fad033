import { CtiRequestError } from '../../cti/request-error.ts'
import { FinesseError } from '../../finesse/errors.ts'
import { stateFromCti } from '../../history/agent-state.ts'
import type { RelayConfig } from '../config-schema.ts'
import { withFinesse } from './command-labels.ts'
import { withCtiSession } from './cti-question.ts'

const say = (side: string, said: string): void => void process.stdout.write(`${side.padEnd(16)} ${said}\n`)

/** Prints an agent's present state as each CTI site and Finesse tell it; 1 where nobody could. */
export async function query({
  config,
  agent,
}: {
  readonly config: RelayConfig
  readonly agent: string
}): Promise<number> {
  let answers = 0
  for (const site of config.cti) {
    const side = `CTI ${site.site}`
    await withCtiSession(site, {}, async ({ client, link }) => {
      if (link?.status !== 'open') return say(side, `not open: ${link?.text ?? 'no answer'}`)
      try {
        const { agentState } = await client.queryAgentState({ agentId: agent })
        answers += 1
        say(side, `${stateFromCti(agentState)} (an answer to a question carries no reason)`)
      } catch (error) {
        if (!(error instanceof CtiRequestError)) throw error
        say(side, error.message)
      }
    })
  }
  await withFinesse(config, async (finesse) => {
    if (!finesse?.administrator) return say('Finesse', 'not asked: no witness is configured')
    try {
      const { state, rawReasonCodeId, reasonCode } = await finesse.administrator.call((client) => client.getUser(agent))
      answers += 1
      const reason = reasonCode ? `${reasonCode.code} ${reasonCode.label}` : 'no reason'
      say('Finesse', `${state}, reasonCodeId ${rawReasonCodeId ?? 'absent'}, ${reason}`)
    } catch (error) {
      if (!(error instanceof FinesseError)) throw error
      say('Finesse', error.message)
    }
  })
  return answers > 0 ? 0 : 1
}
