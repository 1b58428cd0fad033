/**
 * `npm run fuzz`: a million mutated CTI messages and ten thousand mutated bodies of Finesse. Whatever comes must give a message, an
 * object, nothing, or a typed error, and leave the memory as it was. The seed is printed: with `--seed` a failure comes again.
 * The exit code is 1 where something broke, 2 for arguments that cannot be used.
 */
import { parseArgs } from 'node:util'
import { heapAfterGc } from '../support/heap.ts'
import { fuzzMessages } from './cti-messages.ts'
import { fuzzBodies } from './finesse-bodies.ts'

const PROGRESS_STEPS = 10
/** The first part fills what is bounded; after it the heap may grow by this much. */
const WARM_UP_SHARE = 0.1
const MAX_GROWTH_MIB = 32
const MIB = 2 ** 20
const MAX_NUMBER = 2 ** 31 - 1

const USAGE = `Usage: npm run fuzz -- [--seed NUMBER] [--messages NUMBER] [--bodies NUMBER]

Defaults: a seed by chance, 1000000 messages, 10000 bodies.
`

/** Watches the memory of a run and tells how far it is. */
class Watch {
  readonly #what: string
  readonly #count: number
  #warm = NaN
  #step = 0

  constructor(what: string, count: number) {
    this.#what = what
    this.#count = count
  }

  progress(done: number): void {
    if (Number.isNaN(this.#warm) && done >= this.#count * WARM_UP_SHARE) this.#warm = heapAfterGc()
    const step = Math.floor((done / this.#count) * PROGRESS_STEPS)
    if (step === this.#step) return
    this.#step = step
    console.log(`${done} of ${this.#count} ${this.#what}, memory ${Math.round(process.memoryUsage.rss() / MIB)} MiB`)
  }

  /** MiB by which the heap has grown. @throws {Error} where that is too much. */
  growth(): number {
    const growth = this.#count === 0 ? 0 : (heapAfterGc() - this.#warm) / MIB
    if (growth > MAX_GROWTH_MIB) {
      throw new Error(`the heap grew by ${growth.toFixed(1)} MiB; ${MAX_GROWTH_MIB} are allowed`)
    }
    return growth
  }
}

function numberOf(name: string, text: string): number {
  if (/^\d{1,10}$/.test(text) && Number(text) <= MAX_NUMBER) return Number(text)
  throw new TypeError(`--${name} must be a whole number up to ${MAX_NUMBER}.`)
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: String(Math.floor(Math.random() * MAX_NUMBER)) },
      messages: { type: 'string', default: '1000000' },
      bodies: { type: 'string', default: '10000' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(USAGE)
    return
  }
  const [seed, messages, bodies] = (['seed', 'messages', 'bodies'] as const).map((name) => numberOf(name, values[name]))
  if (seed === undefined || messages === undefined || bodies === undefined) return
  console.log(`seed ${seed}`)
  const started = performance.now()

  const messageWatch = new Watch('messages', messages)
  const said = fuzzMessages({ seed, count: messages, onProgress: (done) => messageWatch.progress(done) })
  const messageGrowth = messageWatch.growth()
  console.log(
    `messages: ${said.read} read, ${said.skipped} skipped, ${said.refused} refused; ` +
      `${said.sessions} sessions, ${said.observations} observations`,
  )
  const bodyWatch = new Watch('bodies', bodies)
  const answered = await fuzzBodies({ seed, count: bodies, onProgress: (done) => bodyWatch.progress(done) })
  const bodyGrowth = bodyWatch.growth()
  console.log(
    `bodies: ${answered.read} read, ${answered.refused} refused, the slowest in ${answered.slowestMs.toFixed(0)} ms`,
  )

  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  const growth = `${messageGrowth.toFixed(1)} and ${bodyGrowth.toFixed(1)} MiB`
  console.log(
    `ok: ${messages} messages and ${bodies} bodies gave only typed errors; the heap grew by ${growth}; ${seconds} s, seed ${seed}`,
  )
}

main().catch((error: unknown) => {
  const isUsage = error instanceof TypeError
  console.error(isUsage ? `${error.message}\n\n${USAGE}` : error)
  console.error(isUsage ? '' : 'failed')
  process.exitCode = isUsage ? 2 : 1
})
