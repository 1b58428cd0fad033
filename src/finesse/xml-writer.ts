/**
 * A document to be written, in the shape in which `parseXml` reads one: `{ User: { state: 'NOT_READY' } }`. A key that
 * begins with `@` is an attribute; undefined is left out, null is an empty element, an array is the element several times.
 */
export type XmlTree = { readonly [name: string]: XmlContent }
export type XmlContent = string | number | boolean | null | undefined | XmlTree | readonly XmlContent[]

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** What XML 1.0 cannot say at all, escaped or not. */
// oxlint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

const escape = (text: string): string =>
  text
    .toWellFormed()
    .replace(FORBIDDEN, '\ufffd')
    .replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character)

/** The XML of a document, on one line and without a declaration. */
export const writeXml = (tree: XmlTree): string =>
  Object.entries(tree)
    .filter(([name]) => !name.startsWith('@'))
    .map(([name, content]) => writeElement(name, content))
    .join('')

function writeElement(name: string, content: XmlContent): string {
  if (content === undefined) return ''
  if (isList(content)) return content.map((item) => writeElement(name, item)).join('')
  if (content === null || typeof content !== 'object') return `<${name}>${escape(String(content ?? ''))}</${name}>`
  const attributes = Object.entries(content)
    .filter(([key, value]) => key.startsWith('@') && typeof value === 'string')
    .map(([key, value]) => ` ${key.slice(1)}="${escape(value as string)}"`)
  return `<${name}${attributes.join('')}>${writeXml(content)}</${name}>`
}

const isList = (content: XmlContent): content is readonly XmlContent[] => Array.isArray(content)
