/**
 * Pictures of the main views, for a person to look at: in the folder that SCREENSHOTS names, else in a new one among the
 * temporary files, which is printed. What a program can see, the test looks at itself: that nothing runs out of the frame.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PATIENCE } from '../support/patience.ts'
import { Desktop, lacks, launchBrowser } from './desktop.ts'
import { RunningSandbox } from './running-sandbox.ts'

const LOOKS = [
  {
    name: 'light',
    locale: 'en-US',
    isDark: false,
    forcedColors: 'none',
    words: { back: 'All agents', close: 'Close', notReady: 'Not Ready' },
  },
  {
    name: 'dark',
    locale: 'de-DE',
    isDark: true,
    forcedColors: 'none',
    words: { back: 'Alle Agenten', close: 'Schließen', notReady: 'Nicht bereit' },
  },
  {
    name: 'arabic',
    locale: 'ar-SA',
    isDark: false,
    forcedColors: 'none',
    words: { back: 'كل الوكلاء', close: 'إغلاق', notReady: 'غير جاهز' },
  },
  {
    name: 'forced-colours',
    locale: 'fr-FR',
    isDark: false,
    forcedColors: 'active',
    words: { back: 'Tous les agents', close: 'Fermer', notReady: 'Non prêt' },
  },
] as const

const WIDTHS = [320, 700, 1400] as const

/** What is on each tool's button, in the order of the buttons. */
const TOOLS = ['views', 'totals', 'past', 'export'] as const

const shots = process.env['SCREENSHOTS'] ?? mkdtempSync(join(tmpdir(), 'reason-code-history-screenshots-'))
const folder = mkdtempSync(join(tmpdir(), 'reason-code-history-e2e-'))
let browser: Browser
let sandbox: RunningSandbox

beforeAll(async () => {
  mkdirSync(shots, { recursive: true })
  const temporary = join(folder, 'tmp')
  mkdirSync(temporary)
  browser = await launchBrowser()
  sandbox = await RunningSandbox.start(temporary, '--data', join(folder, 'data'), '--agents', '40', '--rate', '2')
})
afterAll(async () => {
  await browser?.close()
  await sandbox?.interrupt()
  rmSync(folder, { recursive: true, force: true })
  console.log(`The pictures are in ${shots}`)
})

describe.each(LOOKS)('the gadget, $name', ({ name, locale, isDark, forcedColors, words }) => {
  it.each(WIDTHS)('fits into %i px, and has its picture taken', async (width) => {
    const page = await browser.newPage({
      viewport: { width: 1480, height: 1300 },
      reducedMotion: 'reduce',
      colorScheme: isDark ? 'dark' : 'light',
      forcedColors,
    })
    const desktop = new Desktop(page)
    await page.goto(sandbox.ready.desktop)
    await desktop.signIn()
    await page.locator('#locale').selectOption(locale)
    await page.locator('#dark').setChecked(isDark)
    await page.locator(`input[name='width'][value='${width}']`).check()
    await desktop.play('Agent goes back to Ready')
    await desktop.play('b. Application sets lunch through CTI')
    await desktop.gadget.locator('rch-agent-list tbody tr').first().waitFor()

    /** How much runs out of the frame, in pixels. */
    const over = () => desktop.gadget.locator('rch-app').evaluate((app) => app.scrollWidth - app.clientWidth)
    const picture = async (view: string): Promise<void> => {
      await expect.poll(over, { ...PATIENCE, message: view }).toBe(0)
      await page.locator('#gadget').screenshot({ path: join(shots, `${view}-${width}-${name}.png`) })
    }
    await picture('list')
    await desktop.gadget.locator("input[type='search']").fill('cons8510')
    await expect.poll(lacks(desktop.row('cons8510'), words.notReady, 'LUNCH'), PATIENCE).toEqual([])
    await desktop.row('cons8510').click()
    await expect.poll(lacks(desktop.gadget.locator('rch-callout'), '71 LUNCH'), PATIENCE).toEqual([])
    await picture('history')
    const back = desktop.gadget.getByRole('button', { name: words.back })
    if (await back.isVisible()) await back.click()
    const close = desktop.gadget.getByRole('button', { name: words.close, exact: true })
    const buttons = desktop.gadget.locator('rch-tools').getByRole('button')
    for (const [index, tool] of TOOLS.entries()) {
      await buttons.nth(index).click()
      if (tool === 'past') {
        await desktop.gadget.locator('rch-agent-list.past tbody tr').first().waitFor()
        await picture(tool)
        await buttons.nth(index).click()
        continue
      }
      await close.waitFor()
      await picture(tool)
      await close.click()
    }
    await desktop.gadget.locator('rch-thresholds-slot').getByRole('button').first().click()
    await close.waitFor()
    await picture('thresholds')
    await close.click()
    await desktop.gadget.locator('rch-settings-button').getByRole('button').first().click()
    await close.waitFor()
    await picture('settings')
    expect(desktop.faults).toEqual([])
    await page.close()
  })
})
