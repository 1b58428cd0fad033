import { noTimeWords } from '#fault-words'
import type { Instant } from '../history/observation.ts'

/**
 * A piece of a document as plain objects: parsed XML, or the object that the desktop's hub hands over. From outside, so
 * read through the functions below only. They never depend on the order of elements, take one element or an array of
 * them, and take the first letter of a name in either case, because Finesse writes `reasonCode` and `ReasonCode`,
 * `ApiErrors` and `apiErrors`.
 */
export type XmlNode = unknown

/** Told of what cannot be read and is left out, in words for a log. */
export type Report = (fault: string) => void

const otherCase = (name: string): string => {
  const first = name.charAt(0)
  return (first === first.toLowerCase() ? first.toUpperCase() : first.toLowerCase()) + name.slice(1)
}

const first = (node: XmlNode): XmlNode => (Array.isArray(node) ? (node as unknown[])[0] : node)

/** The element of this name: undefined where there is none; an empty one is '' in XML and null in the hub's objects. */
export function childOf(node: XmlNode, name: string): XmlNode {
  const parent = first(node)
  if (typeof parent !== 'object' || parent === null) return undefined
  const spelling = [name, otherCase(name)].find((candidate) => Object.hasOwn(parent, candidate))
  return spelling === undefined ? undefined : (parent as Record<string, unknown>)[spelling]
}

/** All elements of this name that are not empty, whether there is none, one or an array of them. */
export function childrenOf(node: XmlNode, name: string): readonly XmlNode[] {
  const found = childOf(node, name)
  const all: readonly unknown[] = Array.isArray(found) ? found : [found]
  return all.filter((child) => child !== undefined && child !== null && child !== '')
}

/** The text of an element: '' for an empty one, null where there is none. */
export function textOrNull(node: XmlNode, name: string): string | null {
  const found = first(childOf(node, name))
  if (found === undefined) return null
  if (found === null) return ''
  const content = typeof found === 'object' ? childOf(found, '#text') : found
  return typeof content === 'string' || typeof content === 'number' || typeof content === 'boolean'
    ? String(content).trim()
    : ''
}

/** The text of an element; '' for an empty one and for none. */
export const textOf = (node: XmlNode, name: string): string => textOrNull(node, name) ?? ''

/** true and false in any case; null for everything else. */
export function booleanOf(node: XmlNode, name: string): boolean | null {
  const text = textOf(node, name).toLowerCase()
  return text === 'true' ? true : text === 'false' ? false : null
}

/** A moment, or null where there is none; one that cannot be read is reported. */
export function instantOf(node: XmlNode, name: string, report?: Report): Instant | null {
  const text = textOf(node, name)
  if (text === '') return null
  const isMoment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:?\d\d)$/.test(text)
  const time = isMoment ? Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')) : NaN
  if (!Number.isNaN(time)) return new Date(time).toISOString()
  report?.(noTimeWords(name, text))
  return null
}

/** The last segment of a path such as `/finesse/api/ReasonCode/1`; '' where there is none. */
export const lastSegment = (uri: string): string => uri.slice(uri.lastIndexOf('/') + 1)
