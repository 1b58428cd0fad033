import { describe, expect, it, onTestFinished } from 'vitest'
import { agentIdOf } from '../../../src/cti/agent-key.ts'
import { type Dialect, DIALECTS } from '../../../src/cti/dialect.ts'
import { BusyFloor } from '../../../src/sandbox/actors/busy-floor.ts'
import { people } from '../../../src/sandbox/people.ts'
import { until } from '../../support/cti-server.ts'
import { connectClient } from '../cti/running-cti.ts'
import { runCentre } from '../finesse/running-finesse.ts'

/** Chance that is the same in every run (a linear congruential generator). */
function steadyChance(): () => number {
  let seed = 1
  return () => {
    seed = (seed * 1_664_525 + 1_013_904_223) % 2 ** 32
    return seed / 2 ** 32
  }
}

async function busyFloor(dialect: Dialect) {
  const centre = await runCentre(dialect)
  const { events } = await connectClient(centre.cti)
  const floor = new BusyFloor({
    ctiServer: centre.cti,
    finesseUrl: centre.finesse.url,
    people: people(30),
    rate: 500,
    random: steadyChance(),
  })
  onTestFinished(() => floor.stop())
  return { ...centre, floor, events }
}

const WANTED: Readonly<Record<Dialect, readonly number[]>> = {
  uccx: [32763, 32760, 32762, 32765, 33, 22, 71, 91],
  ucce: [32767, 50006, 50001, 999, 71, 91],
}

describe.each(DIALECTS)('the busy floor on %s', (dialect) => {
  it('moves through Finesse, through CTI and by itself, with the system’s codes among the others', async () => {
    const { floor, events } = await busyFloor(dialect)
    floor.start()
    const codes = () => events().map(({ eventReasonCode }) => eventReasonCode)
    await until(() => WANTED[dialect].every((code) => codes().includes(code)))
    const clients = () => new Set(events().map(({ ctiClientSignature }) => ctiClientSignature))
    await until(() => clients().size >= 3)
    expect(clients()).toEqual(new Set([undefined, 'Finesse', 'acd-console']))
    const idsMoved = () => new Set(events().map(agentIdOf))
    await until(() => idsMoved().size > 20)
    for (const id of ['cons8510', 'super1', 'super2']) expect(idsMoved()).not.toContain(id)
  })

  it('goes on while a server is away, and after it came back', async () => {
    const { floor, finesse, cti, events } = await busyFloor(dialect)
    floor.start()
    await until(() => events().length > 20)
    finesse.setFault('away')
    cti.setStandby(true)
    // A server that is away refuses; what the contact centre does by itself still happens.
    const before = people(30).map(({ id }) => cti.stateOf(id))
    await until(() => people(30).some(({ id }, index) => cti.stateOf(id) !== before[index]))
    finesse.setFault('none')
    cti.setStandby(false)
    const { events: eventsAfter } = await connectClient(cti)
    await until(() => eventsAfter().some(({ ctiClientSignature }) => ctiClientSignature === 'Finesse'))
    floor.stop()
    expect(cti.stateOf('cons8510')).toBe('AVAILABLE')
  })

  it('stands still before it is started and after it was stopped', async () => {
    const { floor, cti, events } = await busyFloor(dialect)
    const { client } = await connectClient(cti)
    await client.queryAgentState({ agentId: 'cons8511' })
    expect(events()).toEqual([])
    floor.start()
    await until(() => events().length > 5)
    floor.stop()
    // Its timer is gone: what is still on its way comes to its end.
    for (;;) {
      const { length } = events()
      for (let round = 0; round < 20; round += 1) await client.queryAgentState({ agentId: 'cons8511' })
      if (events().length === length) break
    }
  })
})
