import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseApiErrors } from '../../src/finesse/api-errors.ts'
import { FinesseXmlError } from '../../src/finesse/errors.ts'
import { parseReasonCode, parseReasonCodes } from '../../src/finesse/reason-codes.ts'
import { parseSystemInfo } from '../../src/finesse/system-info.ts'
import { parseTeam } from '../../src/finesse/team.ts'
import { parseHubPayload, parseUpdate } from '../../src/finesse/update.ts'
import { parseUser } from '../../src/finesse/user.ts'

const CODES = new Set(['xml-too-large', 'xml-doctype', 'xml-malformed', 'xml-unexpected'])

/** Every reader. */
const READERS: readonly ((xml: string) => unknown)[] = [
  parseUser,
  parseTeam,
  parseReasonCodes,
  parseReasonCode,
  parseSystemInfo,
  parseApiErrors,
  parseUpdate,
  (xml) => parseHubPayload({ content: `/finesse/api/User/1${xml}` }),
]

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
  it('any text at all is read or refused with a typed error', () => {
    fc.assert(
      fc.property(fc.constantFrom(...READERS), fc.string({ unit: 'binary', maxLength: 300 }), (read, text) => {
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
