import { parseXml } from '../../finesse/xml.ts'
import { childOf, childrenOf, textOf } from '../../finesse/xml-node.ts'

/** The definition of a gadget, as far as a container needs it to show it. */
export type GadgetDefinition = {
  readonly title: string
  /** Names of the user preferences with their defaults. */
  readonly preferences: Readonly<Record<string, string>>
  /** The views that it has, e.g. `default,canvas`: only with the second one it can be maximised. */
  readonly views: string
  /** HTML. */
  readonly content: string
}

/** Reads a gadget.xml. @throws {FinesseXmlError} where it is no XML */
export function readDefinition(xml: string): GadgetDefinition {
  const module = childOf(parseXml(xml), 'Module')
  return {
    title: textOf(childOf(module, 'ModulePrefs'), '@title'),
    preferences: Object.fromEntries(
      childrenOf(module, 'UserPref').map((node) => [textOf(node, '@name'), textOf(node, '@default_value')]),
    ),
    views: textOf(childOf(module, 'Content'), '@view'),
    content: textOf(module, 'Content'),
  }
}

const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/**
 * The page in which a gadget runs: the container's `gadgets.*` first, then the gadget's content with its relative
 * addresses resolved against its definition's.
 * @param address Path of the definition, e.g. `/3rdpartygadget/files/name/gadget.xml`.
 * @param given The preferences that the desktop's layout sets; others than the declared ones are ignored.
 */
export function renderGadgetPage(
  definition: GadgetDefinition,
  address: string,
  given: Readonly<Record<string, string>>,
): string {
  const preferences = Object.fromEntries(
    Object.entries(definition.preferences).map(([name, fallback]) => [name, given[name] ?? fallback]),
  )
  // OpenSocial's substitution of preferences in the gadget's own text, escaped as it asks for.
  const content = definition.content.replaceAll(/__UP_(\w+?)__/g, (whole, name: string) =>
    Object.hasOwn(preferences, name) ? escapeText(preferences[name] ?? '') : whole,
  )
  return `<!doctype html>
<html lang="en" data-views="${escapeText(definition.views)}" data-preferences="${escapeText(JSON.stringify(preferences))}">
<head>
<meta charset="utf-8">
<title>${escapeText(definition.title)}</title>
<base href="${escapeText(address)}">
<script src="/desktop/assets/js/gadgets.js"></script>
</head>
<body>
${content}
</body>
</html>
`
}
