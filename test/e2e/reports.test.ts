import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import type { Browser, Download, Locator } from 'playwright'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PATIENCE } from '../support/patience.ts'
import { Desktop, lacks, launchBrowser, ZONE } from './desktop.ts'
import { RunningSandbox } from './running-sandbox.ts'
import { story } from './story.ts'

/** A supervisor looks back: at the floor as it was, at what it came to, and at a file of it. */
describe('looking back', () => {
  const folder = mkdtempSync(join(tmpdir(), 'reason-code-history-e2e-'))
  const temporary = join(folder, 'tmp')
  let browser: Browser
  let sandbox: RunningSandbox
  let desktop: Desktop

  beforeAll(async () => {
    mkdirSync(temporary)
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await sandbox?.interrupt()
    rmSync(folder, { recursive: true, force: true })
  })

  /** Opens the desktop in a new window. */
  const open = async (): Promise<void> => {
    await desktop?.page.close()
    const page = await browser.newPage({ viewport: { width: 1480, height: 1100 } })
    // Where a person would be asked for a file, there is nobody: it becomes a download, as in browsers without that question.
    await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'showSaveFilePicker'))
    desktop = new Desktop(page)
    await page.goto(sandbox.ready.desktop)
    await desktop.signIn()
  }

  const button = (name: string): Locator =>
    desktop.gadget.locator('rch-tools').getByRole('button', { name, exact: true })
  const scrubber = (): Locator => desktop.gadget.locator('rch-scrubber')
  const goToLastDifference = async (): Promise<void> => {
    await button('Past').click()
    await desktop.gadget.getByRole('button', { name: 'Previous difference' }).click()
    await expect.poll(lacks(scrubber(), 'Console 8510: CTI only', 'This is the floor as it was'), PATIENCE).toEqual([])
  }
  const goBackToLive = async (): Promise<void> => {
    await button('Back to live').click()
    await expect.poll(() => scrubber().count(), PATIENCE).toBe(0)
  }

  it('begins after the scene: a lunch through Finesse, Ready, a lunch through CTI, Ready', async () => {
    // Its own each time it is tried: what is told later counts the lunches.
    await sandbox?.interrupt()
    sandbox = await RunningSandbox.start(temporary, '--agents', '40', '--rate', '0')
    await open()
    await expect.poll(lacks(desktop.row('cons8510'), 'Console 8510'), PATIENCE).toEqual([])
    await desktop.play('a. Agent goes to lunch in Finesse')
    await expect.poll(lacks(desktop.row('cons8510'), 'LUNCH', 'both agree'), PATIENCE).toEqual([])
    // Reports are made of what the relay itself has.
    await expect.poll(desktop.hasWitnessed('cons8510', 1), PATIENCE).toBe(true)
    await desktop.play('Agent goes back to Ready')
    await expect.poll(lacks(desktop.row('cons8510'), 'no reason in this state'), PATIENCE).toEqual([])
    await desktop.play('b. Application sets lunch through CTI')
    await expect.poll(lacks(desktop.row('cons8510'), 'LUNCH', 'CTI only'), PATIENCE).toEqual([])
    await expect.poll(desktop.hasWitnessed('cons8510', null), PATIENCE).toBe(true)
    await desktop.play('Agent goes back to Ready')
    await expect.poll(lacks(desktop.row('cons8510'), 'no reason in this state'), PATIENCE).toEqual([])
  })

  describe('from then on', () => {
    story(() => desktop, open)

    it('the floor as it was at the last difference is what the agent’s table says of that moment', async () => {
      await goToLastDifference()
      await expect
        .poll(lacks(desktop.row('cons8510'), 'Not Ready', 'LUNCH', '71', 'CTI only', '−1', '00:00'), PATIENCE)
        .toEqual([])
      const moment = await desktop.gadget.locator('rch-scrubber input[type="datetime-local"]').inputValue()
      const time = moment.slice(moment.indexOf('T') + 1)

      await desktop.row('cons8510').click()
      const rows = desktop.gadget.locator('rch-entry-table tbody tr')
      await expect
        .poll(lacks(rows.filter({ hasText: time }), 'Not Ready', 'LUNCH', 'from CTI', '−1'), PATIENCE)
        .toEqual([])
      await expect.poll(() => rows.filter({ hasText: 'Finesse has no reason' }).count(), PATIENCE).toBe(1)
      await goBackToLive()
    })

    it('there is no difference before it, and live is Ready', async () => {
      await goToLastDifference()
      await desktop.gadget.getByRole('button', { name: 'Previous difference' }).click()
      await expect.poll(lacks(scrubber(), 'There is no difference before this moment'), PATIENCE).toEqual([])
      await goBackToLive()
      await expect.poll(lacks(desktop.row('cons8510'), 'Ready', 'no reason in this state'), PATIENCE).toEqual([])
    })

    it('today’s totals have both lunches, and the share of which Finesse has no reason', async () => {
      await button('Totals').click()
      const dialog = desktop.gadget.locator('rch-totals-dialog')
      await expect.poll(lacks(dialog.locator('tbody tr'), 'LUNCH', 'Console 8510'), PATIENCE).toEqual([])
      const lunch = dialog.locator('tbody tr', { hasText: 'LUNCH' }).locator('td')
      await expect.poll(() => lunch.nth(4).innerText(), { ...PATIENCE, message: 'so many stays' }).toBe('2')
      const agent = dialog.locator('tbody tr', { hasText: 'Console 8510' }).locator('td')
      await expect.poll(() => agent.nth(4).innerText(), { ...PATIENCE, message: 'so many differences' }).toBe('1')
      await dialog.getByRole('button', { name: 'Close' }).click()
    })

    it('an export opened by a CSV parser has what the table shows', async () => {
      await desktop.gadget.getByRole('searchbox').fill('cons8510')
      await desktop.row('cons8510').click()
      await button('Export').click()
      const dialog = desktop.gadget.locator('rch-export-dialog')
      await expect.poll(lacks(dialog, '1 agent'), PATIENCE).toEqual([])
      const exported = async (): Promise<Download> => {
        const [download] = await Promise.all([
          desktop.page.waitForEvent('download'),
          dialog.getByRole('button', { name: 'Export' }).click(),
        ])
        return download
      }
      const file = await exported()
      expect(file.suggestedFilename()).toMatch(/^reason-codes \d{4}-\d\d-\d\dT0000 \d{4}-\d\d-\d\dT\d{4}\.csv$/)
      const text = readFileSync(await file.path(), 'utf8')
      expect(text).toMatch(/^\uFEFFagent_id,/)
      const rows: Record<string, string>[] = parse(text, { bom: true, columns: true })
      expect(new Set(rows.map((row) => row['agent_name']))).toEqual(new Set(['Console 8510']))
      const lunches = rows.filter((row) => row['reason_code'] === '71')
      expect(lunches.map((row) => [row['state'], row['reason_label'], row['reason_origin'], row['verdict']])).toEqual([
        ['NOT_READY', 'LUNCH', 'finesse', 'agree'],
        ['NOT_READY', 'LUNCH', 'cti', 'finesse-missing'],
      ])
      expect(new Set(rows.map((row) => row['time_zone'])), 'the zone of the local times').toEqual(new Set([ZONE]))

      await dialog.getByLabel('JSON lines').check()
      const lines = readFileSync(await (await exported()).path(), 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => v.parse(v.record(v.string(), v.unknown()), JSON.parse(line)))
      const told = lines.map((line) => [line['from_utc'], line['state'], line['reason_code'], line['verdict']])
      expect(told, 'the same as JSON').toEqual(
        rows.map((row) => [
          row['from_utc'],
          row['state'],
          row['reason_code'] === '' ? null : Number(row['reason_code']),
          row['verdict'],
        ]),
      )
      await dialog.getByRole('button', { name: 'Close' }).click()
      await expect
        .poll(() => desktop.gadget.locator('rch-entry-table tbody tr').count(), PATIENCE)
        .toBeGreaterThanOrEqual(rows.length - 1)
    })
  })
})
