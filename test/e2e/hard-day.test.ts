import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Frame, Locator } from 'playwright'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { HOSTILE_LABELS } from '../../src/sandbox/finesse/hostile-labels.ts'
import { PATIENCE } from '../support/patience.ts'
import { Desktop, lacks, launchBrowser } from './desktop.ts'
import { RunningSandbox } from './running-sandbox.ts'
import { putInOrder, story } from './story.ts'

/** Those whose writing directions would leave their own place if nothing kept them there. */
const UNRULY = HOSTILE_LABELS.filter((label) => /[\u202E\u2067]/.test(label))

/**
 * Runs in the gadget's frame: all its text, the elements that no part of the gadget has, and the texts with one of these labels that
 * nothing keeps in its place, neither an isolating element nor a paragraph of its own.
 */
function look(unruly: readonly string[]): { texts: string; foreign: string[]; loose: string[] } {
  const looked = { texts: '', foreign: [] as string[], loose: [] as string[] }
  // All of it goes to the page as one function.
  // oxlint-disable-next-line unicorn/consistent-function-scoping
  const isKept = (text: Text): boolean => {
    let element = text.parentElement
    while (element && getComputedStyle(element).display.startsWith('inline')) {
      if (/isolate|plaintext/.test(getComputedStyle(element).unicodeBidi)) return true
      element = element.parentElement
    }
    return element?.textContent.trim() === text.data.trim()
  }
  // oxlint-disable-next-line unicorn/consistent-function-scoping
  const isForeign = (element: Element): boolean =>
    (element.getRootNode() !== document && /^(img|iframe|object|embed|script|style)$/.test(element.localName)) ||
    element.getAttributeNames().some((name) => name.startsWith('on'))
  const visit = (root: Node): void => {
    for (const node of root.childNodes) {
      if (node instanceof Text) {
        looked.texts += `${node.data}\n`
        if (unruly.some((label) => node.data.includes(label)) && !isKept(node)) looked.loose.push(node.data)
      } else if (node instanceof Element) {
        if (isForeign(node)) looked.foreign.push(node.localName)
        if (node.shadowRoot) visit(node.shadowRoot)
      }
      visit(node)
    }
  }
  visit(document.body)
  return looked
}

/**
 * A supervisor's day on which much goes wrong, in a sandbox whose every label means harm, under single sign-on and the strictest
 * policy: whatever is shown in these stories is shown under it. What the policy forbids is a fault, and so is a text that runs.
 */
