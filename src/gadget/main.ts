/** The gadget's first module: joins the two sources, and shows the floor. */
import { relayAddress } from './connection/relay-address.ts'
import { RelayClient } from './connection/relay-client.ts'
import { openContainer } from './container/finesse-container.ts'
import type { DesktopGlobals } from './container/globals/desktop.ts'
import { FinesseSource } from './floor/finesse-source.ts'
import { Floor } from './floor/floor.ts'
import { RelayClock } from './relay-clock.ts'
import { midnightBefore } from './selectors/time-axis.ts'
import { fillPage } from './styles/page.ts'
import { browserTimers } from './timers.ts'
import { renderAgain } from './components/render-again.ts'
import { followAppearance } from './preferences/appearance.ts'
import { browserStorage, PreferenceStore } from './preferences/preference-store.ts'
import { LanguageKeeper } from './words/language-keeper.ts'
import { texts } from './words/texts.ts'
import './components/app.ts'

/**
 * To be called once, when the desktop's hub can be used.
 * @param clues `scriptUrl`: where the gadget's script was loaded from; null where the container hides it.
 */
export function start({ scriptUrl }: { readonly scriptUrl: string | null }): void {
  const container = openContainer(globalThis as unknown as DesktopGlobals, {
    url: location.href,
    fetch: (...request) => fetch(...request),
    session: sessionStorageIfAllowed(),
    timers: browserTimers,
  })
  fillPage(document)
  const timers = browserTimers
  const random = Math.random
  const clock = new RelayClock(timers)
  const floor = new Floor({ clock, timers, finesseDrift: container.config.clockDrift })
  const preference = container.preference('relay')
  const address = relayAddress({
    preference,
    scriptUrl,
    isSecurePage: location.protocol === 'https:',
  })
  const relay =
    address === null
      ? null
      : new RelayClient({
          address,
          credential: () => {
            const authorization = container.authorization()
            return authorization === null ? null : { authorization, id: container.config.id }
          },
          since: () => new Date(midnightBefore(Date.now())).toISOString(),
          fetch: (...request) => fetch(...request),
          openSocket: (url, subprotocol) => new WebSocket(url, subprotocol),
          timers,
          random,
          listener: floor.relayListener,
        })
  const finesse = new FinesseSource({ container, clock, timers, random, listener: floor.finesseListener })
  floor.start({ relay, finesse })
  if (address === null && preference !== '') floor.relayListener.onStatus({ phase: 'refused', code: 'bad-address' })
  const app = document.createElement('rch-app')
  const preferences = new PreferenceStore(container.config.id, browserStorage())
  const language = new LanguageKeeper({
    preferences,
    desktop: container.config.locale,
    browser: navigator.languages,
    page: document.documentElement,
    onChange: () => {
      app.formats = language.formats
      container.setTitle(texts.title)
      renderAgain(app)
    },
  })
  followAppearance(preferences, app)
  const settings = {
    preferences,
    language,
    relayAddress: address,
    supervisorId: container.config.id,
    toast: container.toast,
  }
  Object.assign(app, { floor, preferences, settings })
  void language.load().then(() => document.body.append(app))
  const nudge = (): void => {
    relay?.nudge()
    finesse.nudge()
  }
  globalThis.addEventListener('online', nudge)
  globalThis.addEventListener('storage', preferences.takeOthers)
  container.onCredentialRenewed(nudge)
}

/** A browser that forbids storage throws already where it is asked for. */
function sessionStorageIfAllowed(): Storage | undefined {
  try {
    return sessionStorage
  } catch {
    return undefined
  }
}
