import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseApiErrors } from '../../src/finesse/api-errors.ts'
import { FinesseXmlError } from '../../src/finesse/errors.ts'
import { parseReasonCode, parseReasonCodes } from '../../src/finesse/reason-codes.ts'
import { parseSystemInfo } from '../../src/finesse/system-info.ts'
import { parseTeam } from '../../src/finesse/team.ts'
import { parseHubPayload, parseUpdate } from '../../src/finesse/update.ts'
import { parseUser } from '../../src/finesse/user.ts'
import { writeXml } from '../../src/finesse/xml-writer.ts'
import {
  apiErrorsXml,
  reasonCodesXml,
  reasonTree,
  systemInfoXml,
  teamXml,
  updateXml,
  userTree,
  userXml,
} from '../support/finesse-documents.ts'

const CODES = new Set(['xml-too-large', 'xml-doctype', 'xml-malformed', 'xml-unexpected'])

/** Every reader with a document that it understands. */
const READERS: readonly (readonly [read: (xml: string) => unknown, document: string])[] = [
  [parseUser, userXml({ reasonCodeId: '1', reasonCode: reasonTree() })],
  [parseTeam, teamXml([userTree(), userTree({ loginId: 'cons8511', ReasonCode: reasonTree() })])],
  [parseReasonCodes, reasonCodesXml([reasonTree(), reasonTree({ code: '72' })])],
  [parseReasonCode, writeXml({ ReasonCode: reasonTree() })],
  [parseSystemInfo, systemInfoXml()],
  [parseApiErrors, apiErrorsXml('Invalid Input', 'finesse.api.reasoncode.not_allowed', 'No.')],
  [parseUpdate, updateXml({ user: userTree() })],
  [(xml) => parseHubPayload({ content: `/finesse/api/User/1${xml}` }), updateXml({ user: userTree() })],
]

const PIECES = [
  '<',
  '>',
  '</',
  '/>',
  '&',
  '&lt;',
  '&#xD800;',
  '&#99999999999;',
  ']]>',
  '<![CDATA[',
  '<!--',
  '-->',
  '<?x',
  '<!DOCTYPE a>',
  '<User>',
  '</User>',
  '<constructor>',
  '<__proto__/>',
  '<hasOwnProperty/>',
  '"',
  '\0',
  '\ud800',
  '漢',
]

type Change = readonly [at: number, length: number, put: string]

const change: fc.Arbitrary<Change> = fc.tuple(
  fc.nat(),
  fc.nat({ max: 40 }),
  fc.oneof(fc.constantFrom(...PIECES), fc.constant(''), fc.string({ maxLength: 20 })),
)

function mutate(document: string, changes: readonly Change[]): string {
  return changes.reduce((text, [at, length, put]) => {
    const start = at % (text.length + 1)
    return text.slice(0, start) + put + text.slice(start + length)
  }, document)
}

/** True where it was read, false where it was refused with a typed error; any other error fails the test. */
function isRead(attempt: () => unknown): boolean {
  try {
    attempt()
    return true
  } catch (error) {
    if (!(error instanceof FinesseXmlError) || !CODES.has(error.code)) throw error
    return false
  }
}

describe('whatever text comes', () => {
  it('changed documents are read or refused with a typed error: 10,000 bodies', () => {
    const seen = new Set<boolean>()
    fc.assert(
      fc.property(
        fc.constantFrom(...READERS),
        fc.array(change, { minLength: 1, maxLength: 6 }),
        ([read, document], changes) => {
          seen.add(isRead(() => read(mutate(document, changes))))
        },
      ),
      { numRuns: 10_000 },
    )
    expect(seen).toEqual(new Set([true, false]))
  })

  it('and any text at all', () => {
    fc.assert(
      fc.property(fc.constantFrom(...READERS), fc.string({ unit: 'binary', maxLength: 300 }), ([read], text) => {
        expect(isRead(() => read(text))).toBeTypeOf('boolean')
        expect(isRead(() => read(`<User>${text}</User>`))).toBeTypeOf('boolean')
      }),
      { numRuns: 2000 },
    )
  })

  it('and any object of the hub’s', () => {
    fc.assert(
      fc.property(fc.object({ key: fc.constantFrom('object', 'Update', 'data', 'user', 'state', 'uri') }), (object) => {
        expect(isRead(() => parseHubPayload(object))).toBeTypeOf('boolean')
        expect(isRead(() => parseHubPayload({ object: { Update: object } }))).toBeTypeOf('boolean')
      }),
      { numRuns: 2000 },
    )
  })
})
