import { beforeEach, describe, expect, it } from 'vitest'
import { writeXml, type XmlTree } from '../../../src/finesse/xml-writer.ts'
import { type ChangeStatus, CONFIRMED_WITHIN_MS, StateChange } from '../../../src/gadget/act/state-change.ts'
import { at, instant } from '../../history/heard.ts'
import { FakeContainer } from '../container/fake-container.ts'
import { ManualTimers } from '../manual-timers.ts'

const AGENT_URI = '/finesse/api/User/cons8510'
const TEAM = '/finesse/api/Team/3/Users'
const SELF = '/finesse/api/User/super1'
const OURS = 'request-1'

let container: FakeContainer
let timers: ManualTimers
let statuses: ChangeStatus[]
let change: StateChange

beforeEach(() => {
  container = new FakeContainer()
  timers = new ManualTimers(at(100))
  statuses = []
  change = new StateChange({
    container,
    timers,
    agentId: 'cons8510',
    teamIds: ['3'],
    change: 'NOT_READY',
    after: instant(50),
    requestId: OURS,
    onStatus: (status) => statuses.push(status),
  })
})

const phases = (): string[] => statuses.map(({ phase }) => phase)

/** Finesse tells of the agent. */
const tell = (fields: XmlTree, requestId = ''): void =>
  container.publish(TEAM, {
    data: { user: { loginId: 'cons8510', stateChangeTime: instant(101), ...fields } },
    event: 'PUT',
    requestId,
    source: AGENT_URI,
  })

const refuse = (node: string, requestId: string): void =>
  container.publish(node, {
    data: {
      apiErrors: { apiError: { errorType: 'Invalid State', errorMessage: 'CF_INVALID_OBJECT_STATE', errorData: 22 } },
    },
    event: 'put',
    requestId,
    source: AGENT_URI,
  })

const apiErrors = (status: number, errorType: string, errorData = ''): Response =>
  new Response(
    writeXml({ ApiErrors: { ApiError: { ErrorType: errorType, ErrorMessage: 'No.', ErrorData: errorData } } }),
    {
      status,
    },
  )

