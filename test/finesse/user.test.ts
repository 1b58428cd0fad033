import { describe, expect, it } from 'vitest'
import { observeUser } from '../../src/finesse/observe.ts'
import { isReasonCodeId, toReasonCodeId } from '../../src/finesse/reason-code-id.ts'
import { parseUser } from '../../src/finesse/user.ts'
import { writeXml, type XmlTree } from '../../src/finesse/xml-writer.ts'
import { reasonTree, userXml } from '../support/finesse-documents.ts'

const sighting = { via: 'witness', at: '2026-11-23T18:00:01.000Z' } as const

/** A User and what was reported of it. */
function read(fields: XmlTree) {
  const faults: string[] = []
  return { user: parseUser(userXml(fields), (fault) => faults.push(fault)), faults }
}

describe('a reason code id', () => {
  it.each([
    ['-1', null],
    ['', null],
    [null, null],
    [undefined, null],
    ['-2', null],
    ['1.5', null],
    ['0x10', null],
    ['1e3', null],
    ['9999999999999999', null],
    ['lunch', null],
    ['0', 0],
    ['1', 1],
    [' 49 ', 49],
  ])('%j is %j', (text, id) => {
    expect(toReasonCodeId(text)).toBe(id)
  })

  it('is a whole number from 0 up', () => {
    expect([0, 1, 2 ** 53 - 1].every(isReasonCodeId)).toBe(true)
    expect([-1, 0.5, NaN, Infinity, 2 ** 53].some(isReasonCodeId)).toBe(false)
  })
})

describe('a User', () => {
  it('is read back as it was written', () => {
    const { user, faults } = read({ reasonCodeId: '1', reasonCode: reasonTree() })
    expect(user).toEqual({
      uri: '/finesse/api/User/cons8510',
      loginId: 'cons8510',
      loginName: 'cons8510',
      firstName: 'Connie',
      lastName: 'Sample',
      extension: '8510',
      state: 'NOT_READY',
      rawState: 'NOT_READY',
      stateChangeTime: '2026-11-23T18:00:00.000Z',
      pendingState: null,
      reasonCodeId: 1,
      rawReasonCodeId: '1',
      reasonCode: { id: 1, category: 'NOT_READY', code: 71, label: 'LUNCH', forAll: false, systemCode: false },
      roles: ['Agent', 'Supervisor'],
      teamId: '3',
      teamName: 'MN Team 1',
      teams: [{ id: '3', name: 'MN Team 1' }],
    })
    expect(faults).toEqual([])
  })

  it.each([
    ['-1', '-1'],
    [null, ''],
    [undefined, null],
  ])('with reasonCodeId %j has no reason, and the element as it stood is kept', (element, raw) => {
    const { user } = read({ reasonCodeId: element, reasonCode: undefined })
    expect(user).toMatchObject({ reasonCodeId: null, rawReasonCodeId: raw, reasonCode: null })
    expect(observeUser(user, sighting)).toMatchObject({ reasonCodeId: null, reason: null })
  })

  it('has the same reason whichever way the element is spelt, empty ones being none', () => {
    expect(read({ ReasonCode: reasonTree() }).user.reasonCode).toMatchObject({ code: 71, label: 'LUNCH' })
    expect(read({ reasonCode: null }).user.reasonCode).toBeNull()
  })

  it('in a call has no reason of its own, whatever Finesse left standing', () => {
    const { user } = read({ state: 'TALKING', reasonCodeId: '1', reasonCode: reasonTree() })
    expect(observeUser(user, sighting)).toMatchObject({ state: 'TALKING', reasonCodeId: null, reason: null })
  })

  it('without a reasonCodeId has the id of its reason element', () => {
    const { user } = read({ reasonCodeId: undefined, reasonCode: reasonTree() })
    expect(observeUser(user, sighting)).toEqual({
      kind: 'finesse',
      agentId: 'cons8510',
      state: 'NOT_READY',
      reasonCodeId: 1,
      reason: { code: 71, label: 'LUNCH' },
      stateChangeTime: '2026-11-23T18:00:00.000Z',
      ...sighting,
    })
  })

  it('takes code 0 as no reason without a word, and reports a code that is none', () => {
    expect(read({ reasonCode: reasonTree({ code: '0' }) })).toMatchObject({ user: { reasonCode: null }, faults: [] })
    for (const code of ['65536', '-5', 'x', null]) {
      const { user, faults } = read({ reasonCode: reasonTree({ code }) })
      expect(user.reasonCode).toBeNull()
      expect(faults).toEqual([
        expect.stringMatching(/^cons8510: reason code “.*” of category “NOT_READY” is left out$/),
      ])
    }
    expect(read({ reasonCode: reasonTree({ code: '65535' }) }).user.reasonCode?.code).toBe(65535)
  })

  it('in an unknown state is UNKNOWN, with the word kept and reported', () => {
    const { user, faults } = read({ state: 'ON_THE_MOON' })
    expect(user).toMatchObject({ state: 'UNKNOWN', rawState: 'ON_THE_MOON' })
    expect(faults).toEqual(['cons8510: state “ON_THE_MOON” is unknown'])
  })

  it.each([
    ['2026-11-23T18:00:00Z', '2026-11-23T18:00:00.000Z'],
    ['2026-11-23T12:00:00.5-06:00', '2026-11-23T18:00:00.500Z'],
    ['2026-11-23T12:00:00.000-0600', '2026-11-23T18:00:00.000Z'],
    ['', null],
  ])('changed its state at %j, which is %j', (text, instant) => {
    expect(read({ stateChangeTime: text })).toMatchObject({ user: { stateChangeTime: instant }, faults: [] })
  })

  it.each(['today', '2026-11-23', '2026-13-41T00:00:00Z', '1700000000000', '2026-11-23T18:00:00'])(
    'has no time where it says %j, which is reported',
    (text) => {
      const { user, faults } = read({ stateChangeTime: text })
      expect(user.stateChangeTime).toBeNull()
      expect(faults).toEqual([`cons8510: stateChangeTime “${text}” is no time`])
    },
  )

  it('has lists also where there is one of a thing, or none', () => {
    expect(read({ roles: { role: 'Agent' }, teams: { Team: { uri: '/finesse/api/Team/3' } } }).user).toMatchObject({
      roles: ['Agent'],
      teams: [{ id: '3', name: '' }],
    })
    expect(read({ roles: null, teams: undefined }).user).toMatchObject({ roles: [], teams: [] })
  })

  it('keeps numbers and markup in its texts as the texts they are', () => {
    const name = '<img src=x onerror=alert(1)> & "Co" é 漢'
    expect(read({ loginId: '0042', extension: '1e3', firstName: name, lastName: 'true' }).user).toMatchObject({
      loginId: '0042',
      extension: '1e3',
      firstName: name,
      lastName: 'true',
    })
  })

  it('gets its id from the uri where that is all there is', () => {
    const uri = '/finesse/api/User/caf%C3%A9'
    expect(read({ loginId: undefined, uri }).user.loginId).toBe('café')
    expect(read({ loginId: undefined, uri: '/finesse/api/User/100%' }).user.loginId).toBe('100%')
  })

  it('without a name is no User', () => {
    expect(() => parseUser(writeXml({ User: { state: 'READY' } }))).toThrow(
      expect.objectContaining({ code: 'xml-unexpected' }),
    )
  })
})
