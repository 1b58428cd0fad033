import { childrenOf, textOf, textOrNull, type XmlNode } from './xml-node.ts'
import { parseRoot } from './xml.ts'

/** One thing Finesse has against a request. */
export type ApiError = {
  /** E.g. `Invalid Input`. */
  readonly errorType: string
  /** A sentence, or in notifications the name of a CTI control failure. */
  readonly errorMessage: string
  /** E.g. `finesse.api.reasoncode.not_allowed`; in notifications the CTI control failure's number. */
  readonly errorData: string
  /** What the contact centre behind Finesse said; in notifications only. */
  readonly peripheralErrorCode: string | null
  readonly peripheralErrorText: string | null
}

/** Reads the errors out of an `ApiErrors` (HTTP) or `apiErrors` (notification) element. */
export const readApiErrors = (node: XmlNode): readonly ApiError[] =>
  childrenOf(node, 'ApiError').map((error) => ({
    errorType: textOf(error, 'ErrorType'),
    errorMessage: textOf(error, 'ErrorMessage'),
    errorData: textOf(error, 'ErrorData'),
    peripheralErrorCode: textOrNull(error, 'peripheralErrorCode'),
    peripheralErrorText: textOrNull(error, 'peripheralErrorText') ?? textOrNull(error, 'peripheralErrorMsg'),
  }))

/**
 * Reads the body of a refused request.
 * @throws {FinesseXmlError}
 */
export const parseApiErrors = (xml: string): readonly ApiError[] => readApiErrors(parseRoot(xml, 'ApiErrors'))
