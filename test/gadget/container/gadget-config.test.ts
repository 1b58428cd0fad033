import { describe, expect, it } from 'vitest'
import type { ContainerServices, FinesseLibrary, Gadgets } from '../../../src/gadget/container/finesse-globals.ts'
import { authorizationOf, readGadgetConfig } from '../../../src/gadget/container/gadget-config.ts'
import { GadgetHeight } from '../../../src/gadget/container/gadget-height.ts'
import { restFetch } from '../../../src/gadget/container/rest-fetch.ts'

const library = (config: Record<string, unknown>, more: Partial<FinesseLibrary> = {}): FinesseLibrary => ({
  gadget: { Config: config },
  clientservices: {
    ClientServices: {
      init: () => {},
      registerOnConnectHandler: () => {},
      registerOnDisconnectHandler: () => {},
      subscribeNode: () => {},
    },
  },
  ...more,
})

describe("the desktop's configuration", () => {
  it('reads id, locale, drift and proxy target, whatever their type', () => {
    const config = {
      id: 'super1',
      locale: 'de_DE',
      clientDriftInMillis: '-1500',
      scheme: 'https',
      restHost: 'f1',
      localhostPort: 8445,
    }
    expect(readGadgetConfig(library(config))).toEqual({
      id: 'super1',
      locale: 'de-DE',
      clockDrift: -1500,
      proxyTarget: 'https://f1:8445',
    })
    expect(readGadgetConfig(library({ locale: 'no locale' }))).toMatchObject({ locale: null, clockDrift: null, id: '' })
  })

  it("takes the library's credential, else a token, else the password's", () => {
    expect(authorizationOf(library({}))).toBe(null)
    expect(authorizationOf(library({ authorization: 'eHg=' }))).toBe('Basic eHg=')
    expect(authorizationOf(library({ authorization: 'eHg=', authToken: 'abc' }))).toBe('Bearer abc')
    const utilities = { Utilities: { getAuthHeaderString: () => 'Bearer newest' } }
    expect(authorizationOf(library({ authToken: 'abc' }, { utilities }))).toBe('Bearer newest')
  })
})

const REQUEST = {
  method: 'GET',
  headers: { accept: 'application/xml' },
  signal: AbortSignal.timeout(60_000),
  redirect: 'manual',
  credentials: 'omit',
  cache: 'no-store',
} as const

describe('requests to Finesse', () => {
  const asked: string[] = []
  const gadgets = {
    io: {
      makeRequest: (url, callback) => {
        asked.push(url)
        callback({ rc: 200, text: '<User/>' })
      },
    },
  } as Pick<Gadgets, 'io'> as Gadgets

  it("goes through the desktop's proxy from the first time that the direct way proves impossible", async () => {
    let direct = 0
    const blocked = (): Promise<Response> => {
      direct += 1
      return Promise.reject(new TypeError('Failed to fetch'))
    }
    const fetch = restFetch(gadgets, blocked, () => 'https://f1:8445')
    for (const path of ['/finesse/api/User/a', '/finesse/api/User/b']) {
      expect((await fetch(path, REQUEST)).status).toBe(200)
    }
    expect(asked).toEqual(['https://f1:8445/finesse/api/User/a', 'https://f1:8445/finesse/api/User/b'])
    expect(direct).toBe(1)
  })

  it('stays on the direct way where that answers, whatever it answers', async () => {
    asked.length = 0
    const fetch = restFetch(
      gadgets,
      async () => new Response('', { status: 503 }),
      () => '',
    )
    expect((await fetch('/x', REQUEST)).status).toBe(503)
    expect(asked).toEqual([])
  })
})

describe("the gadget's height", () => {
  const heights: number[] = []
  const gadgets = { window: { adjustHeight: (pixels) => heights.push(pixels) } } as Pick<Gadgets, 'window'> as Gadgets

  it('is what the layout says, all there is when maximised, and told again when the tab is shown', () => {
    heights.length = 0
    const handlers = new Map<string, (event: unknown) => void>()
    const services: ContainerServices = {
      init: () => undefined,
      addHandler: (topic, handler) => handlers.set(topic, handler),
      getMyGadgetId: () => 'g1',
    }
    new GadgetHeight(gadgets, 'https://f1/gadgets/ifr?url=%2Fx%2Fgadget.xml%3FgadgetHeight%3D500').follow(services)
    const view = handlers.get('finesse.containerservices.gadgetViewChangedEvent')
    view?.({ gadgetId: 'other', view: 'canvas', maxAvailableHeight: 900 })
    view?.({ gadgetId: 'g1', view: 'canvas', maxAvailableHeight: 900 })
    view?.({ gadgetId: 'g1', view: 'default', maxAvailableHeight: 900 })
    handlers.get('finesse.containerservices.activeTab')?.(undefined)
    expect(heights).toEqual([500, 500, 900, 500, 500])
  })

  it('asks for a height without any service', () => {
    heights.length = 0
    new GadgetHeight(gadgets, 'https://f1/x').follow(undefined)
    expect(heights).toEqual([640])
  })
})
