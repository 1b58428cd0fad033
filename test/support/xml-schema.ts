import { XMLParser } from 'fast-xml-parser'

/** An element with its children in the order of the document. */
type Element = {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly Element[]
}

const parser = new XMLParser({ preserveOrder: true, ignoreAttributes: false, attributeNamePrefix: '' })

function toElements(nodes: unknown): Element[] {
  return (nodes as Record<string, unknown>[]).flatMap((node) => {
    const name = Object.keys(node).find((key) => key !== ':@')
    if (name === undefined || name.startsWith('#') || name.startsWith('?')) return []
    const attributes = (node[':@'] ?? {}) as Record<string, string>
    return [{ name, attributes, children: toElements(node[name]) }]
  })
}

function rootOf(xml: string): Element {
  const [root] = toElements(parser.parse(xml, true))
  if (root === undefined) throw new Error('an empty document')
  return root
}

const find = (element: Element, name: string): Element | undefined =>
  element.children.find((child) => child.name === name)

const attributeFaults = (path: string, { attributes }: Element, declared: readonly Element[]): string[] => [
  ...Object.keys(attributes)
    .filter((name) => !declared.some((one) => one.attributes['name'] === name))
    .map((name) => `${path}: no attribute ${name} is known`),
  ...declared.flatMap((declaration) => {
    const { name = '', use } = declaration.attributes
    const value = attributes[name]
    if (value === undefined) return use === 'required' ? [`${path}: the attribute ${name} is missing`] : []
    const restriction = find(find(declaration, 'xs:simpleType') ?? declaration, 'xs:restriction')
    const allowed = restriction?.children.map((one) => one.attributes['value']) ?? [value]
    return allowed.includes(value) ? [] : [`${path}: ${name} may not be ${value}`]
  }),
]

/**
 * What in a document is not as a W3C schema wants it, for schemas of the plain kind: nested element declarations, named
 * complex types, sequences, choices, required attributes and enumerated ones. Empty where all is well.
 */
export function schemaFaults(xml: string, schemaXml: string): string[] {
  const schema = rootOf(schemaXml)
  const typeOf = (declaration: Element): Element | undefined => {
    const name = declaration.attributes['type']
    if (name === undefined) return find(declaration, 'xs:complexType')
    return schema.children.find((child) => child.name === 'xs:complexType' && child.attributes['name'] === name)
  }

  const faultsOf = (parentPath: string, element: Element, declaration: Element): string[] => {
    const path = `${parentPath}/${element.name}`
    const type = typeOf(declaration)
    const extension = type && find(find(type, 'xs:simpleContent') ?? type, 'xs:extension')
    const attributes = (extension ?? type)?.children.filter(({ name }) => name === 'xs:attribute') ?? []
    const group = type?.children.find(({ name }) => ['xs:sequence', 'xs:choice', 'xs:all'].includes(name))
    const declared = group?.children ?? []
    const position = (child: Element): number => declared.findIndex((one) => one.attributes['name'] === child.name)
    const positions = element.children.map(position)
    const isOutOfOrder =
      group?.name === 'xs:sequence' && positions.some((place, index) => place < (positions[index - 1] ?? 0))
    return [
      ...attributeFaults(path, element, attributes),
      ...(isOutOfOrder ? [`${path}: its elements are not in the order of the schema`] : []),
      ...element.children.flatMap((child) => {
        const known = declared[position(child)]
        return known ? faultsOf(path, child, known) : [`${path}: no element ${child.name} is known`]
      }),
    ]
  }

  const root = rootOf(xml)
  const declaration = schema.children.find((one) => one.attributes['name'] === root.name)
  return declaration ? faultsOf('', root, declaration) : [`no root ${root.name} is known`]
}
