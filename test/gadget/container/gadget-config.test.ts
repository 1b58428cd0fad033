import { describe, expect, it } from 'vitest'
import type { DesktopGlobals } from '../../../src/gadget/container/globals/desktop.ts'
import type { ContainerServices, FinesseLibrary, ViewEvent } from '../../../src/gadget/container/globals/finesse.ts'
import type { Gadgets } from '../../../src/gadget/container/globals/gadgets.ts'
import { authorizationOf, readGadgetConfig } from '../../../src/gadget/container/gadget-config.ts'
import { GadgetHeight } from '../../../src/gadget/container/gadget-height.ts'
import { restFetch } from '../../../src/gadget/container/rest-fetch.ts'

/** A desktop with this configuration; null: one of before 10.6, where preferences have it. */
const desktop = (
  config: Record<string, unknown> | null,
  { utilities, preferences = {} }: Pick<FinesseLibrary, 'utilities'> & { preferences?: Record<string, string> } = {},
): DesktopGlobals => ({
  gadgets: {
    Prefs: class {
      getString = (name: string): string => preferences[name] ?? ''
    },
  } as Pick<Gadgets, 'Prefs'> as Gadgets,
  finesse: {
    ...(config ? { gadget: { Config: config } } : {}),
    ...(utilities ? { utilities } : {}),
  } as FinesseLibrary,
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
    expect(readGadgetConfig(desktop(config))).toEqual({
      id: 'super1',
      locale: 'de-DE',
      clockDrift: -1500,
      proxyTarget: 'https://f1:8445',
    })
    expect(readGadgetConfig(desktop({ locale: 'no locale' }))).toMatchObject({ locale: null, clockDrift: null, id: '' })
  })

  it('takes the drift of the clocks from where the library keeps it, when the configuration has none', () => {
    const session = { getItem: (key: string) => (key === 'clientTimestampDrift' ? '250' : null) }
    expect(readGadgetConfig(desktop({}), session).clockDrift).toBe(250)
    expect(readGadgetConfig(desktop({ clientDriftInMillis: 0 }), session).clockDrift).toBe(0)
  })

  it('gathers from preferences what a library before 10.6 does not gather', () => {
    const preferences = { id: 'super1', authorization: 'eHg=', host: 'f1', localhostPort: '8445' }
    const old = desktop(null, { preferences })
    expect(readGadgetConfig(old)).toMatchObject({ id: 'super1', proxyTarget: 'https://f1:8445' })
    expect(authorizationOf(old)).toBe('Basic eHg=')
  })

  it("takes the library's credential, else a token, else the password's", () => {
    expect(authorizationOf(desktop({}))).toBe(null)
    expect(authorizationOf(desktop({ authorization: 'eHg=' }))).toBe('Basic eHg=')
    expect(authorizationOf(desktop({ authorization: 'eHg=', authToken: 'abc' }))).toBe('Bearer abc')
    const utilities = { Utilities: { getAuthHeaderString: () => 'Bearer newest' } }
    expect(authorizationOf(desktop({ authToken: 'abc' }, { utilities }))).toBe('Bearer newest')
  })

  it("takes no header of the library's for a credential that has none in it", () => {
    const taken = ['', 'Basic ', 'Bearer undefined', 'Basic null', 'Bearer undefinedish', null].map((header) => {
      const getAuthHeaderString = (): string => {
        if (header === null) throw new Error('The mode of authentication is unknown')
        return header
      }
      return authorizationOf(desktop({ authToken: 'abc' }, { utilities: { Utilities: { getAuthHeaderString } } }))
    })
    const own = 'Bearer abc'
    expect(taken).toEqual([own, own, own, own, 'Bearer undefinedish', own])
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

const blocked = (): Promise<Response> => Promise.reject(new TypeError('Failed to fetch'))

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
    asked.length = 0
    let direct = 0
    const counted = (): Promise<Response> => {
      direct += 1
      return blocked()
    }
    const fetch = restFetch(gadgets, counted, () => 'https://f1:8445')
    for (const path of ['/finesse/api/User/a', '/finesse/api/User/b']) {
      expect((await fetch(path, REQUEST)).status).toBe(200)
    }
    expect(asked.map((url) => url.split('?')[0])).toEqual([
      'https://f1:8445/finesse/api/User/a',
      'https://f1:8445/finesse/api/User/b',
    ])
    expect(direct).toBe(1)
  })

  it('has no answer from the proxy’s memory, and the type of a body in the proxy’s spelling', async () => {
    const sent: { url: string; HEADERS: Readonly<Record<string, string>> }[] = []
    const io: Gadgets['io'] = {
      makeRequest: (url, callback, { HEADERS }) => {
        sent.push({ url, HEADERS })
        callback({ rc: 202, text: '' })
      },
    }
    const fetch = restFetch({ io } as Pick<Gadgets, 'io'> as Gadgets, blocked, () => 'https://f1:8445')
    await fetch('/finesse/api/Team/3?includeLoggedOutAgents=true', REQUEST)
    expect(sent[0]?.url).toMatch(/^https:\/\/f1:8445\/finesse\/api\/Team\/3\?includeLoggedOutAgents=true&nocache=\d+$/)
    const headers = { 'content-type': 'application/xml', requestId: 'r1' }
    await fetch('/finesse/api/User/a', { ...REQUEST, method: 'PUT', headers, body: '<User/>' })
    expect(sent[1]).toEqual({
      url: 'https://f1:8445/finesse/api/User/a',
      HEADERS: { 'Content-Type': 'application/xml', requestId: 'r1' },
    })
  })

  it('does not send a change a second time, which may have got there', async () => {
    asked.length = 0
    const fetch = restFetch(gadgets, blocked, () => '')
    await expect(fetch('/finesse/api/User/a', { ...REQUEST, method: 'PUT', body: '<User/>' })).rejects.toThrow(
      TypeError,
    )
    expect(asked).toEqual([])
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

/** As the library hands it over. */
const viewEvent = (gadgetId: unknown, view: string, height: unknown): ViewEvent => ({
  getGadgetId: () => gadgetId,
  getView: () => view,
  getMaxAvailableHeight: () => height,
})

describe("the gadget's height", () => {
  const heights: number[] = []
  const gadgets = { window: { adjustHeight: (pixels) => heights.push(pixels) } } as Pick<Gadgets, 'window'> as Gadgets

  const TOPICS = {
    ACTIVE_TAB: 'tab',
    GADGET_VIEW_CHANGED_EVENT: 'view',
    MAX_AVAILABLE_HEIGHT_CHANGED_EVENT: 'height',
  }

  /** A gadget with this address in a container that has told its id, and what is heard there. */
  function followed(myId: unknown, url: string): Map<string, Parameters<ContainerServices['addHandler']>[1]> {
    heights.length = 0
    const handlers = new Map<string, Parameters<ContainerServices['addHandler']>[1]>()
    new GadgetHeight(gadgets, url).follow({
      init: () => undefined,
      addHandler: (topic, handler) => handlers.set(topic, handler),
      Topics: TOPICS,
      getMyGadgetId: () => myId,
    })
    return handlers
  }

  it('is what the layout says, all there is when maximised, and told again when the tab is shown', () => {
    const handlers = followed('g1', 'https://f1/gadgets/ifr?url=%2Fx%2Fgadget.xml%3FgadgetHeight%3D500')
    const view = handlers.get('view')
    view?.(viewEvent('other', 'canvas', 900))
    view?.(viewEvent('g1', 'canvas', 900))
    view?.(viewEvent('g1', 'default', 900))
    handlers.get('tab')?.(undefined)
    expect(heights).toEqual([500, 500, 900, 500, 500])
  })

  it('follows what there is of it while it is maximised, and knows itself by a number as by a text', () => {
    const handlers = followed(7, 'https://f1/x')
    const view = handlers.get('view')
    view?.(viewEvent(8, 'canvas', '900'))
    view?.(viewEvent('7', 'canvas', '900'))
    handlers.get('height')?.({ getMaxAvailableHeight: () => 800 })
    view?.(viewEvent(7, 'default', '900'))
    expect(heights).toEqual([640, 640, 900, 800, 640])
  })

  it('is all there is from the start where the container says that the gadget is maximised', () => {
    heights.length = 0
    const services: ContainerServices = {
      init: () => undefined,
      addHandler: () => {},
      getMyGadgetView: () => ({ gadgetId: 'g1', view: 'canvas', maxAvailableHeight: '900' }),
    }
    new GadgetHeight(gadgets, 'https://f1/x').follow(services)
    expect(heights).toEqual([900])
  })

  it('asks for a height without any service', () => {
    heights.length = 0
    new GadgetHeight(gadgets, 'https://f1/x').follow(undefined)
    expect(heights).toEqual([640])
  })
})
