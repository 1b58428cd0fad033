/**
 * What eight busy hours leave in the gadget's memory: 2,000,000 observations of 500 agents, time-lapsed, through the gadget
 * in Chromium, which shows them. Its page's heap and buffers after collection.
 */
import type { CDPSession } from 'playwright'
import type { BenchRow } from './bench-row.ts'
import { BenchBrowser } from './gadget/bench-browser.ts'
import type { Lapse } from './gadget/pages/memory.ts'

const OBSERVATIONS = 2_000_000
const HOURS_MS = 8 * 3_600_000
/** Observations come in batches of this many, as a relay's frames do. */
const BATCH = 1000
const QUARTERS = 4
const MIB = 1024 * 1024

/** What is held after everything that nobody holds has been collected. Bytes. */
async function heapOf(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage')
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize, backingStorageSize } = await session.send('Runtime.getHeapUsage')
  return usedSize + backingStorageSize
}

const row = (name: string, value: number, limit: string | null): BenchRow => ({
  name,
  value,
  unit: 'MiB',
  rival: null,
  ratio: null,
  limit,
})

/** Measures the gadget's memory. */
export async function bench(): Promise<readonly BenchRow[]> {
  const chromium = await BenchBrowser.open(['memory'])
  try {
    const page = await chromium.page('memory', 'lapse')
    const session = await page.context().newCDPSession(page)
    const driver = await page.evaluateHandle(() => globalThis.lapse as Lapse)
    const before = await heapOf(session)
    const heaps: number[] = []
    for (let quarter = 0; quarter < QUARTERS; quarter++) {
      const [ms, count] = [HOURS_MS / QUARTERS, OBSERVATIONS / QUARTERS]
      await driver.evaluate((lapse, part) => lapse.pass(...part), [ms, count, count / BATCH] as const)
      heaps.push(((await heapOf(session)) - before) / MIB)
      console.log(`${(quarter + 1) * count} observations`)
    }
    const [, half = NaN, , whole = NaN] = heaps
    return [
      row('heap that eight hours of 500 agents leave', whole, '<= 150'),
      row('of it since the half', Math.max(0, whole - half), '<= 15'),
    ]
  } finally {
    await chromium.close()
  }
}
