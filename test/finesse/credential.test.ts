import { inspect } from 'node:util'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { basicAuthorization, bearerAuthorization, parseAuthorization } from '../../src/finesse/credential.ts'

describe('an Authorization header', () => {
  it('is that of RFC 7617, in UTF-8', () => {
    expect(basicAuthorization('Aladdin', 'open sesame')).toBe('Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==')
    expect(basicAuthorization('test', '123£')).toBe('Basic dGVzdDoxMjPCow==')
    expect(bearerAuthorization('abc.def')).toBe('Bearer abc.def')
  })

  it('gives back the user and the password, colons and all', () => {
    const id = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !text.includes(':'))
    fc.assert(
      fc.property(id, fc.string({ unit: 'grapheme' }), (user, password) => {
        const credential = parseAuthorization(basicAuthorization(user, password))
        expect(credential).toMatchObject({ scheme: 'basic', id: user })
        expect(credential?.scheme === 'basic' && credential.password).toBe(password)
      }),
    )
  })

  it('may be a token', () => {
    const credential = parseAuthorization(' bearer  abc.def ')
    expect(credential?.scheme === 'bearer' && credential.token).toBe('abc.def')
  })

  it.each(['', 'Basic', 'Basic ', 'Bearer', 'Digest abc', 'Basic !!!', 'Basic OnB3', 'Basic cHc=', 'Basic /w=='])(
    'is none: %j',
    (header) => {
      expect(parseAuthorization(header)).toBeNull()
    },
  )

  it('does not show its secret in a log', () => {
    for (const header of [basicAuthorization('user', 'hunter2'), bearerAuthorization('hunter2')]) {
      const credential = parseAuthorization(header)
      expect(`${JSON.stringify(credential)} ${inspect(credential)}`).not.toContain('hunter2')
    }
  })
})
