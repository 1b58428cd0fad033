import type { Catalogue, Deployment } from '../../history/catalogue.ts'
import { reasonCategoryOf } from '../../history/agent-state.ts'
import type { CallObservation, Observation, SystemObservation } from '../../history/observation.ts'

/** A code with its label, e.g. `71 LUNCH`; `no reason` for none. */
export function reasonText(
  observation: Extract<Observation, { kind: 'cti' }>,
  catalogue: Catalogue,
  deployment: Deployment,
): string {
  const { state, reason, seeded } = observation
  if (reason === null) return seeded ? 'reason not told' : 'no reason'
  const category = reasonCategoryOf(state)
  const [label] = category === null ? [] : catalogue.labels(deployment, category, reason)
  return label ? `${reason} ${label.label}` : String(reason)
}

/** An observation on one line, for a person at a terminal. Times are UTC. */
export function lineOf(
  observation: Observation,
  catalogue: Catalogue,
  deploymentOf: (site: string) => Deployment,
): string {
  if (observation.kind === 'gap') {
    const { source, site, from, to, why } = observation
    return `${to ?? from}  ${source} ${site} ${to === null ? `is not heard (${why})` : `was not heard since ${from} (${why})`}`
  }
  if (observation.kind === 'call') return callLine(observation)
  if (observation.kind === 'system') return systemLine(observation)
  const { at, agentId, state } = observation
  const head = `${at}  ${agentId.padEnd(16)} ${state.padEnd(10)}`
  if (observation.kind === 'cti') {
    const { site, client } = observation
    const by = client === null ? '' : ` by “${client}”`
    return `${head} CTI ${site}: ${reasonText(observation, catalogue, deploymentOf(site))}${by}`
  }
  const { reason, reasonCodeId, via } = observation
  const said = reason ? `${reason.code} ${reason.label} (id ${reasonCodeId ?? 'not told'})` : 'no reason (−1)'
  return `${head} Finesse (${via}): ${state === 'NOT_READY' || state === 'LOGOUT' ? said : 'no reason in this state'}`
}

function callLine({ at, agentId, site, event, role, callId, caller, cause }: CallObservation): string {
  const from = caller === null ? '' : ` from ${caller}`
  const why = cause === null ? '' : ` (${cause})`
  return `${at}  ${agentId.padEnd(16)} call       CTI ${site}: ${event} as ${role}, call ${callId}${from}${why}`
}

function systemLine({ at, agentId, site, event, extension, text }: SystemObservation): string {
  const where = extension === null ? '' : ` at ${extension}`
  return `${at}  ${(agentId ?? 'all').padEnd(16)} system     CTI ${site}: ${event}${where}${text === null ? '' : `, “${text}”`}`
}