describe('a hard day', () => {
  const folder = mkdtempSync(join(tmpdir(), 'reason-code-history-e2e-'))
  let browser: Browser
  let sandbox: RunningSandbox
  let desktop: Desktop
  /** What the gadget asked Finesse for, with the status of the answer. */
  const asked: string[] = []

  beforeAll(async () => {
    const temporary = join(folder, 'tmp')
    mkdirSync(temporary)
    const starts = [
      launchBrowser(),
      RunningSandbox.start(temporary, '--agents', '40', '--rate', '2', '--hostile-labels'),
    ] as const
    ;[browser, sandbox] = await Promise.all(starts)
    await open()
  })
  afterAll(async () => {
    await browser?.close()
    await sandbox?.interrupt()
    rmSync(folder, { recursive: true, force: true })
  })

  /** Opens the desktop in a new window, with the agent and both sources. */
  const open = async (): Promise<void> => {
    await desktop?.page.close()
    await putInOrder(sandbox)
    const page = await browser.newPage({ viewport: { width: 1480, height: 1100 } })
    desktop = new Desktop(page)
    page.on('dialog', (dialog) => {
      desktop.faults.push(dialog.message())
      void dialog.dismiss()
    })
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) desktop.faults.push(message.text())
    })
    page.on('response', (response) => {
      const { pathname } = new URL(response.url())
      const [, object] = /^\/finesse\/api\/(.+)$/.exec(pathname) ?? []
      if (object !== undefined) asked.push(`${response.status()} ${object}`)
    })
    await page.goto(sandbox.ready.desktop)
    await desktop.signIn('super1', { withToken: true })
    // Under his hostile name he may stand where the list has to be scrolled to.
    await search().fill('cons8510')
    await desktop.row('cons8510').click()
    await vi.waitFor(async () => {
      expect(await lacks(header(), 'CTI ccx1')()).toEqual([])
      expect(await banner().getByText(/\S/).count()).toBe(0)
    }, PATIENCE)
  }
  story(() => desktop, open)

  const banner = (): Locator => desktop.gadget.locator('rch-floor-banner')
  const table = (): Locator => desktop.gadget.locator('rch-entry-table tbody tr')
  const search = (): Locator => desktop.gadget.getByRole('searchbox')
  const header = (): Locator => desktop.gadget.locator('rch-floor-header')
  const said = (...texts: string[]) => lacks(desktop.page.locator('#said'), ...texts)
  /** To be asked again and again: how often this was answered, of what was asked from here on. */
  const times = (answer: string, from: number) => () => asked.slice(from).filter((one) => one === answer).length

  /** What is shown is under the gadget's policy, so that its frame is looked into from outside. */
  const frame = (): Frame => {
    const found = desktop.page.frames().find((one) => one.url().includes('/desktop/gadgets/ifr'))
    if (!found) throw new Error('The desktop shows no gadget.')
    return found
  }

  it('begins with both sources, through a token', async () => {
    await desktop.play('Agent goes back to Ready')
    await expect.poll(lacks(desktop.row('cons8510'), 'Ready', 'no reason in this state'), PATIENCE).toEqual([])
  })

  it('shows a Not Ready that a supervisor forced, with the contact centre’s code 33, as both sides have it', async () => {
    await desktop.play('Supervisor forces Not Ready')
    await expect.poll(lacks(desktop.row('cons8510'), 'Not Ready', '33', 'both agree'), PATIENCE).toEqual([])
    await expect.poll(lacks(table(), '33'), PATIENCE).toEqual([])
  })

  const panel = (): Locator => desktop.gadget.locator('rch-act-panel')
  /** Opens the panel that changes the agent's state, or closes it. */
  const toggle = (): Promise<void> => desktop.gadget.getByRole('button', { name: 'Change state' }).click()

  it('lets the supervisor make an agent Ready, and says so when Finesse does', async () => {
    await desktop.play('Supervisor forces Not Ready')
    await toggle()
    const before = asked.length
    await panel().getByRole('button', { name: 'Ready …', exact: true }).click()
    await panel().getByRole('button', { name: 'Make Ready' }).click()
    await expect.poll(lacks(panel(), 'Finesse says: Ready.'), PATIENCE).toEqual([])
    await expect.poll(lacks(desktop.row('cons8510'), 'no reason in this state'), PATIENCE).toEqual([])
    await expect.poll(times('202 User/cons8510', before), PATIENCE).toBe(1)
    await toggle()
  })

  it('says why a change was refused, and changes nothing', async () => {
    await desktop.play('Agent goes back to Ready')
    await desktop.play('CTI server refuses changes')
    await expect.poll(said('refuses every change of state'), PATIENCE).toEqual([])
    await expect.poll(lacks(desktop.row('cons8510'), 'no reason in this state'), PATIENCE).toEqual([])
    await toggle()
    await panel().getByRole('button', { name: 'Log out …' }).click()
    await panel().getByRole('button', { name: 'Log out now' }).click()
    await expect
      .poll(lacks(panel().getByRole('alert'), 'does not allow this in the state that the agent is in by now'), PATIENCE)
      .toEqual([])
    await expect.poll(lacks(panel(), 'CF_INVALID_OBJECT_STATE'), PATIENCE).toEqual([])
    expect(await lacks(desktop.row('cons8510'), 'no reason in this state')()).toEqual([])
    await desktop.play('CTI server takes changes')
    await expect.poll(said('takes changes of state again'), PATIENCE).toEqual([])
    await toggle()
  })

  it('says while Finesse is lost that the CTI side goes on, and reads the teams again after it', async () => {
    await desktop.play('b. Application sets lunch through CTI')
    await expect.poll(lacks(desktop.row('cons8510'), 'Not Ready', '71', 'CTI only'), PATIENCE).toEqual([])
    const before = asked.length
    await desktop.play('Finesse goes away')
    await expect
      .poll(lacks(banner(), 'What Finesse does meanwhile stays unknown; the CTI side goes on.'), PATIENCE)
      .toEqual([])
    await desktop.play('Finesse comes back')
    await expect.poll(() => banner().getByText(/\S/).count(), PATIENCE).toBe(0)
    for (const team of ['3', '4']) await expect.poll(times(`200 Team/${team}`, before), PATIENCE).toBeGreaterThan(0)
    await expect.poll(times('200 User/super1', before), PATIENCE).toBe(1)
    await expect.poll(lacks(desktop.row('cons8510'), 'Not Ready', '71'), PATIENCE).toEqual([])
  })

  it('says when the relay is lost, goes on with Finesse, and has the events of the meantime when it is back', async () => {
    await desktop.play('Stop the relay')
    await expect.poll(lacks(banner(), 'What Finesse says goes on being shown'), PATIENCE).toEqual([])
    await desktop.play('Supervisor forces Not Ready')
    await expect.poll(lacks(desktop.row('cons8510'), 'Not Ready', '33'), PATIENCE).toEqual([])
    await desktop.play('Start the relay')
    await expect.poll(said('The relay listens at'), PATIENCE).toEqual([])
    // Pressed where it is still there: the gadget comes back by itself as well.
    await banner()
      .getByRole('button', { name: 'Try again' })
      .evaluateAll((buttons) => buttons.forEach((button) => (button as HTMLElement).click()))
    await expect.poll(() => banner().getByText(/\S/).count(), PATIENCE).toBe(0)
    // What the CTI server said while the relay was away nobody heard.
    await expect.poll(lacks(table(), 'Unknown'), PATIENCE).toEqual([])
    await desktop.play('Agent goes back to Ready')
    await expect.poll(lacks(desktop.row('cons8510'), 'no reason in this state'), PATIENCE).toEqual([])
  })

  it('asks once with a token that has run out, says so once, and goes on with the renewed one', async () => {
    // The desktop renews its token by itself, now and then: not now.
    const { promise: isWanted, resolve: want } = Promise.withResolvers<void>()
    await desktop.page.route('**/desktop/sso/token', (route) => isWanted.then(() => route.continue()))
    await desktop.play('Tokens run out')
    await expect.poll(said('refuses every token'), PATIENCE).toEqual([])
    const before = asked.length
    await desktop.play('Finesse fails over')
    await expect.poll(lacks(banner(), 'Finesse refused your sign-in (401)'), PATIENCE).toEqual([])
    await expect.poll(times('401 User/super1', before), PATIENCE).toBe(1)
    expect(asked.slice(before).filter((one) => one.includes('Team/'))).toEqual([])
    want()
    await desktop.press('Renew the token')
    await expect.poll(() => banner().getByText(/\S/).count(), PATIENCE).toBe(0)
    await expect.poll(times('200 Team/3', before), PATIENCE).toBeGreaterThan(0)
  })

  it('shows every label that means harm as the text that it is, and keeps it in its place', async () => {
    await search().fill('')
    await desktop.gadget.locator('rch-evidence summary').first().click()
    // What the bytes say comes from the relay.
    await desktop.gadget.locator('rch-raw-frame li').first().waitFor()
    const isMissing = async (): Promise<string[]> => {
      const { texts } = await frame().evaluate(look, UNRULY)
      return ['<img src=x onerror=alert(1)>', '<script>alert(1)</script>', '=cmd()'].filter(
        (one) => !texts.includes(one),
      )
    }
    await expect.poll(isMissing, PATIENCE).toEqual([])
    const { foreign, loose } = await frame().evaluate(look, UNRULY)
    expect({ foreign, loose }).toEqual({ foreign: [], loose: [] })
  })

  it.each([
    ['Thresholds', 'rch-thresholds-form tbody tr', 'Close'],
    ['Views', 'rch-views-dialog dialog', 'Close'],
    ['Totals', 'rch-totals-dialog tbody tr', 'Close'],
    ['Export', 'rch-export-dialog dialog', 'Close'],
    ['Past', 'rch-scrubber input', 'Past'],
    ['Print', 'rch-print-view tbody tr', 'Close'],
  ])('shows it so in what opens as well: %s', async (name, content, close) => {
    await search().fill('')
    const press = (button: string) => desktop.gadget.getByRole('button', { name: button, exact: true }).first().click()
    await press(name)
    await desktop.gadget.locator(content).first().waitFor()
    const { foreign, loose, texts } = await frame().evaluate(look, UNRULY)
    expect({ foreign, loose }).toEqual({ foreign: [], loose: [] })
    expect(HOSTILE_LABELS.filter((label) => texts.includes(label))).not.toEqual([])
    await press(close)
    await desktop.gadget.locator(content).first().waitFor({ state: 'detached' })
  })
})
