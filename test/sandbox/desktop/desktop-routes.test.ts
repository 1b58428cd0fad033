import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Control } from '../../../src/sandbox/desktop/controls.ts'
import { openDesk, SUPER1_AUTHORIZATION } from './desk.ts'

const headers = { authorization: SUPER1_AUTHORIZATION }

const control = (name: string, run: () => Promise<string>): Control => ({
  name,
  group: 'Group',
  label: `Do ${name}`,
  help: '',
  isEnabled: () => true,
  run,
})

describe('the desktop’s server', () => {
  it('sends browsers to the desktop, whose scripts are plain JavaScript by then', async () => {
    const { app } = openDesk()
    expect((await app.inject('/')).headers.location).toBe('/desktop')
    const page = await app.inject('/desktop')
    expect(page.headers['content-type']).toContain('text/html')
    const [, script] = /<script type="module" src="([^"]+)"/.exec(page.body) ?? []
    const seen = new Set<string>()
    const load = async (url: string): Promise<void> => {
      if (seen.has(url)) return
      seen.add(url)
      const { statusCode, body, headers: answer } = await app.inject(url)
      expect({ url, statusCode, type: answer['content-type'] }).toMatchObject({ url, statusCode: 200 })
      expect(answer['content-type']).toContain('text/javascript')
      expect(body).not.toContain('import type')
      for (const [, path] of body.matchAll(/^import .* from '(.+)'$/gm)) {
        await load(new URL(path ?? '', `http://host${url}`).pathname)
      }
    }
    await load(script ?? '')
    expect(seen.size).toBeGreaterThan(5)
    for (const name of ['jquery.min.js', 'finesse.js', 'gadgets.js']) await load(`/desktop/assets/js/${name}`)
  })

  it('shows the gadget that was built, and says how to build a missing one', async () => {
    const { app, gadgetFolder } = openDesk()
    const url = '/desktop/gadgets/ifr?url=/3rdpartygadget/files/reason-code-history/gadget.xml&up_relay=https://r:1'
    const missing = await app.inject(url)
    expect(missing.statusCode).toBe(404)
    expect(missing.body).toContain('npm run build')
    const definition = '<Module><UserPref name="relay"/><Content><![CDATA[<b>hello</b>]]></Content></Module>'
    writeFileSync(join(gadgetFolder, 'gadget.xml'), definition)
    const page = await app.inject(url)
    expect(page.body).toContain('<b>hello</b>')
    expect(page.body).toContain('https://r:1')
  })

  it('lets a gadget do nothing but what every policy lets it do', async () => {
    const { app, gadgetFolder } = openDesk()
    writeFileSync(join(gadgetFolder, 'gadget.xml'), '<Module><Content/></Module>')
    const url = '/desktop/gadgets/ifr?url=/3rdpartygadget/files/reason-code-history/gadget.xml'
    const policy = String((await app.inject(url)).headers['content-security-policy'])
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("style-src 'self';")
    expect(policy).toContain("connect-src 'self' https://relay:1 wss://relay:1;")
    expect(policy).not.toContain('unsafe')
  })

  it('gives a token of single sign-on to who is signed in, and to nobody else', async () => {
    const { app } = openDesk()
    expect((await app.inject({ method: 'POST', url: '/desktop/sso/token' })).statusCode).toBe(401)
    const answer: unknown = (await app.inject({ method: 'POST', url: '/desktop/sso/token', headers })).json()
    expect(answer).toEqual({ token: 'a-token', lifetimeMs: 120_000 })
  })

  it('shows gadgets from the folder of gadgets only', async () => {
    const { app } = openDesk()
    for (const url of ['/desktop', '/desktop/gadgets/ifr?url=x', 'http://elsewhere/gadget.xml', '']) {
      expect((await app.inject({ url: '/desktop/gadgets/ifr', query: { url } })).statusCode).toBe(404)
    }
  })

  it('tells strangers nothing, without making the browser ask for a password', async () => {
    const { app } = openDesk(control('a', async () => 'done'))
    for (const [method, url] of [
      ['GET', '/desktop/state'],
      ['GET', '/desktop/notifications'],
      ['POST', '/desktop/controls/a'],
    ] as const) {
      const answer = await app.inject({ method, url })
      expect(answer.statusCode).toBe(401)
      expect(answer.headers).not.toHaveProperty('www-authenticate')
    }
  })

  it('tells who is signed in, where the relay is and what can be done', async () => {
    const { app } = openDesk(control('a', async () => 'done'))
    const state: unknown = (await app.inject({ url: '/desktop/state', headers })).json()
    expect(state).toEqual({
      person: { id: 'super1', name: 'Sam Super', isSupervisor: true, teamId: '3', teamName: 'MN Team 1' },
      relay: 'https://relay:1',
      controls: [{ name: 'a', group: 'Group', label: 'Do a', help: '', isEnabled: true }],
      scene: ['agent-sets-lunch', 'agent-ready', 'application-sets-lunch', 'application-queries'],
    })
  })

  it('does what a button says and tells what came of it, also when it fails', async () => {
    const fail = control('b', () => Promise.reject(new Error('The line is dead.')))
    const { app } = openDesk(
      control('a', async () => 'It is done.'),
      fail,
    )
    const press = async (name: string): Promise<unknown> =>
      (await app.inject({ method: 'POST', url: `/desktop/controls/${name}`, headers })).json()
    expect(await press('a')).toMatchObject({ isDone: true, said: 'It is done.' })
    expect(await press('b')).toMatchObject({ isDone: false, said: 'This did not work: The line is dead.' })
    expect(await press('c')).toMatchObject({ code: 'not-found' })
  })
})
