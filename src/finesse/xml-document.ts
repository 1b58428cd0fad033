import { XMLParser } from 'fast-xml-parser'
import type { XmlNode } from './xml-node.ts'

/** What a document may need of memory and stack. */
export type XmlLimits = {
  /** Levels of elements. */
  readonly maxDepth: number
  /** Characters. */
  readonly maxLength: number
}

/**
 * A function that makes plain objects of a document and throws where it is no XML. Browsers take the one of
 * xml-document-browser.ts instead, by the name `#xml-document`: they have a parser, and this one would be a third of the
 * gadget's script.
 */
export function documentParser({ maxDepth, maxLength }: XmlLimits): (text: string) => XmlNode {
  const parser = new XMLParser({
    parseTagValue: false,
    parseAttributeValue: false,
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    ignoreDeclaration: true,
    ignorePiTags: true,
    maxNestedTags: maxDepth,
    // Without it the parser leaves numeric references such as &#252; as they are.
    htmlEntities: true,
    processEntities: { enabled: true, maxExpandedLength: maxLength },
    jPath: false,
  })
  return (text) => parser.parse(text, true) as XmlNode
}
