import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Locator } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PATIENCE } from '../support/patience.ts'
import { Desktop, lacks, launchBrowser } from './desktop.ts'
import { RunningSandbox } from './running-sandbox.ts'

/** The shortest threshold is a minute, and a minute has to pass. */
const MINUTE = { timeout: 60_000 + PATIENCE.timeout }

const chip = ({ gadget }: Desktop): Locator => gadget.getByRole('button', { name: 'Over threshold' })
const views = ({ gadget }: Desktop): Locator => gadget.locator('rch-views-dialog')
const openViews = ({ gadget }: Desktop): Promise<void> =>
  gadget.getByRole('button', { name: 'Views', exact: true }).click()

/** A supervisor says how long a lunch may last and how he looks at the floor, and both are so from then on. */
describe('thresholds and views', () => {
  const folder = mkdtempSync(join(tmpdir(), 'reason-code-history-e2e-'))
  let browser: Browser
  let context: BrowserContext
  let sandbox: RunningSandbox
  let desktop: Desktop

  /** Somebody at this browser, whose storage all have in common. */
  const signedIn = async (user: string): Promise<Desktop> => {
    const opened = new Desktop(await context.newPage())
    await opened.page.goto(sandbox.ready.desktop)
    await opened.page.getByLabel('User').fill(user)
    await opened.page.getByLabel('Password').fill(user)
    // With it the desktop is a newer one, which shows messages.
    await opened.page.getByLabel('with single sign-on').check()
    await opened.press('Sign in')
    await opened.gadget.locator('rch-agent-list tbody tr').first().waitFor()
    return opened
  }

  beforeAll(async () => {
    const temporary = join(folder, 'tmp')
    mkdirSync(temporary)
    ;[browser, sandbox] = await Promise.all([
      launchBrowser(),
      RunningSandbox.start(temporary, '--agents', '60', '--rate', '0'),
    ])
    context = await browser.newContext({ viewport: { width: 1480, height: 1100 } })
    desktop = await signedIn('super1')
  })
  afterAll(async () => {
    await browser?.close()
    await sandbox?.interrupt()
    rmSync(folder, { recursive: true, force: true })
  })

  const said = (): Locator => desktop.gadget.locator('rch-breach-alerts [aria-live]')

  it('a threshold of a minute for lunch is set in the settings, with a message of the desktop', async () => {
    expect(await chip(desktop).count(), 'there is nothing to be over').toBe(0)
    await desktop.gadget.getByRole('button', { name: 'Settings' }).click()
    const settings = desktop.gadget.locator('rch-settings-dialog')
    await settings.getByText('Thresholds').click()
    await settings.getByLabel('LUNCH 71: Too long after').fill('1')
    await settings.getByLabel('by a message of the desktop').check()
    await settings.getByRole('button', { name: 'Close' }).click()
    await expect.poll(lacks(chip(desktop), '0'), PATIENCE).toEqual([])
  })

  it('a view is saved, to begin with', async () => {
    await desktop.gadget.getByRole('searchbox').fill('cons8510')
    await openViews(desktop)
    await views(desktop).getByLabel('Name of the view').fill('The console')
    await views(desktop).getByRole('button', { name: 'Save' }).click()
    const first = views(desktop).getByRole('button', { name: 'Begin with it: The console' })
    await first.click()
    await expect.poll(() => first.getAttribute('aria-pressed'), PATIENCE).toBe('true')
    await views(desktop).getByRole('button', { name: 'Close' }).click()
  })

  it('both are there when the gadget is loaded again', async () => {
    await desktop.page.reload()
    await expect.poll(lacks(chip(desktop), '0'), PATIENCE).toEqual([])
    await expect.poll(() => desktop.gadget.getByRole('searchbox').inputValue(), PATIENCE).toBe('cons8510')
    await expect.poll(() => desktop.gadget.locator('rch-agent-list tbody tr').count(), PATIENCE).toBe(1)
    await openViews(desktop)
    await expect.poll(lacks(views(desktop), 'The console'), PATIENCE).toEqual([])
    await views(desktop).getByRole('button', { name: 'Close' }).click()
  })

  it('both are nothing to another supervisor at the same browser', async () => {
    const other = await signedIn('super2')
    await openViews(other)
    await expect.poll(lacks(views(other), 'None yet.'), PATIENCE).toEqual([])
    expect(await chip(other).count()).toBe(0)
    expect(await other.gadget.getByRole('searchbox').inputValue()).toBe('')
    await other.page.close()
  })

  it('who is at lunch for more than a minute is marked, counted, listed, and told of once', async () => {
    await desktop.press('a. Agent goes to lunch in Finesse')
    await expect.poll(lacks(desktop.row('cons8510'), 'LUNCH'), PATIENCE).toEqual([])
    const marked = desktop.row('cons8510').getByRole('img', { name: 'over the threshold' })
    const announced = '1 agent is over the threshold: Console 8510 (LUNCH)'
    expect({ marked: await marked.count(), said: await said().innerText() }).toEqual({ marked: 0, said: '' })
    await expect.poll(() => marked.count(), MINUTE).toBe(1)
    await expect.poll(() => said().innerText(), PATIENCE).toBe(announced)
    await expect.poll(lacks(desktop.page.locator('#message'), announced), PATIENCE).toEqual([])
    await expect.poll(lacks(chip(desktop), '1'), PATIENCE).toEqual([])
    await chip(desktop).click()
    await expect.poll(() => desktop.row('cons8510').innerText(), PATIENCE).toMatch(/0[1-9]:\d\d/)
  })

  it('the inbox has it while it lasts and after it, and leads to its entry', async () => {
    await desktop.gadget.locator('rch-thresholds-slot').getByRole('button', { name: 'Thresholds' }).click()
    const inbox = desktop.gadget.locator('rch-thresholds-panel li')
    await expect.poll(lacks(inbox, 'Console 8510', 'LUNCH', 'since'), PATIENCE).toEqual([])
    // The dialog is the gadget's own: what is around it can be used.
    await desktop.press('Agent goes back to Ready')
    await expect.poll(lacks(inbox, ' to '), PATIENCE).toEqual([])
    await inbox.getByRole('button').click()
    const chosen = desktop.gadget.locator("rch-entry-table tr[aria-current='true']")
    await expect.poll(lacks(chosen, 'Not Ready', 'LUNCH'), PATIENCE).toEqual([])
    await expect.poll(lacks(chip(desktop), '0'), PATIENCE).toEqual([])
  })

  it('nothing of it was a fault', () => {
    expect(desktop.faults).toEqual([])
  })
})
