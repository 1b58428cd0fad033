import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright'
import { build } from '../../../src/sandbox/build.ts'
import { RunningSandbox } from '../../e2e/running-sandbox.ts'
import { traced } from './trace.ts'

const CATEGORIES = 'devtools.timeline,blink.user_timing'

/** The mark that the page sets when people can be read in the list. */
const PAINTED = 'people can be read'

const PATIENCE_MS = 20_000

/**
 * Runs in each frame before its own scripts: marks the moment after the frame in which the list has its first row, and says
 * so. To be asked for it, the frame would have to compile and run what asks, while it is measured.
 */
function watch(mark: string): void {
  const look = (): void => {
    const list = document.querySelector('rch-app')?.shadowRoot?.querySelector('rch-agent-list')
    if (!list?.shadowRoot?.querySelector('td button')) return void requestAnimationFrame(look)
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', () => {
      performance.mark(mark)
      console.log(mark)
    })
    port1.start()
    port2.postMessage(null)
  }
  requestAnimationFrame(look)
}

/**
 * How long it takes on the sandbox from the beginning of the gadget's script until its list is painted with people in it,
 * in milliseconds: once for each time that the desktop is opened in a browser that has nothing of it.
 */
export async function firstPaints(browser: Browser, times: number): Promise<readonly number[]> {
  await build(AbortSignal.timeout(60_000))
  const folder = mkdtempSync(join(tmpdir(), 'reason-code-history-bench-'))
  const sandbox = await RunningSandbox.start(folder)
  try {
    const paints: number[] = []
    for (let time = 0; time < times; time++) paints.push(await firstPaint(browser, sandbox.ready.desktop))
    return paints
  } finally {
    await sandbox.interrupt()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function firstPaint(browser: Browser, desktop: string): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  await context.addInitScript(watch, PAINTED)
  const page = await context.newPage()
  const events = await traced(browser, CATEGORIES, async () => {
    await page.goto(desktop)
    await page.getByLabel('Password').fill('super1')
    const said = page.waitForEvent('console', {
      predicate: (message) => message.text() === PAINTED,
      timeout: PATIENCE_MS,
    })
    await page.getByRole('button', { name: 'Sign in' }).click()
    await said
  })
  await context.close()
  const started = events.find(
    ({ name, args }) => name === 'EvaluateScript' && /\/reason-code-history-[\w-]+\.js$/.test(args?.data?.url ?? ''),
  )
  const painted = events.find(({ name }) => name === PAINTED)
  if (!started || !painted) throw new Error('The gadget was not painted.')
  return (painted.ts - started.ts) / 1000
}
