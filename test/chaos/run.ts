/**
 * `npm run chaos`: relays, databases and a load balancer are killed, frozen and cut off at random while two CTI sites talk and
 * three clients resume wherever they can. Every client must have everything once and in order, and what is missing must be a
 * gap. `npm test` does the same for some seconds. The seed is printed: with `--seed` the same blows come again.
 */
import { runLongTest } from '../support/long-test.ts'

runLongTest({
  usage: `Usage: npm run chaos -- [--seconds NUMBER] [--rate EVENTS_PER_SECOND] [--seed NUMBER]

Defaults: 600 seconds, 500 events a second, a seed by chance. Needs what npm test has installed and npm run build has built.
`,
  numbers: {
    seconds: { variable: 'CHAOS_SECONDS', fallback: 600 },
    rate: { variable: 'CHAOS_RATE', fallback: 500 },
    seed: { variable: 'CHAOS_SEED', fallback: null },
  },
  env: { CHAOS_PAUSE_MS: '8000' },
  tests: ['test/chaos/chaos.test.ts'],
})
