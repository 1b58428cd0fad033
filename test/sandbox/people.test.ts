import { describe, expect, it } from 'vitest'
import { isAgent, people, TEAMS, teamsSupervisedBy } from '../../src/sandbox/people.ts'

const teamsOf = (agents: number) =>
  Map.groupBy(
    people(agents).filter(({ roles }) => roles.length === 1 && roles[0] === 'Agent'),
    ({ teamId }) => teamId,
  )

describe('the people of the sandbox', () => {
  it('begin with cons8510, of team 3 “MN Team 1”, whose password is the id', () => {
    expect(people(1)[0]).toEqual({
      id: 'cons8510',
      password: 'cons8510',
      firstName: 'Console',
      lastName: '8510',
      extension: '8510',
      teamId: '3',
      roles: ['Agent'],
    })
    expect(TEAMS[0]).toMatchObject({ id: '3', name: 'MN Team 1' })
  })

  it('are 25 to a team', () => {
    expect([...teamsOf(60)].map(([team, agents]) => [team, agents.length])).toEqual([
      ['3', 25],
      ['4', 25],
      ['5', 10],
    ])
  })

  it('all have a team and an id of their own that fits into UCCE’s 12 bytes, however many they are', () => {
    const agents = people(2000).filter(isAgent)
    expect(new Set(agents.map(({ id }) => id)).size).toBe(agents.length)
    expect(agents.every(({ teamId }) => TEAMS.some(({ id }) => id === teamId))).toBe(true)
    expect(agents.every(({ id }) => Buffer.byteLength(id) < 12)).toBe(true)
  })

  it('have a supervisor for each team: super1 for the first two, super2 for the others', () => {
    expect(teamsSupervisedBy('super1').map(({ id }) => id)).toEqual(['3', '4'])
    expect(teamsSupervisedBy('super2').map(({ id }) => id)).toContain('5')
    expect(TEAMS.every(({ supervisorIds }) => supervisorIds.length === 1)).toBe(true)
    expect(teamsSupervisedBy('admin')).toEqual([])
  })
})
