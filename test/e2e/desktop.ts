import { type Browser, chromium, type FrameLocator, type Locator, type Page } from 'playwright'
import { chromiumLaunchOptions, zoneOfNoon } from '../support/chromium.ts'
import { PATIENCE } from '../support/patience.ts'

/** Where the browser is, whichever zone the machine is in. */
export const ZONE = zoneOfNoon()

/** A browser for these stories. @param args Further ones of its command line. */
export function launchBrowser(...args: string[]): Promise<Browser> {
  const options = chromiumLaunchOptions(ZONE)
  return chromium.launch({ ...options, args: [...options.args, ...args] })
}

/** The desktop in a browser window, and what its reader sees. */
export class Desktop {
  readonly page: Page
  readonly faults: string[] = []
  /** The messages of the relay to the gadget. */
  readonly relayMessages: string[] = []

  constructor(page: Page) {
    this.page = page
    page.setDefaultTimeout(PATIENCE.timeout)
    page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => this.relayMessages.push(String(payload))),
    )
    page.on('pageerror', ({ message }) => this.faults.push(message))
  }

  get gadget(): FrameLocator {
    return this.page.frameLocator('#gadget')
  }

  /** The row of an agent in the gadget's list. */
  row(agentId: string): Locator {
    return this.gadget.locator('rch-agent-list tbody tr', { hasText: agentId })
  }

  /** @param user His password is his id. */
  async signIn(user = 'super1', { withToken = false } = {}): Promise<void> {
    await this.page.getByLabel('User').fill(user)
    await this.page.getByLabel('Password').fill(user)
    await this.page.getByLabel('with single sign-on').setChecked(withToken)
    await this.press('Sign in')
  }

  async press(button: string): Promise<void> {
    await this.page.getByRole('button', { name: button }).click()
  }

  /** Presses one of the buttons that make the sandbox do something; comes back when that is done, as all buttons rest till then. */
  async play(button: string): Promise<void> {
    await this.press(button)
    await this.page.locator('#whole-scene:enabled').waitFor()
  }

  /**
   * To be asked again and again: has the relay told that it read this reason of a Not Ready in Finesse? It does so a moment after
   * the event; from then on its history has both sides, with nobody's page open.
   */
  readonly hasWitnessed = (agentId: string, reasonCodeId: number | null) => (): boolean => {
    const read = `"agentId":"${agentId}","state":"NOT_READY","reasonCodeId":${String(reasonCodeId)},`
    return this.relayMessages.some((message) => message.includes(read) && message.includes('"via":"witness"'))
  }
}

/** To be asked again and again: which of the texts nothing that the locator finds has, whatever shadow they are in. */
export const lacks =
  (found: Locator, ...texts: string[]) =>
  async (): Promise<string[]> => {
    const counts = await Promise.all(texts.map((hasText) => found.filter({ hasText }).count()))
    return texts.filter((_, index) => counts[index] === 0)
  }
