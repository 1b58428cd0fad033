/**
 * `npm test`: everything CI checks, in order, each step shown as it runs. A failed step does not hide the next one.
 * The last line is `N passed, N failed`: the tests, plus one for every other step.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { nginxProgram } from '../src/sandbox/cluster/nginx-server.ts'
import { systemChromium } from './support/chromium.ts'
import { installMissing } from './support/install-packages.ts'
import { hasPgbouncer, postgresPrograms, WHY_NO_POSTGRES } from './support/postgres.ts'

const CHECKS: readonly (readonly [name: string, command: string, ...rest: string[]])[] = [
  ['typecheck', 'tsc', '--noEmit'],
  ['lint', 'oxlint', '--type-aware', '--deny-warnings'],
  ['format', 'prettier', '--check', '--log-level', 'warn', '.'],
  ['unused', 'knip'],
  ['build', 'vite', 'build', '--app', '--logLevel', 'warn'],
]

type Tally = { passed: number; failed: number }

/** What is read of the report of vitest, whose form is that of jest. */
type Report = {
  readonly numPassedTests?: number
  readonly numFailedTests?: number
  readonly testResults: readonly { readonly assertionResults: readonly TestResult[] }[]
}
type TestResult = { readonly status: string; readonly fullName: string; readonly failureMessages: readonly string[] }

/** Names the tests that passed only when they were tried again: they wait for a mending, though they do not fail the run. */
function nameRetried({ testResults }: Report): void {
  for (const { status, fullName, failureMessages } of testResults.flatMap((file) => file.assertionResults)) {
    if (status === 'passed' && failureMessages.length > 0) {
      console.log(`Passed only when tried again: ${fullName}\n  ${failureMessages.join('\n').replaceAll('\n', '\n  ')}`)
    }
  }
}

/** Runs a command of `node_modules/.bin` (npm puts it on the PATH) and says whether it ended well. */
function run(name: string, command: string, args: readonly string[]): boolean {
  console.log(`\n── ${name}`)
  const started = performance.now()
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' })
  if (error) console.error(`${command} could not be started: ${error.message}`)
  const ok = status === 0
  console.log(`${ok ? '✓' : '✗'} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`)
  return ok
}

function runTests(): Tally {
  const folder = mkdtempSync(join(tmpdir(), 'reason-code-history-test-'))
  const report = join(folder, 'report.json')
  try {
    const ok = run('tests', 'vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`])
    // Written by vitest a moment ago.
    const results = JSON.parse(readFileSync(report, 'utf8')) as Report
    const { numPassedTests: passed, numFailedTests: failed } = results
    if (passed === undefined || failed === undefined) throw new Error('the test report has no numbers')
    nameRetried(results)
    // A file that cannot be loaded fails the run without counting as a failed test.
    return { passed, failed: ok ? failed : Math.max(failed, 1) }
  } catch (error) {
    console.error(`No test report: ${String(error)}`)
    return { passed: 0, failed: 1 }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

installMissing([
  { what: 'Chromium', present: () => systemChromium() !== undefined, debianPackage: 'chromium' },
  // The package starts a server of its own on some systems: the tests start theirs, on free ports, and leave it alone.
  {
    what: 'PostgreSQL',
    present: () => WHY_NO_POSTGRES !== null || postgresPrograms() !== undefined,
    debianPackage: 'postgresql',
  },
  {
    what: 'nginx',
    present: () => WHY_NO_POSTGRES !== null || nginxProgram() !== undefined,
    debianPackage: 'nginx-light',
  },
  { what: 'PgBouncer', present: () => WHY_NO_POSTGRES !== null || hasPgbouncer(), debianPackage: 'pgbouncer' },
])

if (WHY_NO_POSTGRES !== null) console.log(`Tests with PostgreSQL are skipped: ${WHY_NO_POSTGRES}.`)

const total: Tally = { passed: 0, failed: 0 }
for (const [name, command, ...args] of CHECKS) total[run(name, command, args) ? 'passed' : 'failed'] += 1
const tests = runTests()
total.passed += tests.passed
total.failed += tests.failed
console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed === 0 ? 0 : 1
