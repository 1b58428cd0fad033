import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { chromiumLaunchOptions } from '../../support/chromium.ts'
import type { Control } from '../../../src/sandbox/desktop/controls.ts'
import { type Desk, openDesk, SUPER1_AUTHORIZATION } from './desk.ts'
import { PATIENCE } from '../../support/patience.ts'

/** A gadget that writes down everything that the container does, one paragraph each. */
const PROBE = `
const note = (...words) => document.body.append(Object.assign(document.createElement('p'), { textContent: words.join(' ') }))
gadgets.HubSettings.onConnect = () => {
  const { ClientServices } = finesse.clientservices
  note('locale', finesse.gadget.Config.locale)
  note('relay', new gadgets.Prefs().getString('relay'))
  const { authorization } = finesse.gadget.Config
  note('header', finesse.utilities.Utilities.getAuthHeaderString?.(finesse.gadget.Config) ?? 'Basic ' + authorization)
  ClientServices.init(finesse.gadget.Config)
  ClientServices.registerOnDisconnectHandler(() => note('disconnected'))
  ClientServices.registerOnConnectHandler(() => {
    note('connected')
    ClientServices.subscribeNode('/finesse/api/Team/3/Users', (error) => note('team 3', String(error)))
    ClientServices.subscribeNode('/finesse/api/Team/4/Users', (error) => note('team 4', error.subscribe.content))
  })
  for (const topic of ['finesse.api.Team.3.Users', 'finesse.api.Team.4.Users', 'finesse.api.User.super1'])
    gadgets.Hub.subscribe(topic, (...heard) => note('heard', JSON.stringify(heard)))
  const services = finesse.containerservices.ContainerServices.init()
  const { ACCESS_TOKEN_REFRESHED_EVENT } = services.Topics
  if (ACCESS_TOKEN_REFRESHED_EVENT)
    services.addHandler(ACCESS_TOKEN_REFRESHED_EVENT, () => note('renewed', finesse.gadget.Config.authToken))
  services.setMyGadgetTitle?.('A title')
  const { FinesseToaster } = finesse.containerservices
  try {
    FinesseToaster?.showToaster('Too early')
  } catch (error) {
    note('toaster', error.message)
  }
  FinesseToaster?.init(finesse.gadget.Config)
  FinesseToaster?.showToaster('A message', { body: 'with <b>text</b>' })
  services.addHandler(services.Topics.GADGET_VIEW_CHANGED_EVENT, (event) =>
    note('view', event.getView(), event.getGadgetId() === services.getMyGadgetId(), event.getMaxAvailableHeight() > 0, event.view))
  gadgets.io.makeRequest('https://elsewhere:8445/finesse/api/Team/3', ({ rc, text }) => note('proxy', rc, text), {
    METHOD: 'GET', HEADERS: { authorization: 'Basic eA==' }
  })
  gadgets.window.adjustHeight(321)
  gadgets.loadingindicator.dismiss()
}
`

const DEFINITION =
  '<Module><UserPref name="relay"/><Content view="default,canvas"><![CDATA[<script src="/desktop/assets/js/finesse.js"></script>' +
  '<script src="probe.js"></script>]]></Content></Module>'

let browser: Browser
beforeAll(async () => {
  browser = await chromium.launch(chromiumLaunchOptions())
})
afterAll(() => browser?.close())

/** The desktop with the probe in it, where team 3 may be read and nothing else. */
async function openDesktop({ sso = false, definition = DEFINITION, controls = [] as readonly Control[] } = {}): Promise<
  Desk & { page: Page }
> {
  const desk = openDesk(...controls)
  writeFileSync(join(desk.gadgetFolder, 'gadget.xml'), definition)
  writeFileSync(join(desk.gadgetFolder, 'probe.js'), PROBE)
  desk.app.get('/finesse/api/Team/3', () => '<Team/>')
  const page = await browser.newPage()
  onTestFinished(() => page.close())
  await page.goto(`${await desk.app.listen({ host: '127.0.0.1', port: 0 })}/desktop`)
  if (sso) await page.getByLabel('with single sign-on').check()
  await page.getByRole('button', { name: 'Sign in' }).click()
  return { ...desk, page }
}

/** What the probe has written down; to be asked again and again. */
const notes = (page: Page) => () => page.frameLocator('#gadget').locator('p').allTextContents()

