import { doctypeWords, malformedWords, otherRootWords, tooLongWords } from '#fault-words'
import { documentParser } from '#xml-document'
import { FinesseXmlError } from './errors.ts'
import { childOf, type XmlNode } from './xml-node.ts'

/** Longest document that is read, in characters. A Team of 300 has 131,000. */
export const MAX_XML_LENGTH = 4 * 1024 * 1024

/** Finesse's documents have six levels. */
const MAX_DEPTH = 32

/** A parser's error that is longer goes into no `cause`: it can quote the whole document. */
const MAX_CAUSE = 200

const parseDocument = documentParser({ maxDepth: MAX_DEPTH, maxLength: MAX_XML_LENGTH })

/**
 * Reads a document into plain objects, in the shape in which the desktop's hub hands them to gadgets: every value is a
 * text, an element that occurs several times is an array, an attribute is a key that begins with `@`.
 * @param maxLength In characters; default MAX_XML_LENGTH.
 * @throws {FinesseXmlError} `xml-too-large`, `xml-doctype`, `xml-malformed`
 */
export function parseXml(text: string, maxLength: number = MAX_XML_LENGTH): XmlNode {
  if (text.length > maxLength) {
    throw new FinesseXmlError('xml-too-large', tooLongWords(maxLength, 'characters'))
  }
  if (/<!\s*(?:DOCTYPE|ENTITY)/i.test(text)) {
    throw new FinesseXmlError('xml-doctype', doctypeWords())
  }
  try {
    return parseDocument(text)
  } catch (error) {
    const isShort = String(error).length <= MAX_CAUSE
    throw new FinesseXmlError('xml-malformed', malformedWords(error), isShort ? { cause: error } : {})
  }
}

/**
 * Reads a document and hands over its root element.
 * @param name What the root must be called; the case of its first letter does not matter.
 * @throws {FinesseXmlError} also `xml-unexpected`, where the root is another one
 */
export function parseRoot(text: string, name: string): XmlNode {
  const document = parseXml(text)
  const root = childOf(document, name)
  if (root !== undefined) return root
  const found = typeof document === 'object' && document !== null ? Object.keys(document)[0] : undefined
  throw new FinesseXmlError('xml-unexpected', otherRootWords(name, found))
}
