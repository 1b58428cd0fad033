import type { Plugin } from 'vite'

/** Modules of others, by the end of their paths, that do nothing for the gadget, and what it has in their places. */
const STAND_INS: readonly (readonly [path: string, code: string])[] = [
  // Vite puts it around each `import()` to load style sheets and further modules first: there are no such sheets, and what is
  // loaded on demand is one file.
  ['vite/preload-helper.js', 'export const __vitePreload = (load) => load()'],
  // Makes an id out of a text: each text of the gadget has its own (src/gadget/words/localise.ts).
  ['@lit/localize/internal/id-generation.js', 'export const generateMsgId = () => undefined'],
]

/**
 * Where Lit looks for what older browsers and pages made on a server need of it, and notes its version in the page: there
 * are none of these, and in the gadget's frame is no other Lit.
 */
const LIT_HOOKS = /\b\w+\.\w+(?:PolyfillSupport|HydrateSupport)\b|\(\w+\.\w+Versions\?\?=\[\]\)\.push\("[\d.]+"\)/g

/** Puts them there. */
export const standIns = (): Plugin => ({
  name: 'stand-ins',
  enforce: 'pre',
  applyToEnvironment: (environment) => environment.name === 'client',
  load: (id) => STAND_INS.find(([path]) => id.endsWith(path))?.[1] ?? null,
  transform: (code, id) =>
    /\/node_modules\/(?:lit-|@lit\/reactive-)/.test(id) ? { code: code.replace(LIT_HOOKS, 'undefined') } : null,
})
