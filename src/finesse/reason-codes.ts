import { leftOutWords } from '#fault-words'
import { isReasonCode, type ReasonCode } from '../cti/reason-code.ts'
import { type ReasonCodeId, toReasonCodeId } from './reason-code-id.ts'
import { booleanOf, childrenOf, lastSegment, type Report, textOf, type XmlNode } from './xml-node.ts'
import { parseRoot } from './xml.ts'

/** The transitions that Finesse has reasons for. */
export const FINESSE_CATEGORIES = ['NOT_READY', 'LOGOUT'] as const
export type FinesseCategory = (typeof FINESSE_CATEGORIES)[number]

/** Finesse takes 40 characters; what is longer is cut. */
const MAX_LABEL = 255

const isCategory = (text: string): text is FinesseCategory => (FINESSE_CATEGORIES as readonly string[]).includes(text)

/** A reason code as Finesse keeps it. */
export type ReasonCodeRecord = {
  /** null where Finesse gave neither an id nor a uri that ends in one. */
  readonly id: ReasonCodeId | null
  readonly category: FinesseCategory
  readonly code: ReasonCode
  /** At most 40 characters in Finesse; administrators choose it freely. */
  readonly label: string
  /** True: for every team. False: for the teams it is assigned to. null where the server did not say. */
  readonly forAll: boolean | null
  /** True for codes of the system; null from servers older than 11.6. */
  readonly systemCode: boolean | null
}

/**
 * Reads one reason code; null (and a report) where its code or category is none. Old servers have no `id`: there the
 * last segment of the uri is it.
 * @param category The one to take where the element has none.
 */
export function readReasonCode(node: XmlNode, category: string, report?: Report): ReasonCodeRecord | null {
  const codeText = textOf(node, 'code')
  const code = /^\d{1,9}$/.test(codeText) ? Number(codeText) : NaN
  const ownCategory = textOf(node, 'category') || category
  if (!isReasonCode(code) || !isCategory(ownCategory)) {
    report?.(leftOutWords(codeText, ownCategory))
    return null
  }
  return {
    id: toReasonCodeId(textOf(node, 'id')) ?? toReasonCodeId(lastSegment(textOf(node, 'uri'))),
    category: ownCategory,
    code,
    label: textOf(node, 'label').slice(0, MAX_LABEL).toWellFormed(),
    forAll: booleanOf(node, 'forAll'),
    systemCode: booleanOf(node, 'systemCode'),
  }
}

/**
 * Reads a list of reason codes; what is none in it is left out and reported.
 * @throws {FinesseXmlError}
 */
export function parseReasonCodes(xml: string, report?: Report): readonly ReasonCodeRecord[] {
  const root = parseRoot(xml, 'ReasonCodes')
  const category = textOf(root, '@category')
  return childrenOf(root, 'ReasonCode')
    .map((node) => readReasonCode(node, category, report))
    .filter((record) => record !== null)
}

/**
 * Reads the document of one reason code; null (and a report) where its code or category is none.
 * @throws {FinesseXmlError}
 */
export const parseReasonCode = (xml: string, report?: Report): ReasonCodeRecord | null =>
  readReasonCode(parseRoot(xml, 'ReasonCode'), '', report)
