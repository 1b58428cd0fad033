import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { callsOf } from '../../src/history/calls.ts'
import { CALL_EVENTS, CALL_ROLES, type CallObservation } from '../../src/history/observation.ts'
import { at, call, gap, MORNING } from './heard.ts'

/** Calls in short: id, then each phase with its seconds. */
const brief = (observations: readonly CallObservation[], gaps = [gap(-10, -5)]): string[] =>
  callsOf(observations, gaps).map(({ callId, phases, to, isAnswered, endedByGap }) => {
    const parts = phases.map((phase) => `${phase.kind} ${(phase.from - MORNING) / 1000}`)
    const ended = to === null ? 'lasts' : String((to - MORNING) / 1000)
    return `${callId}: ${parts.join(', ')} - ${ended}${isAnswered ? '' : ', not answered'}${endedByGap ? '!' : ''}`
  })

describe('a call of an agent', () => {
  it('rings, is talked on, held, taken back, and ends once', () => {
    expect(
      brief([
        call(0, 'BEGIN_CALL'),
        call(1, 'DELIVERED'),
        call(5, 'ESTABLISHED'),
        call(9, 'HELD'),
        call(12, 'RETRIEVED'),
        call(20, 'CONNECTION_CLEARED'),
        call(21, 'CLEARED', { role: 'party' }),
        call(22, 'END_CALL', { role: 'party' }),
      ]),
    ).toEqual(['7: ringing 1, talking 5, held 9, talking 12 - 20'])
  })

  it('that is diverted was not answered, and what follows at another phone is not his', () => {
    const heard = [
      call(1, 'DELIVERED'),
      call(13, 'DIVERTED', { cause: 'CALL_NOT_ANSWERED' }),
      call(90, 'END_CALL', { role: 'party' }),
    ]
    expect(brief(heard)).toEqual(['7: ringing 1 - 13, not answered'])
    expect(callsOf(heard, [])[0]).toMatchObject({ caller: '*****56', cause: 'CALL_NOT_ANSWERED' })
  })

  it('has the first caller and the last cause that were named', () => {
    const heard = [
      call(1, 'DELIVERED', { caller: null }),
      call(5, 'ESTABLISHED', { caller: '***12', cause: 'NEW_CALL' }),
      call(9, 'HELD', { caller: '***34' }),
    ]
    expect(callsOf(heard, [])[0]).toMatchObject({ caller: '***12', cause: 'NEW_CALL' })
  })

  it('that he makes himself is dialled until the other side answers', () => {
    const heard = [
      call(1, 'DELIVERED', { role: 'caller' }),
      call(4, 'ESTABLISHED', { role: 'party' }),
      call(9, 'HELD', { role: 'party' }),
      call(30, 'CLEARED', { role: 'party' }),
    ]
    expect(brief(heard)).toEqual(['7: dialling 1, talking 4 - 30'])
  })

  it('lasts while no end is heard', () => {
    expect(brief([call(1, 'DELIVERED'), call(5, 'ESTABLISHED')])).toEqual(['7: ringing 1, talking 5 - lasts'])
  })

  it('ends in a gap that a killed relay dates a little too early, where it was still heard after that', () => {
    const heard = [call(1, 'DELIVERED', { seq: 1 }), call(3, 'ESTABLISHED', { seq: 2 })]
    const gaps = [gap(2, 9, { seq: 4, why: 'relay-restart' })]
    expect(brief(heard, gaps)).toEqual(['7: ringing 1, talking 3 - 3!'])
    expect(brief([...heard, call(20, 'ESTABLISHED', { seq: 5 })], gaps)).toEqual([
      '7: ringing 1, talking 3 - 3!',
      '7: talking 20 - lasts',
    ])
  })

  it('ends with a gap of its site, and goes on as another afterwards', () => {
    const heard = [call(1, 'DELIVERED'), call(5, 'ESTABLISHED'), call(40, 'HELD'), call(50, 'END_CALL')]
    const gaps = [gap(20, 30), gap(22, null, { site: 'ccx2' })]
    expect(brief(heard, gaps)).toEqual(['7: ringing 1, talking 5 - 20!', '7: held 40 - 50'])
  })

  it('that another phone takes over is talked on by whom it calls, be it the first that is heard of it', () => {
    expect(brief([call(4, 'ESTABLISHED', { role: 'caller' })])).toEqual(['7: talking 4 - lasts'])
    expect(brief([call(4, 'ESTABLISHED', { role: 'party' })])).toEqual([])
  })

  it('rings once, however often that is said', () => {
    expect(brief([call(1, 'DELIVERED'), call(2, 'DELIVERED'), call(9, 'DIVERTED')])).toEqual([
      '7: ringing 1 - 9, not answered',
    ])
  })

  it('is ended by the first of several gaps, whichever was told first', () => {
    const heard = [call(1, 'ESTABLISHED'), call(35, 'HELD')]
    expect(brief(heard, [gap(40, 45), gap(20, 30)])).toEqual(['7: talking 1 - 20!', '7: held 35 - 40!'])
  })

  it('is ended by a gap that was recorded later than what was heard after it', () => {
    const heard = [call(1, 'ESTABLISHED', { seq: 1 }), call(40, 'HELD', { seq: 2 })]
    expect(brief(heard, [gap(20, 30, { seq: 9, why: 'history-unwritable' })])).toEqual([
      '7: talking 1 - 20!',
      '7: held 40 - lasts',
    ])
  })

  it('is ended by a gap in which, before it was closed, something was heard', () => {
    const heard = [call(1, 'ESTABLISHED', { seq: 1 }), call(25, 'HELD', { seq: 3 })]
    expect(brief(heard, [gap(20, 30, { seq: 2 })])).toEqual(['7: talking 1 - 20!', '7: held 25 - lasts'])
  })

  it('of another site goes on where two become one', () => {
    const elsewhere = call(2, 'ESTABLISHED', { site: 'ccx2', callId: 9 })
    expect(brief([call(1, 'ESTABLISHED'), elsewhere, call(20, 'TRANSFERRED')])).toEqual([
      '7: talking 1 - 20',
      '9: talking 2 - lasts',
    ])
  })

  it('that comes again to the same phone, or whose id begins again, is another one', () => {
    expect(brief([call(1, 'DELIVERED'), call(13, 'DIVERTED'), call(20, 'DELIVERED'), call(24, 'ESTABLISHED')])).toEqual(
      ['7: ringing 1 - 13, not answered', '7: ringing 20, talking 24 - lasts'],
    )
    expect(brief([call(1, 'DELIVERED'), call(60, 'BEGIN_CALL'), call(61, 'DELIVERED')])).toEqual([
      '7: ringing 1 - 60, not answered',
      '7: ringing 61 - lasts, not answered',
    ])
  })

  it('and its consultation are one after a transfer', () => {
    const heard = [
      call(1, 'ESTABLISHED'),
      call(5, 'HELD'),
      call(6, 'DELIVERED', { callId: 8, role: 'caller' }),
      call(8, 'ESTABLISHED', { callId: 8, role: 'party' }),
      call(20, 'TRANSFERRED'),
    ]
    expect(brief(heard)).toEqual(['7: talking 1, held 5 - 20', '8: dialling 6, talking 8 - 20'])
    expect(brief([...heard.slice(0, -1), call(20, 'CONFERENCED', { role: 'party' })])).toEqual([
      '7: talking 1, held 5, talking 20 - lasts',
      '8: dialling 6, talking 8 - 20',
    ])
  })
})

describe('whatever is heard of calls', () => {
  const anyEvent = fc.record({
    second: fc.nat(1000),
    event: fc.constantFrom(...CALL_EVENTS),
    role: fc.constantFrom(...CALL_ROLES),
    callId: fc.nat(3),
  })

  it('becomes phases without holes, each call within its own time', () => {
    fc.assert(
      fc.property(fc.array(anyEvent), fc.array(fc.nat(1000), { maxLength: 3 }), (events, gaps) => {
        const heard = events
          .toSorted((a, b) => a.second - b.second)
          .map(({ second, event, role, callId }) => call(second, event, { role, callId }))
        for (const { from, to, phases, isAnswered } of callsOf(
          heard,
          gaps.map((second) => gap(second, second + 1)),
        )) {
          expect(phases[0]?.from).toBe(from)
          expect(phases.at(-1)?.to).toBe(to)
          for (const [index, phase] of phases.entries()) {
            expect(phase.to).toBe(phases[index + 1]?.from ?? to)
            expect(phase.to ?? at(1001)).toBeGreaterThanOrEqual(phase.from)
          }
          expect(isAnswered).toBe(phases.some(({ kind }) => kind === 'talking' || kind === 'held'))
        }
      }),
    )
  })
})
