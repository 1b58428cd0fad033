import { describe, expect, it } from 'vitest'
import type { CtiAgentState } from '../../../src/cti/agent-state.ts'
import { DIALECTS } from '../../../src/cti/dialect.ts'
import { type Move, nextMove } from '../../../src/sandbox/actors/floor-moves.ts'
import { systemReason } from '../../../src/sandbox/cti/system-code.ts'

const STATES = ['AVAILABLE', 'RESERVED', 'TALKING', 'HOLD', 'WORK_NOT_READY', 'NOT_READY', 'LOGOUT'] as const
const CHANCES = Array.from({ length: 400 }, (_, index) => index / 400)

describe.each(DIALECTS)('the moves of the floor on %s', (dialect) => {
  const movesFrom = (state: CtiAgentState) => CHANCES.map((chance) => nextMove(dialect, state, chance))
  const all = STATES.flatMap(movesFrom).filter((move): move is Move => move !== null)

  it.each(STATES)('lead on from %s, whatever chance says', (state) => {
    expect(movesFrom(state)).not.toContain(null)
  })

  it('have a code of the system wherever they name one', () => {
    for (const move of all) {
      if (move.by !== 'acd' || move.label === undefined) continue
      expect([move.label, systemReason(dialect, move.to as 'NOT_READY' | 'LOGOUT', move.label)]).not.toContain(0)
    }
  })

  it('are made by everybody', () => {
    expect(new Set(all.map(({ by }) => by))).toEqual(new Set(['acd', 'application', 'agent', 'supervisor']))
  })

  it('change one Not Ready reason for another on UCCE only', () => {
    const changes = movesFrom('NOT_READY').filter((move) => move?.to === 'NOT_READY')
    expect(changes.length > 0).toBe(dialect === 'ucce')
  })

  it('leave states alone that nobody knows', () => {
    expect(nextMove(dialect, 'UNKNOWN', 0)).toBeNull()
  })
})
