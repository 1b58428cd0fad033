import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createMetrics } from '../../src/relay/metrics.ts'
import { tempFolder } from '../support/temp-folder.ts'

const DOCUMENT = readFileSync(new URL('../../docs/operate.md', import.meta.url), 'utf8')
const MAIN = readFileSync(new URL('../../src/relay/main.ts', import.meta.url), 'utf8')

/** Our own metrics with their labels; Prometheus adds endings to the name of a histogram. */
const metrics = new Map(
  (
    createMetrics().registry.getMetricsAsArray() as unknown as {
      name: string
      type: string
      labelNames: string[]
    }[]
  )
    .filter(({ name }) => name.startsWith('relay_'))
    .map(({ name, labelNames }) => [name, labelNames]),
)

const named = (text: string): string[] =>
  [...new Set(text.match(/\brelay_\w+/g))].map((name) => name.replace(/_(bucket|sum|count)$/, '')).toSorted()

const alerts = /```yaml\n([\s\S]+?)```/.exec(DOCUMENT)?.[1] ?? ''

const SYSTEMD_ANALYZE = 'systemd-analyze'
const canAnalyze = spawnSync(SYSTEMD_ANALYZE, ['--version']).status === 0

describe('docs/operate.md', () => {
  it.skipIf(!canAnalyze)('has a unit that systemd understands (skipped where there is no systemd-analyze)', () => {
    const unit = /```ini\n([\s\S]+?)```/.exec(DOCUMENT)?.[1] ?? ''
    const file = join(tempFolder(), 'reason-code-history.service')
    // Where Node is on this machine.
    writeFileSync(file, unit.replace('/usr/bin/node', process.execPath))
    const { status, stderr } = spawnSync(SYSTEMD_ANALYZE, ['verify', file], { encoding: 'utf8' })
    // What it says of other units is not ours.
    const said = stderr.split('\n').filter((line) => line.includes('reason-code-history'))
    expect({ status, said }).toEqual({ status: 0, said: [] })
  })

  it('explains every metric, with its labels, and no other', () => {
    const rows = [...DOCUMENT.matchAll(/^\| `(relay_\w+)(?:\{([\w,]+)\})?` /gm)]
    const documented = rows.map(([, name, labels]) => [name, labels?.split(',') ?? []])
    expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(metrics))
  })

  it('alerts on metrics and labels that there are', () => {
    const known = named(alerts)
    expect(known.length).toBeGreaterThan(5)
    expect(known.filter((name) => !metrics.has(name))).toEqual([])
    for (const [, name = '', label = ''] of alerts.matchAll(/(relay_\w+)\{(\w+)=/g)) {
      expect(metrics.get(name)).toContain(label)
    }
    for (const [, labels = '', name = ''] of alerts.matchAll(/by \(([\w, ]+)\) \(\w+\((relay_\w+)/g)) {
      // `le` is the histogram's own.
      const ours = labels.split(', ').filter((label) => label !== 'le')
      expect(metrics.get(name) ?? []).toEqual(expect.arrayContaining(ours))
    }
  })

  it('names every subcommand', () => {
    const commands = [...MAIN.matchAll(/^command\(\s*'([\w-]+)'/gm)].map(([, name]) => name)
    expect(commands).toHaveLength(8)
    const rows = new Set([...DOCUMENT.matchAll(/^\| `([a-z-]+)` +\| /gm)].map(([, name]) => name))
    expect(commands.filter((name) => !rows.has(name))).toEqual([])
  })
})
