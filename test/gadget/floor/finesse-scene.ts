import { expect, vi } from 'vitest'
import { writeXml, type XmlTree } from '../../../src/finesse/xml-writer.ts'
import type { ConnectionListener } from '../../../src/gadget/container/connection-watch.ts'
import type { Container } from '../../../src/gadget/container/finesse-container.ts'
import { FinesseSource, type FinesseStatus } from '../../../src/gadget/floor/finesse-source.ts'
import { RelayClock } from '../../../src/gadget/relay-clock.ts'
import type { Observation } from '../../../src/history/observation.ts'
import { at, instant } from '../../history/heard.ts'
import { ManualTimers } from '../manual-timers.ts'
import { PATIENCE } from '../../support/patience.ts'

/** A user as a team lists him. */
export const member = (loginId: string, state: string, more: XmlTree = {}): XmlTree => ({
  loginId,
  firstName: 'Console',
  lastName: '8510',
  state,
  stateChangeTime: instant(0),
  ...more,
})
/** What Finesse answers of the supervisor, who has team 3. */
export const SELF = writeXml({
  User: {
    loginId: 'super1',
    state: 'LOGOUT',
    roles: { role: ['Agent', 'Supervisor'] },
    teams: { Team: { id: '3', name: 'MN Team 1' } },
  },
})
export const TEAM = writeXml({
  Team: { uri: '/finesse/api/Team/3', id: '3', name: 'MN Team 1', users: { User: member('cons8510', 'READY') } },
})
/** The supervisor, with these teams. */
export const self = (...teams: string[]): XmlTree => ({
  loginId: 'super1',
  state: 'LOGOUT',
  roles: { role: ['Agent', 'Supervisor'] },
  teams: { Team: teams.map((id) => ({ id, name: `Team ${id}` })) },
})
/** A notification of a team's change. */
export const update = (user: XmlTree): unknown => ({
  content: `/finesse/api/Team/3/Users ${writeXml({ Update: { event: 'PUT', source: '/finesse/api/User/cons8510', data: { user } } })}`,
})

/** A team with these agents; `both` is in two. */
export const team = (id: string, ...agentIds: string[]) =>
  new Response(
    writeXml({
      Team: {
        uri: `/finesse/api/Team/${id}`,
        id,
        name: `Team ${id}`,
        users: { User: agentIds.map((each) => member(each, 'READY')) },
      },
    }),
  )

/** What Finesse answers by path; what was asked and ordered of it, and what the source made of it. */
export let answers: Record<string, () => Response>
export let asked: string[]
export let connection: ConnectionListener | null
export let nodes: Map<string, (payload: unknown) => void>
export let ordered: string[]
export let said: Observation[]
export let statuses: FinesseStatus[]
export let faults: [string, string | null][]
export let timers: ManualTimers
export let container: Container
export let source: FinesseSource

/** The desktop, its Finesse and the source anew: before each test. */
export function setScene(): void {
  answers = { '/finesse/api/User/super1': () => new Response(SELF), '/finesse/api/Team/3': () => new Response(TEAM) }
  asked = []
  connection = null
  nodes = new Map()
  ordered = []
  said = []
  statuses = []
  faults = []
  timers = new ManualTimers(at(0))
  container = {
    config: { id: 'super1', locale: null, clockDrift: null, proxyTarget: '' },
    authorization: () => 'Basic c3VwZXIxOnN1cGVyMQ==',
    preference: () => '',
    fetch: async (url) => {
      const [path = ''] = url.split('?')
      asked.push(path)
      return answers[path]?.() ?? new Response('', { status: 404 })
    },
    onCredentialRenewed: () => {},
    setTitle: () => {},
    toast: null,
    followConnection: (listener) => {
      connection = listener
    },
    hear: (node, listener) => {
      nodes.set(node, listener)
      return () => nodes.delete(node)
    },
    order: async (node) => {
      ordered.push(node)
    },
  }
  source = new FinesseSource({
    container,
    clock: new RelayClock(timers),
    timers,
    random: () => 1,
    listener: {
      onStatus: (status) => statuses.push(status),
      onTeams: () => {},
      onTeam: () => {},
      onTeamFault: (teamId, code) => faults.push([teamId, code]),
      onMember: () => {},
      onObservations: (observations) => said.push(...observations),
    },
  })
}

/** Starts the source, and waits until it has read everything. */
export const open = async (): Promise<void> => {
  source.start()
  connection?.onConnect()
  await vi.waitFor(() => expect(statuses.at(-1)).toEqual({ phase: 'open' }), PATIENCE)
}

/** Whom each gap concerned, from when and to when. */
export const toldGaps = () => said.flatMap((each) => (each.kind === 'gap' ? [[each.agentIds, each.from, each.to]] : []))

/** A person asks for all of it again. */
export const again = async (): Promise<void> => {
  const count = statuses.length
  source.retry()
  await vi.waitFor(() => expect(statuses.length).toBeGreaterThan(count), PATIENCE)
}
