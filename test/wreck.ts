/**
 * `npm run wreck`: a relay on a busy floor is killed 200 times at random moments, and its history is damaged at 10,000 random
 * places. What was published must be there after each restart, as it was; what is damaged must be known as damaged. `npm test`
 * does the same a few times. The seed is printed: with `--seed` the same moments and places come again.
 */
import { spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'

const USAGE = `Usage: npm run wreck -- [--kills NUMBER] [--damages NUMBER] [--seed NUMBER]

Defaults: 200 kills, 10000 damages, a seed by chance.
`

const MAX_SEED = 2 ** 31 - 1

const NUMBER = { type: 'string' } as const

function numberOf(text: string): string {
  if (/^\d{1,10}$/.test(text) && Number(text) <= MAX_SEED) return text
  throw new TypeError(`${text} is no whole number up to ${MAX_SEED}.`)
}

/** Runs the tests with these numbers. @returns the exit code */
function main(): number {
  const { values } = parseArgs({
    options: { kills: NUMBER, damages: NUMBER, seed: NUMBER, help: { type: 'boolean', default: false } },
  })
  if (values.help) {
    console.log(USAGE)
    return 0
  }
  const { kills = '200', damages = '10000', seed = String(randomInt(MAX_SEED)) } = values
  const numbers = { WRECK_KILLS: numberOf(kills), WRECK_DAMAGES: numberOf(damages), WRECK_SEED: numberOf(seed) }
  console.log(`${kills} kills, ${damages} damages, seed ${seed}`)
  const tests = ['test/relay/kill.test.ts', 'test/relay/history/damage.test.ts']
  const { status, error } = spawnSync('vitest', ['run', '--project', 'node', ...tests], {
    stdio: 'inherit',
    env: { ...process.env, ...numbers },
  })
  if (error) throw error
  return status ?? 1
}

try {
  process.exitCode = main()
} catch (error) {
  const isUsage = error instanceof TypeError
  console.error(isUsage ? `${error.message}\n\n${USAGE}` : error)
  process.exitCode = isUsage ? 2 : 1
}
