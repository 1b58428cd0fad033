import type { RelayClient } from '../../src/gadget/connection/relay-client.ts'
import type { FinesseSource } from '../../src/gadget/floor/finesse-source.ts'
import type { Observation } from '../../src/history/observation.ts'
import { stored } from './floor-fixture.ts'

/** When an observation counts as having happened: a gap, when it closes. Milliseconds. */
export const momentOf = (observation: Observation): number =>
  Date.parse(observation.kind === 'gap' ? (observation.to ?? observation.from) : observation.at)

/** A relay that keeps these observations, and a Finesse that says nothing; `fault` may refuse a request by throwing. */
export function keeping(kept: readonly Observation[], fault: () => void = () => {}) {
  const all = stored(kept, 1_000_000)
  const history: RelayClient['history'] = async (agentId, from, to, take) => {
    const found = all.filter((observation) => {
      const of = (observation.kind === 'gap' ? null : observation.agentId) ?? agentId
      const moment = momentOf(observation)
      return of === agentId && moment >= Date.parse(from) && moment < (to === null ? Infinity : Date.parse(to))
    })
    take?.(found)
    fault()
    return found
  }
  return {
    relay: { start: () => {}, retry: () => {}, history } as unknown as RelayClient,
    finesse: { start: () => {}, retry: () => {}, readAgent: async () => {} } as unknown as FinesseSource,
  }
}
