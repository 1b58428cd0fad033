import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Locator } from 'playwright'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
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
  let context: BrowserContext | undefined
  let sandbox: RunningSandbox
  let desktop: Desktop

  /** Somebody at this browser, whose storage all have in common. */
  const signedIn = async (at: BrowserContext, user: string): Promise<Desktop> => {
    const opened = new Desktop(await at.newPage())
    await opened.page.goto(sandbox.ready.desktop)
    // With a token the desktop is a newer one, which shows messages.
    await opened.signIn(user, { withToken: true })
    await opened.gadget.locator('rch-agent-list tbody tr').first().waitFor()
    return opened
  }

  /** The supervisor at a browser that has kept nothing yet. */
  const begin = async (): Promise<BrowserContext> => {
    await context?.close()
    context = await browser.newContext({ viewport: { width: 1480, height: 1100 } })
    desktop = await signedIn(context, 'super1')
    return context
  }

  beforeAll(async () => {
    const temporary = join(folder, 'tmp')
    mkdirSync(temporary)
    ;[browser, sandbox] = await Promise.all([
      launchBrowser(),
      RunningSandbox.start(temporary, '--agents', '60', '--rate', '0'),
    ])
  })
  afterAll(async () => {
    await browser?.close()
    await sandbox?.interrupt()
    rmSync(folder, { recursive: true, force: true })
  })
  afterEach(() => {
    expect(desktop.faults).toEqual([])
  })

  /** A minute for lunch, and a message of the desktop when it is over. */
  const allowMinuteForLunch = async (): Promise<void> => {
    expect(await chip(desktop).count(), 'there is nothing to be over').toBe(0)
    await desktop.gadget.getByRole('button', { name: 'Settings' }).click()
    const settings = desktop.gadget.locator('rch-settings-dialog')
    await settings.getByText('Thresholds').click()
    await settings.getByLabel('LUNCH 71: Too long after').fill('1')
    await settings.getByLabel('by a message of the desktop').check()
    await settings.getByRole('button', { name: 'Close' }).click()
    await expect.poll(lacks(chip(desktop), '0'), PATIENCE).toEqual([])
  }

  it('a threshold and a view to begin with are kept for the supervisor, and for nobody else at the same browser', async () => {
    const at = await begin()
    await allowMinuteForLunch()
    await desktop.gadget.getByRole('searchbox').fill('cons8510')
    await openViews(desktop)
    await views(desktop).getByLabel('Name of the view').fill('The console')
    await views(desktop).getByRole('button', { name: 'Save' }).click()
    const first = views(desktop).getByRole('button', { name: 'Begin with it: The console' })
    await first.click()
    await expect.poll(() => first.getAttribute('aria-pressed'), PATIENCE).toBe('true')
    await views(desktop).getByRole('button', { name: 'Close' }).click()

    await desktop.page.reload()
    await expect.poll(lacks(chip(desktop), '0'), PATIENCE).toEqual([])
    await expect.poll(() => desktop.gadget.getByRole('searchbox').inputValue(), PATIENCE).toBe('cons8510')
    await expect.poll(() => desktop.gadget.locator('rch-agent-list tbody tr').count(), PATIENCE).toBe(1)
    await openViews(desktop)
    await expect.poll(lacks(views(desktop), 'The console'), PATIENCE).toEqual([])
    await views(desktop).getByRole('button', { name: 'Close' }).click()

    const other = await signedIn(at, 'super2')
    await openViews(other)
    await expect.poll(lacks(views(other), 'None yet.'), PATIENCE).toEqual([])
    expect(await chip(other).count()).toBe(0)
    expect(await other.gadget.getByRole('searchbox').inputValue()).toBe('')
  })

  it('who is at lunch for more than a minute is marked, counted and told of once, and listed while it lasts and after it', async () => {
    await begin()
    await desktop.play('Agent goes back to Ready')
    await expect.poll(lacks(desktop.row('cons8510'), 'no reason in this state'), PATIENCE).toEqual([])
    await allowMinuteForLunch()
    await desktop.play('a. Agent goes to lunch in Finesse')
    await expect.poll(lacks(desktop.row('cons8510'), 'LUNCH'), PATIENCE).toEqual([])
    const marked = desktop.row('cons8510').getByRole('img', { name: 'over the threshold' })
    const said = desktop.gadget.locator('rch-breach-alerts [aria-live]')
    const announced = '1 agent is over the threshold: Console 8510 (LUNCH)'
    expect({ marked: await marked.count(), said: await said.innerText() }).toEqual({ marked: 0, said: '' })
    await expect.poll(() => marked.count(), MINUTE).toBe(1)
    await expect.poll(() => said.innerText(), PATIENCE).toBe(announced)
    await expect.poll(lacks(desktop.page.locator('#message'), announced), PATIENCE).toEqual([])
    await expect.poll(lacks(chip(desktop), '1'), PATIENCE).toEqual([])
    await chip(desktop).click()
    await expect.poll(() => desktop.row('cons8510').innerText(), PATIENCE).toMatch(/0[1-9]:\d\d/)

    await desktop.gadget.locator('rch-thresholds-slot').getByRole('button', { name: 'Thresholds' }).click()
    // The latest is the first.
    const inbox = desktop.gadget.locator('rch-thresholds-panel li').first()
    await expect.poll(lacks(inbox, 'Console 8510', 'LUNCH', 'since'), PATIENCE).toEqual([])
    // The dialog is the gadget's own: what is around it can be used.
    await desktop.play('Agent goes back to Ready')
    await expect.poll(lacks(inbox, ' to '), PATIENCE).toEqual([])
    await inbox.getByRole('button').click()
    const chosen = desktop.gadget.locator("rch-entry-table tr[aria-current='true']")
    await expect.poll(lacks(chosen, 'Not Ready', 'LUNCH'), PATIENCE).toEqual([])
    await expect.poll(lacks(chip(desktop), '0'), PATIENCE).toEqual([])
  })
})
