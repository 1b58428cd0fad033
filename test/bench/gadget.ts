/**
 * The gadget in Chromium with 2,000 agents and 1,000 observations a second, and the same rows at the same rate in the
 * tables that one could have taken. Rounds of all alternate, so that what the machine does besides strikes all; what is
 * told is the median of the rounds.
 */
import type { Page } from 'playwright'
import { type BenchRow, median, percentile } from './bench-row.ts'
import { BenchBrowser } from './gadget/bench-browser.ts'
import { firstPaints } from './gadget/first-paint.ts'
import type { Driver, Scrolled } from './gadget/pages/driven-page.ts'
import { scriptingPerFrame } from './gadget/script-trace.ts'

const PER_SECOND = 1000
const ROUNDS = 6
const ROUND_MS = 2500
const WARM_UP_MS = 1500
const SCROLL_MS = 1500
/** A fast wheel: so many pixels in each frame. */
const SCROLL_PIXELS = 60
const OPENINGS = 5
const PAINTS = 11

const PAGES = { gadget: 'the gadget', virtualizer: '@lit-labs/virtualizer', grid: 'ag-grid-community' } as const
type Name = keyof typeof PAGES
const NAMES: readonly Name[] = ['gadget', 'virtualizer', 'grid']

type Round = { readonly frames: readonly number[]; readonly scrolled: Scrolled; readonly longTasks: readonly number[] }

const driven = (page: Page) => page.evaluateHandle(() => globalThis.bench as Driver)

async function measure(chromium: BenchBrowser, page: Page): Promise<Round> {
  const driver = await driven(page)
  await driver.evaluate((driving) => driving.longTasks())
  const frames = await scriptingPerFrame(chromium.browser, () => page.waitForTimeout(ROUND_MS))
  const scrolled = await driver.evaluate((driving, [ms, pixels]) => driving.scroll(ms, pixels), [
    SCROLL_MS,
    SCROLL_PIXELS,
  ] as const)
  return { frames, scrolled, longTasks: await driver.evaluate((driving) => driving.longTasks()) }
}

const p95 = (rounds: readonly Round[]): number => median(rounds.map(({ frames }) => percentile(frames, 0.95)))
const mean = (rounds: readonly Round[]): number =>
  median(rounds.map(({ frames }) => frames.reduce((sum, ms) => sum + ms, 0) / frames.length))
const rate = (rounds: readonly Round[]): number =>
  median(rounds.map(({ scrolled }) => scrolled.frames / (scrolled.ms / 1000)))

async function roundsOf(chromium: BenchBrowser): Promise<Readonly<Record<Name, readonly Round[]>>> {
  const rounds: Record<Name, Round[]> = { gadget: [], virtualizer: [], grid: [] }
  for (let round = 0; round < ROUNDS; round++) {
    console.log(`round ${round + 1} of ${ROUNDS}`)
    for (const name of NAMES) {
      // One page at a time has the machine, and each round begins alike.
      const page = await chromium.page(name)
      await page.evaluate((perSecond) => globalThis.bench?.feed(perSecond), PER_SECOND)
      await page.waitForTimeout(WARM_UP_MS)
      rounds[name].push(await measure(chromium, page))
      await page.context().close()
    }
  }
  return rounds
}

async function openingRow(chromium: BenchBrowser): Promise<BenchRow> {
  console.log('opening a day')
  const times: number[] = []
  for (let opening = 0; opening < OPENINGS; opening++) {
    const page = await chromium.page('gadget')
    await page.waitForTimeout(500)
    times.push(await page.evaluate(async () => (await globalThis.openLongDay?.()) ?? Infinity))
    await page.context().close()
  }
  return row("opening an agent's day of 1,000 entries", median(times), 'ms', '<= 100')
}

const row = (name: string, value: number, unit: string, limit: string | null): BenchRow => ({
  name,
  value,
  unit,
  rival: null,
  ratio: null,
  limit,
})

/** Measures the gadget beside its rivals. */
export async function bench(): Promise<readonly BenchRow[]> {
  const chromium = await BenchBrowser.open(NAMES)
  try {
    console.log('first paint on the sandbox')
    const paints = await firstPaints(chromium.browser, PAINTS)
    const opening = await openingRow(chromium)
    const rounds = await roundsOf(chromium)
    const ours = rounds.gadget
    const longest = Math.max(0, ...ours.flatMap(({ longTasks }) => longTasks))
    return [
      row('scripting per frame, 95th percentile', p95(ours), 'ms', '<= 4'),
      row('longest task while fed and scrolled', longest, 'ms', '<= 50'),
      row('frames while scrolling and fed', rate(ours), 'frames/s', '>= 58'),
      row('from the start of the script to people in the list', median(paints), 'ms', '<= 300'),
      opening,
      ...(['virtualizer', 'grid'] as const).flatMap((rival) => [
        {
          ...row('scripting per frame, mean', mean(ours), 'ms', 'ratio <= 1'),
          rival: PAGES[rival],
          ratio: mean(ours) / mean(rounds[rival]),
        },
        {
          ...row('frames while scrolling', rate(ours), 'frames/s', 'ratio >= 0.95'),
          rival: PAGES[rival],
          ratio: rate(ours) / rate(rounds[rival]),
        },
        row(`${PAGES[rival]}: scripting per frame, 95th percentile`, p95(rounds[rival]), 'ms', null),
      ]),
    ]
  } finally {
    await chromium.close()
  }
}