describe('a change of state', () => {
  it('is asked for without a reason, once, with an id that comes back', async () => {
    await change.ask()
    expect(container.sent).toMatchObject([
      {
        path: AGENT_URI,
        method: 'PUT',
        headers: { 'content-type': 'application/xml', requestId: OURS },
        body: '<User><state>NOT_READY</state></User>',
      },
    ])
  })

  it('is done when Finesse says so, not when it took the request', async () => {
    await change.ask()
    expect(phases()).toEqual(['asking', 'taken'])
    tell({ state: 'NOT_READY', reasonCode: { category: 'NOT_READY', code: 33, label: 'Supervisor Initiated' } }, OURS)
    expect(statuses.at(-1)).toEqual({
      phase: 'done',
      at: instant(101),
      reason: { code: 33, label: 'Supervisor Initiated' },
    })
  })

  it('is done as well when the event comes before the answer, and without the id of the request', async () => {
    container.answer = () => {
      tell({ state: 'NOT_READY' })
      return new Response('', { status: 202 })
    }
    await change.ask()
    expect(phases()).toEqual(['asking', 'done'])
  })

  it('is not done by what tells of another state, another agent, or of before', async () => {
    await change.ask()
    tell({ state: 'TALKING' })
    tell({ state: 'NOT_READY', loginId: 'alopez' })
    tell({ state: 'NOT_READY', stateChangeTime: instant(40) })
    container.publish(TEAM, { data: '' })
    expect(phases()).toEqual(['asking', 'taken'])
  })

  it('is not done by an event of the state that it was asked in, and is by one whose time nobody knows', async () => {
    await change.ask()
    tell({ state: 'NOT_READY', stateChangeTime: instant(50) })
    expect(phases()).toEqual(['asking', 'taken'])
    tell({ state: 'NOT_READY', stateChangeTime: '' })
    expect(statuses.at(-1)).toMatchObject({ phase: 'done', at: null })
  })

  it('is told once to be done, or to be refused, whatever is heard after it', async () => {
    await change.ask()
    tell({ state: 'NOT_READY' }, OURS)
    refuse(AGENT_URI, OURS)
    tell({ state: 'NOT_READY' }, OURS)
    expect(phases()).toEqual(['asking', 'taken', 'done'])
  })

  it('stays refused, whoever else brings the state about', async () => {
    await change.ask()
    refuse(AGENT_URI, OURS)
    tell({ state: 'NOT_READY' })
    expect(phases()).toEqual(['asking', 'taken', 'refused'])
  })

  it('waits for the end of a call where Finesse says so', async () => {
    await change.ask()
    tell({ state: 'TALKING', pendingState: 'NOT_READY' }, OURS)
    tell({ state: 'TALKING', pendingState: 'NOT_READY' }, OURS)
    timers.pass(CONFIRMED_WITHIN_MS)
    expect(phases()).toEqual(['asking', 'taken', 'pending'])
    tell({ state: 'NOT_READY' })
    expect(statuses.at(-1)).toMatchObject({ phase: 'done' })
  })

  it('is not known to be done when nothing is heard in time, and is done when it is heard after all', async () => {
    await change.ask()
    timers.pass(CONFIRMED_WITHIN_MS - 1)
    expect(phases()).toEqual(['asking', 'taken'])
    timers.pass(1)
    expect(statuses.at(-1)).toEqual({ phase: 'unconfirmed', isTaken: true })
    tell({ state: 'NOT_READY' })
    expect(statuses.at(-1)).toMatchObject({ phase: 'done' })
  })

  it('may have been done where no answer came', async () => {
    container.answer = () => new Promise(() => {})
    void change.ask()
    timers.pass(CONFIRMED_WITHIN_MS)
    expect(statuses.at(-1)).toEqual({ phase: 'unconfirmed', isTaken: false })
  })

  it.each([TEAM, SELF, AGENT_URI])('is refused by a notification on %s', async (node) => {
    await change.ask()
    refuse(node, 'request-of-another')
    expect(phases()).toEqual(['asking', 'taken'])
    refuse(node, OURS)
    expect(statuses.at(-1)).toEqual({
      phase: 'refused',
      refusal: { code: 'impossible-now', said: 'Invalid State, CF_INVALID_OBJECT_STATE, 22' },
    })
  })

  it('is refused by a notification that leaves the id out', async () => {
    await change.ask()
    refuse(AGENT_URI, '')
    expect(phases()).toEqual(['asking', 'taken', 'refused'])
  })

  it.each([
    [apiErrors(400, 'Invalid Input', 'finesse.api.reasoncode.not_allowed'), 'reason-not-allowed'],
    [apiErrors(400, 'Parameter Missing', 'finesse.api.reasoncode.require_reasoncode'), 'reason-required'],
    [apiErrors(401, 'Invalid Supervisor'), 'not-your-agent'],
    [apiErrors(401, 'Authorization Failure'), 'not-signed-in'],
    [apiErrors(404, 'User Not Found'), 'no-such-agent'],
    [apiErrors(400, 'Something New'), 'refused'],
    [new Response('', { status: 503 }), 'finesse-unavailable'],
  ])('is refused by an answer, and not asked for again: %#', async (answer, code) => {
    // Its body can be read once, and the test may be tried again.
    container.answer = () => answer.clone()
    await change.ask()
    timers.pass(CONFIRMED_WITHIN_MS)
    expect(statuses.at(-1)).toMatchObject({ phase: 'refused', refusal: { code } })
    expect(container.sent).toHaveLength(1)
  })

  it('is listened for until its end, and not longer', async () => {
    expect(container.nodes).toEqual([TEAM, AGENT_URI, SELF])
    change.end()
    expect(container.nodes).toEqual([])
    timers.pass(CONFIRMED_WITHIN_MS)
    expect(statuses).toEqual([])
  })

  it('tells nothing of an answer that comes after its end: another agent may be looked at then', async () => {
    const answers = Promise.withResolvers<Response>()
    container.answer = () => answers.promise
    const asked = change.ask()
    change.end()
    answers.resolve(apiErrors(401, 'Invalid Supervisor'))
    await asked
    expect(phases()).toEqual(['asking'])
  })
})
