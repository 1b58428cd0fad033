import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FinesseClient } from '../../src/finesse/client.ts'
import { basicAuthorization } from '../../src/finesse/credential.ts'
import { PATIENCE } from '../support/patience.ts'
import { Desktop, lacks, launchBrowser } from './desktop.ts'
import { RunningSandbox } from './running-sandbox.ts'
import { putInOrder, story } from './story.ts'

const DIALECTS = ['uccx', 'ucce'] as const

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

describe.each(DIALECTS)('the scene in a %s sandbox', (dialect) => {
  const folder = mkdtempSync(join(tmpdir(), 'reason-code-history-e2e-'))
  const temporary = join(folder, 'tmp')
  const args = ['--dialect', dialect, '--data', join(folder, 'data'), '--agents', '40', '--rate', '2']
  let sandbox: RunningSandbox
  let desktop: Desktop
  let administrator: FinesseClient

  /** Opens the desktop in a new window and signs in. What of the sandbox has ended runs again. */
  const open = async (): Promise<void> => {
    await desktop?.page.close()
    if (sandbox === undefined || sandbox.hasEnded) sandbox = await RunningSandbox.start(temporary, ...args)
    await putInOrder(sandbox)
    administrator = new FinesseClient({
      baseUrl: sandbox.ready.finesse,
      authorization: () => basicAuthorization('admin', 'admin'),
    })
    const page = await browser.newPage({ viewport: { width: 1480, height: 1100 } })
    desktop = new Desktop(page)
    await page.goto(sandbox.ready.desktop)
    await desktop.signIn()
  }
  beforeAll(async () => {
    mkdirSync(temporary)
    await open()
  })
  afterAll(async () => {
    await sandbox?.interrupt()
    rmSync(folder, { recursive: true, force: true })
  })
  story(() => desktop, open)

  it('says where to go and what to click', async () => {
    expect(sandbox.ready.desktop).toBe(`${sandbox.ready.finesse}/desktop`)
    await expect.poll(() => sandbox.output, PATIENCE).toContain(`Open ${sandbox.ready.desktop} and sign in`)
  })

  it('refuses a wrong password in words', async () => {
    const page = await browser.newPage()
    await page.goto(sandbox.ready.desktop)
    await page.getByLabel('Password').fill('wrong')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect.poll(lacks(page.getByRole('alert'), 'The user or the password is wrong.'), PATIENCE).toEqual([])
    await page.close()
  })

  it('shows super1 the agents of MN Team 1, with both sources connected', async () => {
    await expect.poll(lacks(desktop.page.locator('#connection'), 'Connected to Finesse'), PATIENCE).toEqual([])
    await expect.poll(lacks(desktop.row('cons8510'), 'Console 8510'), PATIENCE).toEqual([])
    await expect.poll(lacks(desktop.gadget.locator('rch-floor-header'), 'MN Team 1', 'CTI c'), PATIENCE).toEqual([])
  })

  it('a. shows LUNCH as both sides have it, when the agent sets it in Finesse', async () => {
    await desktop.play('a. Agent goes to lunch in Finesse')
    await expect.poll(lacks(desktop.row('cons8510'), 'Not Ready', 'LUNCH', '71', 'both agree'), PATIENCE).toEqual([])
    const { reasonCodeId } = await administrator.getUser('cons8510')
    expect(reasonCodeId).toBe(1)
    await expect.poll(desktop.hasWitnessed('cons8510', 1), PATIENCE).toBe(true)
  })

  it('b. shows 71 LUNCH from CTI only, when an application sets it there, because Finesse says -1', async () => {
    await desktop.play('Agent goes back to Ready')
    await expect.poll(lacks(desktop.row('cons8510'), 'Ready', 'no reason in this state'), PATIENCE).toEqual([])
    await desktop.play('b. Application sets lunch through CTI')
    await expect
      .poll(lacks(desktop.row('cons8510'), 'Not Ready', 'LUNCH', '71', 'CTI only', 'Finesse: −1, no reason'), PATIENCE)
      .toEqual([])
    const { rawReasonCodeId, reasonCode } = await administrator.getUser('cons8510')
    expect({ rawReasonCodeId, reasonCode }).toEqual({ rawReasonCodeId: '-1', reasonCode: null })
    await expect.poll(desktop.hasWitnessed('cons8510', null), PATIENCE).toBe(true)
  })

  const openHistory = (): Promise<void> => desktop.row('cons8510').click()

  it('says in words why the two differ and how to mend it', async () => {
    await desktop.play('b. Application sets lunch through CTI')
    await openHistory()
    const callout = desktop.gadget.locator('rch-callout')
    await expect
      .poll(
        lacks(callout, 'The CTI server said', '71 LUNCH', 'Finesse says', '−1, no reason', 'Why they differ'),
        PATIENCE,
      )
      .toEqual([])
    await expect
      .poll(
        lacks(callout, 'Set through the CTI server', 'Finesse keeps only reasons set through its own API.'),
        PATIENCE,
      )
      .toEqual([])
    await expect
      .poll(lacks(callout, 'PUT /finesse/api/User/cons8510', '<reasonCodeId>1</reasonCodeId>'), PATIENCE)
      .toEqual([])
  })

  it('says what to do about a code that Finesse lacks, and about one that two of its reasons have', async () => {
    await openHistory()
    const callout = desktop.gadget.locator('rch-callout')
    await desktop.play('Application sets a code that Finesse lacks')
    await expect
      .poll(lacks(callout, 'No Finesse reason for “Not Ready” has code 79.', 'administrator'), PATIENCE)
      .toEqual([])
    await desktop.play('Application sets a code with two labels')
    await expect.poll(lacks(callout, 'several reasons with code 74', 'COACHING', 'ONE TO ONE'), PATIENCE).toEqual([])
    await expect.poll(lacks(callout.locator('li'), '6', '7'), PATIENCE).toEqual([])
  })

  it('c. answers the application’s question for the state without a reason', async () => {
    await desktop.play('c. Application asks for the state')
    await expect
      .poll(lacks(desktop.page.locator('#said'), 'The CTI server answers NOT_READY without a reason.'), PATIENCE)
      .toEqual([])
  })

  /**
   * To be asked again and again: what the agent's table lacks of the two lunches of the scene. They are at the beginning of his day, and
   * of a long table only the rows in sight are there: it goes there each time, as the history may have come since the last.
   */
  const historyLacks = async (): Promise<string[]> => {
    await desktop.gadget.locator("rch-entry-table tbody button[tabindex='0']").press('End')
    const rows = desktop.gadget.locator('rch-entry-table tbody tr')
    const throughFinesse = rows.filter({ hasText: 'id 1' })
    const throughCti = rows.filter({ hasText: 'Finesse has no reason' })
    return [
      ...(await lacks(throughFinesse, 'LUNCH', 'Finesse', '71', 'Agree')()),
      ...(await lacks(throughCti, 'LUNCH', 'from CTI', '71', '−1')()),
    ]
  }

  it('keeps the history when the page is loaded again, and the person signed in', async () => {
    await openHistory()
    await expect.poll(historyLacks, PATIENCE).toEqual([])
    await desktop.page.reload()
    await openHistory()
    await expect.poll(historyLacks, PATIENCE).toEqual([])
  })

  it('says so when the relay is stopped, shows what Finesse says, and has the history again after it', async () => {
    await desktop.play('Stop the relay')
    await expect.poll(lacks(desktop.page.locator('#said'), 'The relay has ended.'), PATIENCE).toEqual([])
    await expect
      .poll(lacks(desktop.gadget.locator('rch-floor-banner'), 'What Finesse says goes on being shown'), PATIENCE)
      .toEqual([])
    await desktop.play('Agent goes back to Ready')
    await expect.poll(lacks(desktop.row('cons8510'), 'Ready', 'no reason in this state'), PATIENCE).toEqual([])
    await desktop.play('Start the relay')
    await expect.poll(lacks(desktop.page.locator('#said'), 'The relay listens at'), PATIENCE).toEqual([])
    await desktop.page.reload()
    await openHistory()
    await expect.poll(historyLacks, PATIENCE).toEqual([])
  })

  it('goes on after Finesse was away, and after every CTI client was dropped', async () => {
    await desktop.play('Finesse goes away')
    await expect.poll(lacks(desktop.page.locator('#connection'), 'Connection to Finesse lost'), PATIENCE).toEqual([])
    await desktop.play('Finesse comes back')
    await expect.poll(lacks(desktop.page.locator('#connection'), 'Connected to Finesse'), PATIENCE).toEqual([])
    await desktop.play('Drop all CTI clients')
    await expect
      .poll(lacks(desktop.page.locator('#said'), 'Every CTI client has lost its connection.'), PATIENCE)
      .toEqual([])
    await expect.poll(lacks(desktop.gadget.locator('rch-floor-header'), 'connected'), PATIENCE).toEqual([])
    await expect
      .poll(
        async () => {
          await desktop.play('b. Application sets lunch through CTI')
          return desktop.row('cons8510').innerText()
        },
        { ...PATIENCE, interval: 1_000 },
      )
      .toContain('LUNCH')
  })

  it('fits a narrow gadget', async () => {
    await desktop.page.getByLabel('400', { exact: true }).check()
    await expect.poll(lacks(desktop.gadget.locator('body'), 'Console 8510'), PATIENCE).toEqual([])
    const widths = () =>
      desktop.gadget.locator('html').evaluate(({ clientWidth, scrollWidth }) => ({ clientWidth, scrollWidth }))
    // Its panel has a border.
    await expect.poll(widths, PATIENCE).toEqual({ clientWidth: 398, scrollWidth: 398 })
  })

  it('ends on Ctrl-C, leaves nothing, and has the history when it is started again', async () => {
    await desktop.page.close()
    await sandbox.interrupt()
    expect(readdirSync(temporary)).toEqual([])
    await expect(fetch(sandbox.ready.relay)).rejects.toThrow('fetch failed')
    await open()
    await openHistory()
    await expect.poll(historyLacks, PATIENCE).toEqual([])
  })
})
