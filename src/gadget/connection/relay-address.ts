/** What decides where the relay is. */
export type RelayAddressClues = {
  /** The gadget's user preference `relay`; empty when the administrator set none. */
  readonly preference: string
  /** Where the gadget's script was loaded from; null where the container hides it. */
  readonly scriptUrl: string | null
  /** Is the page that shows the gadget loaded over HTTPS? Then a browser lets it use nothing less. */
  readonly isSecurePage: boolean
}

/** The folder under which a relay serves the gadget. */
const RELAY_FOLDER = /^(.*)\/gadget\/[^/]+$/

/**
 * The relay's address without a slash at its end, or null where nothing tells it: the preference (`https://host:port`,
 * `host:port` or with a path), else the server that the script came from when it came from a relay's `/gadget/` folder.
 */
export function relayAddress({ preference, scriptUrl, isSecurePage }: RelayAddressClues): string | null {
  const url = preference.trim() === '' ? servingRelay(scriptUrl) : preferredRelay(preference.trim())
  if (!url) return null
  if (isSecurePage) url.protocol = 'https:'
  return url.origin + url.pathname.replace(/\/+$/, '')
}

function preferredRelay(text: string): URL | null {
  const address = /^[a-z]+:\/\//i.test(text) ? text : `https://${text}`
  const url = parseUrl(address.replace(/^ws/i, 'http'))
  return url && /^https?:$/.test(url.protocol) ? url : null
}

function servingRelay(scriptUrl: string | null): URL | null {
  const url = scriptUrl === null ? null : parseUrl(scriptUrl)
  const folder = url && RELAY_FOLDER.exec(url.pathname)?.[1]
  return url && typeof folder === 'string' ? parseUrl(url.origin + folder) : null
}

function parseUrl(text: string): URL | null {
  try {
    return new URL(text)
  } catch {
    return null
  }
}

/** The same address for a WebSocket. */
export const webSocketAddress = (address: string): string => address.replace(/^http/, 'ws')
