import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

const SOURCE = new URL('../../src/relay/small-heap.ts', import.meta.url)

/** Makes and keeps many small objects, and says how much room V8 takes for new ones. */
const PROGRAM = `
  import { getHeapSpaceStatistics } from 'node:v8'
  const [, module] = process.argv
  if (module) (await import(module)).keepHeapSmall()
  const kept = Array.from({ length: 100_000 }, () => null)
  for (let count = 0; count < 3_000_000; count += 1) kept[count % kept.length] = { count, text: 'x' + count }
  const space = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')
  console.log(space.space_size)
`

async function roomForNew(...modules: readonly string[]): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', PROGRAM, ...modules])
  return Number(stdout)
}

describe('a small heap', () => {
  it('keeps the room for new objects as it is at the start, however many are made', async () => {
    const [small, large] = await Promise.all([roomForNew(SOURCE.href), roomForNew()])
    expect(small).toBeLessThanOrEqual(4 * 2 ** 20)
    expect(large).toBeGreaterThan(2 * small)
  })
})
