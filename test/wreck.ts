/**
 * `npm run wreck`: a relay on a busy floor is killed 200 times at random moments, and its history is damaged at 10,000 random
 * places. What was published must be there after each restart, as it was; what is damaged must be known as damaged. `npm test`
 * does the same a few times. The seed is printed: with `--seed` the same moments and places come again.
 */
import { runLongTest } from './support/long-test.ts'

runLongTest({
  usage: `Usage: npm run wreck -- [--kills NUMBER] [--damages NUMBER] [--seed NUMBER]

Defaults: 200 kills, 10000 damages, a seed by chance.
`,
  numbers: {
    kills: { variable: 'WRECK_KILLS', fallback: 200 },
    damages: { variable: 'WRECK_DAMAGES', fallback: 10_000 },
    seed: { variable: 'WRECK_SEED', fallback: null },
  },
  tests: ['test/relay/kill.test.ts', 'test/relay/history/damage.test.ts'],
})
