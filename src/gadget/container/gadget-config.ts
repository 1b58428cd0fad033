import { bearerAuthorization } from '../../finesse/credential.ts'
import type { DesktopGlobals } from './globals/desktop.ts'

/** What the gadget takes from `finesse.gadget.Config`; a credential is not among it, `authorizationOf` asks for it anew each time. */
export type GadgetConfig = {
  /** The signed-in supervisor's Finesse id. */
  readonly id: string
  /** As `Intl` wants it, e.g. `en-US`; null where the desktop tells none. */
  readonly locale: string | null
  /** Finesse's clock minus this browser's, in milliseconds; null where the desktop tells none. */
  readonly clockDrift: number | null
  /** Scheme, host and port at which the desktop's own proxy reaches Finesse. */
  readonly proxyTarget: string
}

/** Where the library of 10.6.1 keeps the drift of the clocks, beside the configuration. */
const DRIFT_KEY = 'clientTimestampDrift'

/** The preferences under which a container up to 10.5 hands over what is the library's configuration later. */
const CONFIG_PREFERENCES: readonly string[] = [
  'authorization',
  'clientDriftInMillis',
  'host',
  'id',
  'locale',
  'localhostPort',
  'pubsubDomain',
  'restHost',
  'scheme',
  'xmppDomain',
]

/** The desktop's configuration as its library has it, or as gadgets had to gather it from their preferences up to 10.5. */
export function desktopConfig({ finesse, gadgets }: DesktopGlobals): Readonly<Record<string, unknown>> {
  const config = finesse.gadget?.Config
  if (config) return config
  const preferences = new gadgets.Prefs()
  return Object.fromEntries(CONFIG_PREFERENCES.map((name) => [name, preferences.getString(name)]))
}

/** Reads the desktop's configuration; numbers may come as texts, and anything may be missing. */
export function readGadgetConfig(globals: DesktopGlobals, session?: Pick<Storage, 'getItem'>): GadgetConfig {
  const config = desktopConfig(globals)
  const text = (name: string): string => textOf(config[name])
  const drift = Number.parseInt(text('clientDriftInMillis') || (session?.getItem(DRIFT_KEY) ?? ''), 10)
  const port = text('localhostPort')
  return {
    id: text('id'),
    locale: localeOf(text('locale')),
    clockDrift: Number.isNaN(drift) ? null : drift,
    proxyTarget: `${text('scheme') || 'https'}://${text('restHost') || text('host')}${port === '' ? '' : `:${port}`}`,
  }
}

/**
 * The value of the `Authorization` header, or null while nobody is signed in. It is a password in effect: it is asked for
 * at each use, never kept and never logged. The token of single sign-on is another one after each renewal.
 */
export function authorizationOf(globals: DesktopGlobals): string | null {
  const config = desktopConfig(globals)
  const built = builtHeader(globals, config)
  if (built !== null) return built
  const token = textOf(config['authToken'])
  if (token !== '') return bearerAuthorization(token)
  const basic = textOf(config['authorization'])
  return basic === '' ? null : `Basic ${basic}`
}

/** The library's own header; null where it has none: it may throw, or write `undefined` for what the configuration lacks. */
function builtHeader({ finesse }: DesktopGlobals, config: unknown): string | null {
  try {
    const built: unknown = finesse.utilities?.Utilities?.getAuthHeaderString?.(config)
    return typeof built === 'string' && /^(Basic|Bearer) (?!undefined$|null$)\S/.test(built) ? built : null
  } catch {
    return null
  }
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : ''

/** Finesse writes `en_US`; a word that is no locale at all would make every `Intl` call throw. */
function localeOf(text: string): string | null {
  try {
    return Intl.getCanonicalLocales(text.replaceAll('_', '-'))[0] ?? null
  } catch {
    return null
  }
}
