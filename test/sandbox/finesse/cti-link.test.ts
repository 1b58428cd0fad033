import { describe, expect, it, onTestFinished } from 'vitest'
import { DIALECTS } from '../../../src/cti/dialect.ts'
import { people } from '../../../src/sandbox/people.ts'
import { CtiLink } from '../../../src/sandbox/finesse/cti-link.ts'
import { ReasonCodeBook } from '../../../src/sandbox/finesse/reason-code-book.ts'
import type { AllowedChange } from '../../../src/sandbox/finesse/state-change.ts'
import { LoopbackCtiServer, until } from '../../support/cti-server.ts'
import { runCti } from '../cti/running-cti.ts'

const ID = 'cons8510'
const EVERYONE = people(3)
const [AGENT] = EVERYONE

describe.each(DIALECTS)('Finesse’s link to the CTI server of %s', (dialect) => {
  const reasons = new ReasonCodeBook(dialect)
  const [reason = null] = reasons.chosen
  const change = (state: 'READY' | 'NOT_READY'): AllowedChange => ({
    state,
    reason: state === 'NOT_READY' ? reason : null,
    code: state === 'NOT_READY' ? 71 : 0,
    isForced: false,
    extension: '',
  })

  function open(address: string) {
    const changes: string[] = []
    const refusals: (number | null)[] = []
    const services: boolean[] = []
    const link: CtiLink = new CtiLink(
      { address, dialect, people: EVERYONE, reasons },
      {
        onChange: ({ id, requestId }) => changes.push(`${requestId} ${link.states.of(id).reason?.label ?? 'none'}`),
        onRefused: (_change, { failureCode }) => refusals.push(failureCode),
        onService: (isInService) => services.push(isInService),
      },
    )
    onTestFinished(() => link.stop())
    link.start()
    return { link, changes, refusals, services }
  }

  it('forwards the next change of a user only when the one before is answered, so that each keeps its reason', async () => {
    const { link, changes } = open((await runCti(dialect)).address)
    await link.firstService
    changes.length = 0
    for (let round = 0; round < 3; round += 1) {
      link.change(AGENT!, change('NOT_READY'), `away${round}`)
      link.change(AGENT!, change('READY'), `back${round}`)
    }
    await until(() => changes.length === 6)
    expect(changes).toEqual(['away0 LUNCH', 'back0 none', 'away1 LUNCH', 'back1 none', 'away2 LUNCH', 'back2 none'])
  })

  it('goes on with the next change after one was refused', async () => {
    const cti = await runCti(dialect)
    const { link, changes, refusals } = open(cti.address)
    await link.firstService
    cti.setState(ID, 'LOGOUT', 0)
    await until(() => link.states.of(ID).state === 'LOGOUT')
    changes.length = 0
    link.change(AGENT!, change('NOT_READY'), 'too early')
    link.change(AGENT!, { ...change('READY'), state: 'LOGIN', extension: '8510' }, 'sign in')
    await until(() => changes.length === 1)
    expect([refusals.length, changes]).toEqual([1, ['sign in none']])
  })

  it('lets only so many changes of a user wait, and none without the CTI server', async () => {
    const cti = await runCti(dialect)
    const { link } = open(cti.address)
    await link.firstService
    for (let count = 0; count < 100; count += 1) link.change(AGENT!, change('READY'), '')
    expect(() => link.change(AGENT!, change('READY'), '')).toThrow(expect.objectContaining({ status: 503 }))
    link.change(EVERYONE[1]!, change('READY'), '')
    cti.setStandby(true)
    await until(() => !link.isInService)
    expect(() => link.change(EVERYONE[1]!, change('READY'), '')).toThrow(expect.objectContaining({ status: 503 }))
  })

  it('is in service only when every state is known, also where the link was lost while it asked', async () => {
    const server = await LoopbackCtiServer.listen(dialect)
    onTestFinished(() => server.close())
    const { link, services } = open(server.address)
    const asked = () => server.heard.filter(({ type }) => type === 'QUERY_AGENT_STATE_REQ').length
    await until(() => asked() === 5)
    server.dropClients()
    await until(() => asked() === 10)
    expect([link.isInService, services]).toEqual([false, []])
    for (const message of server.heard.slice(-5)) {
      if (message.type !== 'QUERY_AGENT_STATE_REQ') continue
      const { invokeId, agentId, agentIdLong } = message
      server.peer.send({ type: 'QUERY_AGENT_STATE_CONF', invokeId, agentState: 'NOT_READY', agentId, agentIdLong })
    }
    await link.firstService
    expect(link.states.of(ID)).toEqual({ state: 'NOT_READY', since: null, pendingState: null, reason: null })
  })
})
