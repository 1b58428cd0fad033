import type { XmlLimits } from './xml-document.ts'
import type { XmlNode } from './xml-node.ts'

/** As in xml-document.ts, with the browser's own parser. */
export const documentParser =
  ({ maxDepth }: Pick<XmlLimits, 'maxDepth'>) =>
  (text: string): XmlNode => {
    const source = text.replace(/^\uFEFF/, '')
    const document = new DOMParser().parseFromString(source, 'application/xml')
    const [fault] = document.getElementsByTagName('parsererror')
    if (fault) throw new Error(fault.textContent.trim())
    const { documentElement: root } = document
    return { [root.nodeName]: valueOf(root, maxDepth) }
  }

const isText = ({ nodeType }: Node): boolean => nodeType === Node.TEXT_NODE || nodeType === Node.CDATA_SECTION_NODE

/** An element with nothing but text is that text; everything else is an object. */
function valueOf(element: Element, levels: number): unknown {
  if (levels === 0) throw new Error('Its elements are nested too deeply.')
  const text = [...element.childNodes]
    .filter(isText)
    .map(({ nodeValue }) => nodeValue)
    .join('')
    .trim()
  if (element.children.length === 0 && element.attributes.length === 0) return text
  const attributes = [...element.attributes].map(({ name, value }) => [`@${name}`, value.trim()] as const)
  const children = [...Map.groupBy(element.children, ({ nodeName }) => nodeName)].map(([name, same]) => {
    const values = same.map((child) => valueOf(child, levels - 1))
    return [name, values.length === 1 ? values[0] : values] as const
  })
  return Object.fromEntries<unknown>([...children, ...(text === '' ? [] : [['#text', text] as const]), ...attributes])
}
