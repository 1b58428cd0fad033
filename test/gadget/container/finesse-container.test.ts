import { describe, expect, it } from 'vitest'
import { type Container, type Frame, openContainer } from '../../../src/gadget/container/finesse-container.ts'
import { ManualTimers } from '../manual-timers.ts'
import { type FinesseDesktop, finesseDesktop } from './finesse-desktop.ts'

const asked: string[] = []
const timers = new ManualTimers(0)
const frame = {
  timers,
  url: 'https://f1:8445/gadgets/ifr?url=x',
  fetch: async (url: unknown) => {
    asked.push(String(url))
    return new Response('')
  },
} as Frame

const opened = (desktop: FinesseDesktop): Container => openContainer(desktop.globals, frame)

/** What the gadget is told of the connection. */
function follow(container: Container): string[] {
  const told: string[] = []
  container.followConnection({ onConnect: () => told.push('on'), onDisconnect: () => told.push('off') })
  return told
}

describe('the desktop of a Finesse server with library 10.6.1', () => {
  it('starts the library once, and tells of the connection that is there, once', async () => {
    const desktop = finesseDesktop()
    const container = opened(desktop)
    expect(follow(container)).toEqual(['on'])
    expect(desktop.calls).toEqual(['dismiss', 'init'])
  })

  it('tells of a failover once, from the handlers and the hub together', async () => {
    const desktop = finesseDesktop()
    const told = follow(opened(desktop))
    for (const status of ['disconnected', 'failing', 'failing', 'recovered', 'recovered']) {
      desktop.publish('finesse.info.connection', { status, resourceID: 'desktop' })
    }
    expect(told).toEqual(['on', 'off', 'on'])
  })

  it('says that the library cannot start under single sign-on, where it wants a password', async () => {
    const config = { id: 'super1', host: 'f1', restHost: 'f1', authToken: 'abc' }
    const container = opened(finesseDesktop({ config }))
    expect(() => follow(container)).toThrow('authorization')
    expect(container.authorization()).toBe('Bearer abc')
    const newer = opened(finesseDesktop({ config, takesToken: true }))
    expect(follow(newer)).toEqual(['on'])
  })

  it('shows a message where the desktop can, also while it is looked at', () => {
    expect(opened(finesseDesktop()).toast).toBe(null)
    const shown: unknown[] = []
    const FinesseToaster = {
      init: ({ id }: { id: string }) => shown.push(`begun for ${id}`),
      showToaster: (title: string, options: object) => shown.push({ title, ...options }),
    }
    const { toast } = opened(finesseDesktop({ FinesseToaster }))
    expect(shown).toEqual([])
    toast?.('Thresholds', 'One agent')
    toast?.('Thresholds', 'Two agents')
    const one = { title: 'Thresholds', body: 'One agent', showWhenVisible: true }
    expect(shown).toEqual(['begun for super1', one, { ...one, body: 'Two agents' }])
  })

  it('hears a node straight from the hub, as often as it likes, until it has enough', async () => {
    const desktop = finesseDesktop()
    const container = opened(desktop)
    const heard: unknown[] = []
    const end = container.hear('/finesse/api/Team/3/Users', (payload) => heard.push(payload))
    container.hear('/finesse/api/Team/3/Users', (payload) => heard.push(payload))
    desktop.publish('finesse.api.Team.3.Users', 1)
    end()
    desktop.publish('finesse.api.Team.3.Users', 2)
    expect(heard).toEqual([1, 1, 2])
  })

  it('orders a node, and says when Finesse does not accept that', async () => {
    const refusal = { subscribe: { content: '403', object: null } }
    const desktop = finesseDesktop({ answerOrder: (node) => (node.includes('/4/') ? refusal : undefined) })
    const container = opened(desktop)
    follow(container)
    await container.order('/finesse/api/Team/3/Users')
    await expect(container.order('/finesse/api/Team/4/Users')).rejects.toMatchObject({ cause: refusal })
  })

  it('asks the server of the page, not the one that the gadget’s files came from', async () => {
    const container = opened(finesseDesktop())
    await container.fetch('/finesse/api/User/super1', { method: 'GET' } as Parameters<Container['fetch']>[1])
    expect(asked.at(-1)).toBe('https://f1:8445/finesse/api/User/super1')
    expect(container.preference('relay')).toBe('https://relay:8543')
  })
})

describe('a preference', () => {
  it('is what the container hands over, else what the gadget’s address in the layout says', async () => {
    const { globals } = finesseDesktop()
    const address = '/3rdpartygadget/files/x/gadget.xml?gadgetHeight=640&relay=https%3A%2F%2Fother%3A1&colour=blue'
    const container = openContainer(globals, {
      ...frame,
      url: `https://f1:8445/ifr?url=${encodeURIComponent(address)}`,
    })
    expect(container.preference('relay')).toBe('https://relay:8543')
    expect(container.preference('colour')).toBe('blue')
    expect(container.preference('size')).toBe('')
    expect(opened(finesseDesktop()).preference('colour')).toBe('')
  })
})

describe('services that newer containers have', () => {
  it('are used where they are there: the title, its bar, and the news of a renewed token', async () => {
    const calls: string[] = []
    const services = {
      Topics: { ACCESS_TOKEN_REFRESHED_EVENT: 'token' },
      setMyGadgetTitle: (title: string) => calls.push(`my title ${title}`),
      enableTitleBar: () => calls.push('bar'),
    }
    const config = { id: 'super1', authToken: 'old' }
    const desktop = finesseDesktop({ config, services })
    const container = opened(desktop)
    container.setTitle('Reasons')
    container.onCredentialRenewed(() => calls.push('renewed'))
    desktop.publish('token', {})
    expect(calls).toEqual(['bar', 'my title Reasons'])
    config.authToken = 'new'
    desktop.publish('token', {})
    desktop.publish('token', {})
    expect(calls).toEqual(['bar', 'my title Reasons', 'renewed'])
    expect(desktop.calls).not.toContain('title Reasons')
  })

  it('are done without where they are not', async () => {
    const desktop = finesseDesktop()
    const container = opened(desktop)
    container.setTitle('Reasons')
    expect(desktop.calls).toContain('title Reasons')
  })

  it('are done without where a renewed token is not told of: it is noticed half a minute later', () => {
    const config = { id: 'super1', authToken: 'old' }
    let renewed = 0
    opened(finesseDesktop({ config })).onCredentialRenewed(() => (renewed += 1))
    timers.pass(60_000)
    expect(renewed).toBe(0)
    config.authToken = 'new'
    timers.pass(30_000)
    timers.pass(60_000)
    expect(renewed).toBe(1)
  })
})
