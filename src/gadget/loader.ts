/**
 * The one classic script that the gadget's definition names. Containers know no modules, and they look for the hub's
 * callback once, while the page loads: so this is small and waits for the hub, while the gadget itself comes as modules
 * from the folder that this script lies in, all at the same time.
 */
import type { start } from './main.ts'
import { loadFaultWords } from './words/load-fault-words.ts'

/** Names of built files, all in the loader's own folder. */
export type GadgetParts = {
  /** The module to start, then those that it imports: they are only fetched early, since they import each other. */
  readonly parts: readonly [main: string, ...imported: readonly string[]]
  /** The style sheets of all parts. */
  readonly styles: string
  /** Each language's texts. */
  readonly languages: Readonly<Record<string, string>>
}

/** The build puts them here. */
declare const GADGET_PARTS: GadgetParts

type LoaderGlobals = {
  readonly gadgets: {
    readonly HubSettings: { onConnect?: () => void }
    readonly loadingindicator?: { dismiss?(): void }
  }
  readonly finesse?: { readonly gadget?: { readonly Config?: { readonly locale?: string } } }
}

const { gadgets, finesse } = globalThis as unknown as LoaderGlobals

/** Only known while the script itself runs. */
const scriptUrl = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : ''

// A container that gives scripts out under addresses of its own leaves only the definition's, in the frame's address.
const isOwnAddress = /\/reason-code-history-[\w-]+\.js$/.test(scriptUrl)
const definition = new URLSearchParams(location.search).get('url') ?? ''
const base = isOwnAddress ? scriptUrl : new URL(definition, location.href).href

const connected = new Promise<void>((resolve) => {
  gadgets.HubSettings.onConnect = resolve
})

const language = (finesse?.gadget?.Config?.locale ?? navigator.language).slice(0, 2)
const { parts, styles, languages } = GADGET_PARTS
for (const file of [...parts, languages[language]]) {
  if (file === undefined) continue
  const link = document.createElement('link')
  Object.assign(link, { rel: 'modulepreload', crossOrigin: 'anonymous', href: new URL(file, base).href })
  document.head.append(link)
}

const styleSheets = fetch(new URL(styles, base))

async function load(): Promise<void> {
  const answer = await styleSheets
  if (!answer.ok) throw new Error(`${answer.status} ${answer.url}`)
  // The modules read it as they are evaluated.
  Object.assign(globalThis, { reasonCodeHistoryStyles: await answer.text() })
  const gadget = (await import(new URL(parts[0], base).href)) as { readonly start: typeof start }
  await connected
  gadget.start({ scriptUrl: isOwnAddress ? scriptUrl : null })
}

/** Nothing of the gadget is there: a sentence and a button, in the browser's own look. */
function showFault(error: unknown): void {
  const { said, again } = loadFaultWords(language)
  const text = document.createElement('p')
  text.setAttribute('role', 'alert')
  text.textContent = `${said} (${error instanceof Error ? error.message : String(error)})`
  const button = document.createElement('button')
  button.textContent = again
  // A browser may remember that a module could not be had, for as long as the page lives.
  button.addEventListener('click', () => location.reload())
  document.body.replaceChildren(text, button)
  gadgets.loadingindicator?.dismiss?.()
}

load().catch(showFault)
