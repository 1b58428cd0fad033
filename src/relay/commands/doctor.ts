import type { RelayConfig } from '../config-schema.ts'
import { checkCti } from './doctor/check-cti.ts'
import { checkFinesse } from './doctor/check-finesse.ts'
import { checkHistory } from './doctor/check-history.ts'
import { checkListening } from './doctor/check-listen.ts'
import type { Finding } from './doctor/finding.ts'

const MARKS = { ok: 'ok  ', warn: 'warn', fail: 'FAIL' } as const

/** Checks every link of a configuration and prints one line each; 1 where something does not work. */
export async function doctor({
  config,
  agent,
}: {
  readonly config: RelayConfig
  readonly agent?: string
}): Promise<number> {
  let worst = 0
  const report = (findings: readonly Finding[]): void => {
    for (const { level, what, said, mend } of findings) {
      process.stdout.write(`${MARKS[level]}  ${what}: ${said}\n`)
      if (mend !== undefined) process.stdout.write(`      ${mend}\n`)
      if (level === 'fail') worst = 1
    }
  }
  report(await checkListening(config))
  report(await checkHistory(config))
  for (const site of config.cti) for (const server of site.servers) report(await checkCti(site, server))
  report(await checkFinesse(config, agent))
  process.stdout.write(worst === 0 ? 'Nothing stands in the way.\n' : 'Mend what FAILs, and run the doctor again.\n')
  return worst
}