describe('the desktop as a container of gadgets', () => {
  it('gives a gadget its preferences, the credential, the proxy and its height', async () => {
    const { page } = await openDesktop()
    await expect
      .poll(notes(page))
      .toEqual(
        expect.arrayContaining([
          'relay https://relay:1',
          `header ${SUPER1_AUTHORIZATION}`,
          'proxy 200 <Team/>',
          'connected',
        ]),
      )
    expect(await page.locator('#gadget').evaluate((frame) => frame.clientHeight)).toBe(321)
    expect(await page.locator('#loading').isVisible()).toBe(false)
  })

  it('gives a gadget a token and no password under single sign-on, and tells it of a renewed one', async () => {
    const { page } = await openDesktop({ sso: true })
    await expect.poll(notes(page)).toEqual(expect.arrayContaining(['header Bearer a-token', 'connected']))
    await page.getByRole('button', { name: 'Renew the token' }).click()
    await expect.poll(notes(page)).toContain('renewed a-token')
    expect(await page.getByRole('heading', { name: 'A title' }).count()).toBe(1)
    expect(await page.locator('#message').textContent()).toBe('A message with <b>text</b>')
    expect(await notes(page)()).toContain('toaster FinesseToaster.showToaster: it is not initialized.')
    await page.reload()
    await expect.poll(notes(page)).toContain('header Bearer a-token')
  })

  it('loads the gadget again in another language', async () => {
    const { page } = await openDesktop()
    await expect.poll(notes(page)).toContain('connected')
    await page.getByLabel('Language').selectOption('ar-SA')
    await expect.poll(notes(page)).toEqual(expect.arrayContaining(['locale ar_SA', 'connected']))
  })

  it('delivers the person’s own node, and others after they were asked for by someone who may', async () => {
    const { page, notify } = await openDesktop()
    await expect.poll(notes(page)).toEqual(expect.arrayContaining(['team 3 undefined', 'team 4 404']))
    notify('/finesse/api/Team/4/Users', '<never/>')
    notify('/finesse/api/User/super10', '<never/>')
    notify('/finesse/api/User/super1', '<Update><a/></Update>')
    notify('/finesse/api/Team/3/Users', '<Update><a/><b c="1"><d>2</d><d>3</d></b></Update>')
    await expect.poll(notes(page)).toContain(
      `heard ${JSON.stringify([
        'finesse.api.Team.3.Users',
        {
          content: '/finesse/api/Team/3/Users<Update><a/><b c="1"><d>2</d><d>3</d></b></Update>',
          object: { Update: { a: null, b: { '@c': '1', d: ['2', '3'] } } },
        },
      ])}`,
    )
    const heard = (await notes(page)()).filter((note) => note.startsWith('heard'))
    expect(heard.map((note) => note.includes('never'))).toEqual([false, false])
  })

  it('tells gadgets when the connection is lost and when it is back, and forgets what they had asked for', async () => {
    const { page, streams } = await openDesktop()
    await expect.poll(notes(page)).toContain('team 3 undefined')
    streams.pause()
    await expect.poll(notes(page)).toContain('disconnected')
    streams.resume()
    const story = async (): Promise<string[]> => (await notes(page)()).filter((note) => /connected|team 3/.test(note))
    await expect
      .poll(story, PATIENCE)
      .toEqual(['connected', 'team 3 undefined', 'disconnected', 'connected', 'team 3 undefined'])
  })

  it('lets nobody press a button while one works, and leaves the focus where it was', async () => {
    const { promise, resolve } = Promise.withResolvers<string>()
    const rest = { group: 'Group', help: '', isEnabled: () => true }
    const controls = [
      { ...rest, name: 'a', label: 'Do a', run: () => promise },
      { ...rest, name: 'b', label: 'Do b', run: async () => 'b is done' },
    ]
    const { page } = await openDesktop({ controls })
    const a = page.getByRole('button', { name: 'Do a' })
    await a.press('Enter')
    await expect.poll(() => page.getByRole('button', { name: 'Do b' }).isDisabled()).toBe(true)
    resolve('a is done')
    await expect.poll(() => page.locator('#said').innerText()).toBe('a is done')
    await expect.poll(() => a.evaluate((button) => document.activeElement === button)).toBe(true)
    await page.getByRole('button', { name: 'Do b' }).click()
    await expect.poll(() => page.locator('#said').innerText()).toBe('b is done')
  })

  it('stays signed in when it is loaded again, until somebody signs out', async () => {
    const { page } = await openDesktop()
    await expect.poll(notes(page)).toContain('connected')
    await page.reload()
    await expect.poll(notes(page)).toContain('connected')
    expect(page.url()).not.toContain('super1')
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('button', { name: 'Sign in' }).waitFor()
  })

  it('shows a gadget that follows the scheme in the dark one when it is dark itself', async () => {
    const { page } = await openDesktop()
    await expect.poll(notes(page)).toContain('connected')
    // Else the browser is told which scheme it has to take, whatever a page says.
    await page.emulateMedia({ colorScheme: null })
    const isDark = (): Promise<boolean> =>
      page
        .frameLocator('#gadget')
        .locator('body')
        .evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)
    expect(await isDark()).toBe(false)
    await page.getByLabel('dark').check()
    await expect.poll(isDark).toBe(true)
  })

  it('tells gadgets when they are maximised', async () => {
    const { page } = await openDesktop()
    await expect.poll(notes(page)).toContain('connected')
    await page.getByRole('button', { name: 'Maximise' }).click()
    await page.getByRole('button', { name: 'Restore' }).click()
    await expect
      .poll(notes(page))
      .toEqual(expect.arrayContaining(['view canvas true true ', 'view default true true ']))
  })

  it('maximises no gadget whose definition has no such view', async () => {
    const { page } = await openDesktop({ definition: DEFINITION.replace(',canvas', '') })
    await expect.poll(notes(page)).toContain('connected')
    expect(await page.getByRole('button', { name: 'Maximise' }).isVisible()).toBe(false)
  })
})
