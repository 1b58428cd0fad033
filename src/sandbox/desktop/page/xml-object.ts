/**
 * XML as the desktop's library hands it to gadgets: every value is a text, an empty element is null, an element that
 * occurs several times is an array, an attribute is a key that begins with `@`.
 * @returns null where it is no XML
 */
export function xmlToObject(xml: string): Record<string, unknown> | null {
  const { documentElement: root } = new DOMParser().parseFromString(xml, 'application/xml')
  return root.getElementsByTagName('parsererror').length > 0 ? null : { [root.nodeName]: valueOf(root) }
}

function valueOf(element: Element): unknown {
  if (element.children.length === 0 && element.attributes.length === 0) return element.textContent || null
  const value: Record<string, unknown> = {}
  for (const { name, value: text } of element.attributes) value[`@${name}`] = text
  if (element.children.length === 0 && element.textContent !== '') value['#text'] = element.textContent
  for (const [name, same] of Map.groupBy(element.children, ({ nodeName }) => nodeName)) {
    const values = same.map(valueOf)
    value[name] = values.length === 1 ? values[0] : values
  }
  return value
}
