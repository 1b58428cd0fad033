import { describe, expect, it } from 'vitest'
import { CONTROL_FAILURE_CODES } from '../../../src/cti/control-failure-codes.ts'
import { type Dialect, DIALECTS } from '../../../src/cti/dialect.ts'
import { Acd, type StateRequest } from '../../../src/sandbox/cti/acd.ts'
import { people } from '../../../src/sandbox/people.ts'

const ID = 'cons8510'
const NOW = Date.UTC(2026, 0, 1)

function open(dialect: Dialect) {
  const acd = new Acd(dialect, people(3), NOW)
  return {
    acd,
    ask: (request: Partial<StateRequest> & Pick<StateRequest, 'state'>, at = NOW) =>
      acd.request(ID, { reason: 0, client: 'app', ...request }, at),
    happens: (state: StateRequest['state'], reason = 0) => acd.change(ID, { state, reason, client: '' }, NOW),
  }
}

describe.each(DIALECTS)('the contact centre of %s', (dialect) => {
  it('tells the reason and the client with the change, and keeps neither', () => {
    const { acd, ask } = open(dialect)
    expect(ask({ state: 'NOT_READY', reason: 71 })).toMatchObject({
      transition: { agent: { id: ID }, state: 'NOT_READY', reason: 71, client: 'app' },
    })
    expect(acd.stateOf(ID)).toBe('NOT_READY')
    expect(JSON.stringify(acd)).not.toContain('71')
  })

  it('refuses what cannot be, and changes nothing', () => {
    const { acd, ask } = open(dialect)
    const refused = { failure: dialect === 'uccx' ? 265 : 22 }
    expect(ask({ state: 'TALKING' })).toEqual(refused)
    expect(ask({ state: 'LOGOUT' })).toEqual(refused)
    expect(acd.stateOf(ID)).toBe('AVAILABLE')
    expect(acd.request('nobody', { state: 'NOT_READY', reason: 0, client: '' }, NOW)).toEqual({ failure: 256 })
  })

  it('takes Ready for who is ready, without an event', () => {
    expect(open(dialect).ask({ state: 'AVAILABLE' })).toEqual({ transition: null })
  })

  it('logs out who is not ready, and by force anybody', () => {
    const { ask } = open(dialect)
    ask({ state: 'NOT_READY', reason: 71 })
    expect(ask({ state: 'LOGOUT', reason: 91 })).toMatchObject({ transition: { state: 'LOGOUT', reason: 91 } })
    const { ask: force, happens } = open(dialect)
    happens('TALKING')
    expect(force({ state: 'LOGOUT', isForced: true, reason: 1 })).toMatchObject({ transition: { state: 'LOGOUT' } })
  })

  it('takes Not Ready by force from who is ready or wraps up; not on a call, and not for another reason', () => {
    for (const state of ['AVAILABLE', 'WORK_NOT_READY', 'WORK_READY'] as const) {
      const { ask, happens } = open(dialect)
      happens(state)
      expect(ask({ state: 'NOT_READY', isForced: true, reason: 33 })).toMatchObject({ transition: { reason: 33 } })
    }
    for (const state of ['RESERVED', 'TALKING', 'HOLD', 'NOT_READY'] as const) {
      const { acd, ask, happens } = open(dialect)
      happens(state)
      expect('failure' in ask({ state: 'NOT_READY', isForced: true, reason: 33 })).toBe(true)
      expect(happens('AVAILABLE')).toMatchObject({ state: 'AVAILABLE', reason: 0 })
      expect(acd.stateOf(ID)).toBe('AVAILABLE')
    }
  })

  it('signs in with the password, on the own extension, once', () => {
    const { acd, ask, happens } = open(dialect)
    const signIn = { state: 'LOGIN', password: ID, device: '8510' } as const
    expect(ask(signIn)).toEqual({ failure: CONTROL_FAILURE_CODES.SPECIFIED_AGENT_ALREADY_SIGNED_ON })
    happens('LOGOUT')
    expect(ask({ ...signIn, password: 'x' })).toEqual({ failure: CONTROL_FAILURE_CODES.INVALID_PASSWORD_SPECIFIED })
    expect(ask({ ...signIn, device: '1' })).toEqual({ failure: CONTROL_FAILURE_CODES.INVALID_LOGON_DEVICE_SPECIFIED })
    expect(ask({ ...signIn, isCheck: true })).toEqual({ transition: null })
    expect(acd.stateOf(ID)).toBe('LOGOUT')
    const reason = dialect === 'uccx' ? 32760 : 0
    expect(ask(signIn)).toMatchObject({ transition: { state: 'NOT_READY', reason } })
    happens('LOGOUT')
    expect('failure' in ask({ state: 'NOT_READY' })).toBe(true)
  })

  it('lets Not Ready wait for the end of the call, and tells it then, with its reason and client', () => {
    const { acd, ask, happens } = open(dialect)
    happens('TALKING')
    expect(ask({ state: 'NOT_READY', reason: 72 })).toEqual({ transition: null })
    expect(acd.stateOf(ID)).toBe('TALKING')
    expect(happens('WORK_NOT_READY')).toMatchObject({ state: 'NOT_READY', reason: 72, client: 'app' })
    expect(happens('WORK_NOT_READY')).toMatchObject({ state: 'WORK_NOT_READY', reason: 0, client: '' })
  })

  it('counts the seconds in a state', () => {
    const { acd, ask } = open(dialect)
    ask({ state: 'NOT_READY' }, NOW + 5_000)
    expect(acd.secondsInState(ID, NOW + 12_900)).toBe(7)
  })

  it('finds agents by id, else by device', () => {
    const { acd } = open(dialect)
    expect(acd.find(null, undefined, '8511')?.id).toBe('cons8511')
    expect(acd.find('cons8512', '8511')?.id).toBe('cons8512')
    expect(acd.find('admin')).toBeNull()
    expect(acd.find(null, undefined)).toBeNull()
  })
})

describe('one Not Ready reason for another', () => {
  it('is refused on UCCX', () => {
    const { ask } = open('uccx')
    ask({ state: 'NOT_READY', reason: 71 })
    expect(ask({ state: 'NOT_READY', reason: 72 })).toEqual({ failure: CONTROL_FAILURE_CODES.INVALID_AGENT_WORKMODE })
  })

  it('is refused on UCCX also where the first one waits for the end of a call', () => {
    const { ask, happens } = open('uccx')
    happens('TALKING')
    ask({ state: 'NOT_READY', reason: 71 })
    expect(ask({ state: 'NOT_READY', reason: 72 })).toEqual({ failure: CONTROL_FAILURE_CODES.INVALID_AGENT_WORKMODE })
    expect(happens('AVAILABLE')).toMatchObject({ state: 'NOT_READY', reason: 71 })
  })

  it('is a new change on UCCE', () => {
    const { ask } = open('ucce')
    ask({ state: 'NOT_READY', reason: 71 })
    expect(ask({ state: 'NOT_READY', reason: 72 })).toMatchObject({ transition: { state: 'NOT_READY', reason: 72 } })
  })
})

describe('a logout without a reason', () => {
  it.each([
    ['uccx', 32766],
    ['ucce', 0],
  ] as const)('has on %s the code %i', (dialect, reason) => {
    const { ask } = open(dialect)
    ask({ state: 'NOT_READY', reason: 71 })
    expect(ask({ state: 'LOGOUT' })).toMatchObject({ transition: { reason } })
  })
})
