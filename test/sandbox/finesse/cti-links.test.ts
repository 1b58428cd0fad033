import { expect, it, onTestFinished, vi } from 'vitest'
import { FinesseClient } from '../../../src/finesse/client.ts'
import { basicAuthorization } from '../../../src/finesse/credential.ts'
import { startCtiServer } from '../../../src/sandbox/cti/cti-server.ts'
import { startFinesseServer } from '../../../src/sandbox/finesse/finesse-server.ts'
import { people, peopleOfSites, REASON_CODES } from '../../../src/sandbox/people.ts'
import { PATIENCE } from '../../support/patience.ts'

const AGENTS = 60
const [LUNCH] = REASON_CODES

/** A Finesse server whose teams are at two CTI sites in turn. */
async function runTwoSites() {
  const everyone = people(AGENTS)
  const sites = []
  for (const atSite of peopleOfSites(everyone, 2)) {
    const cti = await startCtiServer({ dialect: 'uccx', port: 0, people: atSite })
    onTestFinished(() => cti.stop())
    sites.push({ cti, people: atSite, address: cti.address })
  }
  const finesse = await startFinesseServer({ sites, dialect: 'uccx', port: 0, people: everyone })
  onTestFinished(() => finesse.stop())
  return { sites, finesse }
}

it('everybody who is in a team is at one site, and no team is at two', () => {
  const everyone = people(AGENTS)
  const sites = peopleOfSites(everyone, 2)
  expect(sites.flat().map(({ id }) => id)).toHaveLength(everyone.length - 1)
  const teams = sites.map((atSite) => new Set(atSite.map(({ teamId }) => teamId)))
  expect([...(teams[0] ?? [])].filter((teamId) => teams[1]?.has(teamId))).toEqual([])
})

it('each site’s CTI server is asked for its own people only, and Finesse tells the states of all', async () => {
  const { sites, finesse } = await runTwoSites()
  const [first, second] = [sites[0]?.people[0], sites[1]?.people[0]]
  for (const person of [first, second]) {
    if (!person || !LUNCH) throw new Error('both sites have people, and there are reasons')
    const authorization = (): string => basicAuthorization(person.id, person.id)
    const client = new FinesseClient({ baseUrl: finesse.url, authorization })
    await client.setUserState(person.id, { state: 'NOT_READY', reasonCodeId: LUNCH.id })
    await vi.waitFor(async () => expect((await client.getUser(person.id)).state).toBe('NOT_READY'), PATIENCE)
  }
  expect(sites[0]?.cti.stateOf(second?.id ?? '')).toBe(null)
  expect(sites[1]?.cti.stateOf(second?.id ?? '')).toBe('NOT_READY')
})

it('Finesse is out of service while one of the sites is', async () => {
  const { sites, finesse } = await runTwoSites()
  const client = new FinesseClient({ baseUrl: finesse.url, authorization: () => basicAuthorization('admin', 'admin') })
  expect((await client.getSystemInfo()).status).toBe('IN_SERVICE')
  sites[1]?.cti.setStandby(true)
  await vi.waitFor(async () => expect((await client.getSystemInfo()).status).toBe('OUT_OF_SERVICE'), PATIENCE)
})
