import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PATIENCE } from '../support/patience.ts'
import { Desktop, lacks, launchBrowser } from './desktop.ts'
import { RunningSandbox } from './running-sandbox.ts'

const folder = mkdtempSync(join(tmpdir(), 'reason-code-history-e2e-'))
let browser: Browser
let sandbox: RunningSandbox

beforeAll(async () => {
  const temporary = join(folder, 'tmp')
  mkdirSync(temporary)
  // A page that the test changed on its way has no address, and Chromium would keep it from this machine's.
  browser = await launchBrowser('--disable-features=LocalNetworkAccessChecks')
  sandbox = await RunningSandbox.start(temporary, '--data', join(folder, 'data'), '--rate', '0')
})
afterAll(async () => {
  await browser?.close()
  await sandbox?.interrupt()
  rmSync(folder, { recursive: true, force: true })
})

async function opened(page: Page): Promise<Desktop> {
  const desktop = new Desktop(page)
  await page.goto(sandbox.ready.desktop)
  await desktop.signIn()
  return desktop
}

describe('the gadget', () => {
  it('can be loaded from the relay, which is another origin', async () => {
    const page = await browser.newPage({ bypassCSP: true })
    const loaded: string[] = []
    page.on('requestfinished', (request) => loaded.push(request.url()))
    await page.route('**/desktop/gadgets/ifr*', async (route) => {
      const text = await (await route.fetch()).text()
      const body = text.replace('src="reason-code-history-', `src="${sandbox.ready.relay}/gadget/reason-code-history-`)
      await route.fulfill({ contentType: 'text/html', body })
    })
    const desktop = await opened(page)
    await expect.poll(lacks(desktop.row('cons8510'), 'Console 8510'), PATIENCE).toEqual([])
    await desktop.row('cons8510').click()
    await desktop.gadget.locator('rch-agent-detail').waitFor()
    const modules = () => loaded.filter((url) => /\/(?:main|parts|en)-[\w-]+\.js$/.test(url))
    await expect.poll(() => modules().length, PATIENCE).toBeGreaterThanOrEqual(3)
    expect(modules().filter((url) => !url.startsWith(`${sandbox.ready.relay}/gadget/`))).toEqual([])
    expect(desktop.faults).toEqual([])
    await page.close()
  })

  it('takes the height that there is while the desktop maximises it, and its own again', async () => {
    const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } })
    const desktop = await opened(page)
    const height = () => page.locator('#gadget').evaluate((frame) => frame.clientHeight)
    await expect.poll(height, PATIENCE).toBe(760)
    await desktop.press('Maximise')
    await expect.poll(height, PATIENCE).toBe(904)
    await page.setViewportSize({ width: 1400, height: 800 })
    await expect.poll(height, PATIENCE).toBe(704)
    await desktop.press('Restore')
    await expect.poll(height, PATIENCE).toBe(760)
    await page.close()
  })

  it('has its list when its tab is shown only after it was loaded', async () => {
    const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } })
    const desktop = await opened(page)
    await expect.poll(lacks(desktop.row('cons8510'), 'Console 8510'), PATIENCE).toEqual([])
    await page.reload()
    await page.locator('#gadget-panel').evaluate((panel) => (panel.style.display = 'none'))
    await desktop.gadget.locator('rch-agent-list').waitFor({ state: 'attached' })
    await page.locator('#gadget-panel').evaluate((panel) => (panel.style.display = ''))
    const rows = desktop.gadget.locator('rch-agent-list tbody tr')
    await expect.poll(() => rows.count(), PATIENCE).toBeGreaterThan(10)
    expect(desktop.faults).toEqual([])
    await page.close()
  })

  it('says what is wrong where the layout gives no address of a relay, and shows what Finesse says', async () => {
    const page = await browser.newPage()
    await page.route('**/desktop/state', async (route) => {
      const state = (await (await route.fetch()).json()) as object
      await route.fulfill({ json: { ...state, relay: 'relay.example.com:85430' } })
    })
    const desktop = await opened(page)
    await expect.poll(lacks(desktop.row('cons8510'), 'Console 8510'), PATIENCE).toEqual([])
    const banner = desktop.gadget.locator('rch-floor-banner')
    await expect.poll(lacks(banner, 'The gadget preference “relay” is no address.'), PATIENCE).toEqual([])
    expect(await banner.getByRole('button').count()).toBe(0)
    expect(desktop.faults).toEqual([])
    await page.close()
  })

  it('works where the browser lets its frame keep nothing', async () => {
    const page = await browser.newPage()
    await page.addInitScript(() => {
      if (window === window.top) return
      for (const name of ['localStorage', 'sessionStorage']) {
        Object.defineProperty(window, name, {
          get() {
            throw new DOMException('Access is denied', 'SecurityError')
          },
        })
      }
    })
    const desktop = await opened(page)
    await expect.poll(lacks(desktop.row('cons8510'), 'Console 8510'), PATIENCE).toEqual([])
    await desktop.row('cons8510').click()
    await desktop.gadget.locator('rch-agent-detail').waitFor()
    expect(desktop.faults).toEqual([])
    await page.close()
  })

  it('says so where a part of it cannot be had, and has it when asked again', async () => {
    const page = await browser.newPage()
    await page.route('**/parts-*.js', (route) => route.abort())
    const desktop = await opened(page)
    await desktop.row('cons8510').click()
    const alert = desktop.gadget.getByRole('alert').first()
    await expect.poll(lacks(alert, 'This part of the gadget could not be loaded.'), PATIENCE).toEqual([])
    await page.unroute('**/parts-*.js')
    await alert.getByRole('button', { name: 'Try again' }).click()
    await desktop.gadget.locator('rch-agent-detail').waitFor()
    await page.close()
  })

  it('says so where nothing of it but the loader can be had, and is loaded when asked again', async () => {
    const page = await browser.newPage()
    await page.route('**/main-*.js', (route) => route.abort())
    const desktop = await opened(page)
    const alert = desktop.gadget.getByRole('alert')
    await expect.poll(lacks(alert, 'The Reason Code History gadget could not be loaded.'), PATIENCE).toEqual([])
    await page.unroute('**/main-*.js')
    await desktop.gadget.getByRole('button', { name: 'Try again' }).click()
    await expect.poll(lacks(desktop.row('cons8510'), 'Console 8510'), PATIENCE).toEqual([])
    await page.close()
  })
})
