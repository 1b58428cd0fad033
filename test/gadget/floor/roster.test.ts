import { describe, expect, it } from 'vitest'
import { Roster } from '../../../src/gadget/floor/roster.ts'
import { user } from '../floor-fixture.ts'

describe('the agents of the supervised teams', () => {
  it('are those that the relay lists until Finesse names them', () => {
    const listed = new Roster().withRelayAgents([
      { agentId: 'cons8510', teamId: '3' },
      { agentId: 'alopez', teamId: '3', name: 'Ana L.', extension: '8511' },
    ])
    expect(listed.agents.map(({ name, extension }) => [name, extension])).toEqual([
      ['Ana L.', '8511'],
      ['cons8510', ''],
    ])
    const named = listed.withTeam('3', [user('alopez', 'Ana', 'Lopez'), user('cons8510', 'Console', '8510', '8510')])
    expect(named.agents.map(({ name, extension }) => [name, extension])).toEqual([
      ['Ana Lopez', '8511'],
      ['Console 8510', '8510'],
    ])
  })

  it('of one name come by their ids, and who is not among them is called by his', () => {
    const roster = new Roster().withTeam('3', [
      user('b', 'Ana', 'Lopez'),
      user('c', 'Ana', 'Lopez'),
      user('a', 'Bo', ''),
    ])
    expect(roster.agents.map(({ agentId }) => agentId)).toEqual(['b', 'c', 'a'])
    const other = new Roster().withTeam('3', [user('c', 'Ana', 'Lopez'), user('b', 'Ana', 'Lopez')])
    expect(other.agents.map(({ agentId }) => agentId)).toEqual(['b', 'c'])
    expect([roster.nameOf('a'), roster.nameOf('nobody')]).toEqual(['Bo', 'nobody'])
  })

  it('may be in several teams, and are listed once', () => {
    const roster = new Roster()
      .withTeam('3', [user('a', 'A', 'A')])
      .withTeam('4', [user('a', 'A', 'A'), user('b', 'B', 'B')])
    expect(roster.agents.map(({ agentId, teamIds }) => [agentId, ...teamIds])).toEqual([
      ['a', '3', '4'],
      ['b', '4'],
    ])
  })

  it('are replaced by a team that is read again, and added to by a notification', () => {
    const roster = new Roster()
      .withTeam('3', [user('a', 'A', 'A'), user('b', 'B', 'B')])
      .withTeam('3', [user('b', 'B', 'B')])
    expect(roster.agents.map(({ agentId }) => agentId)).toEqual(['b'])
    const added = roster.withMember('3', user('c', 'C', 'C', '8512'))
    expect(added.get('c')).toEqual({ agentId: 'c', name: 'C C', extension: '8512', teamIds: ['3'] })
    expect(added.withMember('3', user('c', 'C', 'C', '8512')), 'nothing new is the same roster').toBe(added)
    expect(added.get('nobody')).toBe(null)
  })
})
