import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Observation } from '../../../src/history/observation.ts'
import { SharedAgents } from '../../../src/relay/sites/shared-agents.ts'
import { ctiObservation, gapObservation, instant, MORNING } from '../../support/observations.ts'
import { PATIENCE } from '../../support/patience.ts'
import { PostgresServer, settingsOf, WHY_NO_POSTGRES } from '../../support/postgres.ts'
import { runRelay } from '../../support/relay-process.ts'
import { append, eventNow, openRelayOf, patient } from '../history/shared-history.ts'
import { recordHistory } from './recorded-history.ts'

const MINUTE = 60_000
const at = (minutes: number): string => instant(MORNING + minutes * MINUTE)

/** Three agents' morning: the first's begins before the range that is asked for, a gap ends the second's, the last's ends after it. */
const RECORDED = [
  ctiObservation('anna', MORNING - 30 * MINUTE, { state: 'READY' }),
  ctiObservation('anna', MORNING + 10 * MINUTE, { reason: 71, client: '=HYPERLINK("http://x")' }),
  ctiObservation('ben', MORNING + 10 * MINUTE, { reason: 72, client: 'a "quoted", name' }),
  ctiObservation('anna', MORNING + 20 * MINUTE, { state: 'READY' }),
  gapObservation(MORNING + 25 * MINUTE, null),
  gapObservation(MORNING + 25 * MINUTE, MORNING + 26 * MINUTE),
  ctiObservation('carl', MORNING + 50 * MINUTE, { reason: 71 }),
  ctiObservation('anna', MORNING + 90 * MINUTE, { reason: 73 }),
  ctiObservation('carl', MORNING + 90 * MINUTE, { state: 'READY' }),
]

const RANGE = ['--from', at(0), '--to', at(60)]

/** Commas in quotes divide nothing. */
const columnsOf = (line: string): number => line.replaceAll(/"([^"]|"")*"/g, '').split(',').length

const exported = (...args: string[]) => exportedOf(RECORDED, ...args)

async function exportedOf(recorded: readonly Observation[], ...args: string[]) {
  const { configFile, folder } = await recordHistory(recorded)
  const out = join(folder, 'out')
  const { code, output } = await runRelay(['export', '--config', configFile, '--out', out, ...args])
  expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining('entries from') as string })
  return { text: readFileSync(out, 'utf8'), mode: statSync(out).mode & 0o777, output }
}

it('as JSON lines has what lasted into the range or out of it, in order of agent and time, with the evidence', async () => {
  const { text, output } = await exported('--format', 'jsonl', ...RANGE)
  const records = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(records).toMatchObject([
    { agent_id: 'anna', state: 'READY', from_utc: at(-30), to_utc: at(10), duration_ms: 40 * MINUTE },
    {
      agent_id: 'anna',
      state: 'NOT_READY',
      from_utc: at(10),
      to_utc: at(20),
      reason_code: 71,
      reason_origin: 'cti',
      cti_site: 'ccx1',
      cti_reason_code: 71,
      cti_heard_at_utc: at(10),
      cti_seeded: false,
      finesse_reason_code_id: null,
      finesse_via: null,
      ended_by_gap: false,
    },
    { agent_id: 'anna', state: 'READY', from_utc: at(20), to_utc: at(25), ended_by_gap: true },
    { agent_id: 'ben', state: 'NOT_READY', from_utc: at(10), to_utc: at(25), cti_reason_code: 72, ended_by_gap: true },
    { agent_id: 'carl', state: 'NOT_READY', from_utc: at(50), to_utc: at(90), duration_ms: 40 * MINUTE },
  ])
  expect(records).toHaveLength(5)
  expect(output).toContain(`5 entries from ${at(0)} to ${at(60)}.`)
})

it('may be of one agent, and of a range to the minute', async () => {
  const { text } = await exported('--format', 'jsonl', '--agent', 'ben', ...RANGE)
  expect(text.match(/"agent_id":"[a-z]+"/g)).toEqual(['"agent_id":"ben"'])
  const later = await exported('--format', 'jsonl', '--from', at(20), '--to', at(21))
  expect(later.text.match(/"from_utc":"[^"]+"/g)).toEqual([`"from_utc":"${at(20)}"`, `"from_utc":"${at(10)}"`])
  const none = await exported('--format', 'jsonl', '--agent', 'nobody', ...RANGE)
  expect(none.text).toBe('')
})

it('goes on after what was written while the clock was far ahead', async () => {
  const ahead = Array.from({ length: 2_100 }, (_, second) => ctiObservation('dora', Date.now() + 1e11 + second * 1000))
  const recorded = [ctiObservation('anna', MORNING), ...ahead, ctiObservation('ben', MORNING + 10 * MINUTE)]
  const { text } = await exportedOf(recorded, '--format', 'jsonl', ...RANGE)
  expect(text.match(/"agent_id":"[a-z]+"/g)).toEqual(['"agent_id":"anna"', '"agent_id":"ben"'])
})

describe.skipIf(WHY_NO_POSTGRES !== null)('from PostgreSQL', () => {
  it('has the names of agents, which the relays have told each other there', async () => {
    const server = await PostgresServer.start()
    onTestFinished(() => server.remove())
    const name = await server.newDatabase()
    const { hosts, database, user } = settingsOf(name, server)
    const { folder, configFile, configuration } = await recordHistory([])
    const relay = await openRelayOf(name, [server])
    const lease = await relay.lead('ccx1', patient)
    const now = Date.now()
    await append(lease, [eventNow('anna', now - MINUTE), eventNow('ben', now - MINUTE)])
    const agents = new SharedAgents({
      site: 'ccx1',
      documents: relay.documents,
      put: (key, body) => lease.putDocument(key, body),
      describe: (agentId) => (agentId === 'anna' ? { name: 'Anna Ahlers', extension: '8510' } : null),
      keeps: (agentIds) => relay.keeps(agentIds),
    })
    onTestFinished(() => agents.close())
    for (const agentId of ['anna', 'ben']) agents.changed(agentId)
    await vi.waitFor(() => expect([...relay.documents.all.values()].join('\n')).toContain('Anna Ahlers'), PATIENCE)
    const history = { engine: 'postgres', hosts: hosts.map(({ host, port }) => `${host}:${port}`), database, user }
    writeFileSync(configFile, JSON.stringify({ ...configuration, history }))
    const out = join(folder, 'out')
    const from = new Date(now - 10 * MINUTE).toISOString()
    await runRelay(['export', '--config', configFile, '--out', out, '--format', 'jsonl', '--from', from])
    expect(readFileSync(out, 'utf8').match(/"agent_id":"[a-z]+","agent_name":("[^"]+"|null)/g)).toEqual([
      '"agent_id":"anna","agent_name":"Anna Ahlers"',
      '"agent_id":"ben","agent_name":null',
    ])
  })
})

it('as CSV has one line each, quotes what needs it, and no text that a spreadsheet would run', async () => {
  const { text, mode } = await exported('--format', 'csv', '--bom', ...RANGE)
  const [header = '', ...lines] = text.split('\r\n')
  expect(header).toMatch(/^\uFEFFagent_id,agent_name,state,from_utc,to_utc,from_local,to_local,time_zone,duration_ms,/)
  expect(lines).toHaveLength(6)
  expect(lines.at(-1)).toBe('')
  expect(lines[1]).toContain(`,"'=HYPERLINK(""http://x"")",`)
  expect(lines[3]).toContain(',"a ""quoted"", name",')
  expect(lines.slice(0, 5).map(columnsOf)).toEqual(Array.from({ length: 5 }, () => columnsOf(header)))
  expect(mode, 'a person’s day is for its owner’s eyes').toBe(0o600)
})

it('goes to standard output where no file is named', async () => {
  const { configFile } = await recordHistory(RECORDED)
  const { code, output } = await runRelay(['export', '--config', configFile, '--agent', 'ben', ...RANGE])
  expect(code).toBe(0)
  expect(output).toMatch(/^agent_id,.*\r\nben,,NOT_READY,/)
})

it('that cannot be written, or has nothing to read, says so in one line', async () => {
  const { configFile, folder } = await recordHistory(RECORDED)
  const out = join(folder, 'folder')
  mkdirSync(out)
  const wrong = await runRelay(['export', '--config', configFile, '--out', out])
  expect(wrong.code).toBe(1)
  expect(wrong.output).toMatch(/^.*folder cannot be written: .*EISDIR/)
  expect(wrong.output).not.toContain('    at ')
  const missing = await recordHistory([])
  rmSync(missing.historyFile)
  const { code, output } = await runRelay(['export', '--config', missing.configFile])
  expect({ code, output }).toEqual({
    code: 1,
    output: `There is no history in ${missing.historyFile} yet: has the relay run?\n`,
  })
})

it('finds the days that are asked for in a long history', async () => {
  const days = Array.from({ length: 40 }, (_, day) =>
    Array.from({ length: 200 }, (__, index) =>
      ctiObservation(`agent${index % 7}`, MORNING + day * 86_400_000 + index * MINUTE, { reason: 1 + day }),
    ),
  )
  const { configFile } = await recordHistory(days.flat())
  const range = ['--from', instant(MORNING + 20 * 86_400_000), '--to', instant(MORNING + 20 * 86_400_000 + 3 * MINUTE)]
  const { output } = await runRelay(['export', '--config', configFile, '--format', 'jsonl', ...range])
  const codes = output
    .match(/"agent_id":"agent\d".*?"cti_reason_code":\d+/g)
    ?.map((text) => text.replace(/"agent_id":"(\w+)".*:/, '$1 '))
  expect(codes).toEqual(expect.arrayContaining(['agent0 21', 'agent1 21', 'agent2 21']))
  expect(output).not.toContain('"cti_reason_code":19')
  expect(output).not.toContain('"cti_reason_code":22')
})

it.each([
  [['--from', at(60), '--to', at(0)], 'before it begins'],
  [['--out', '/nowhere/out.csv'], '/nowhere/out.csv cannot be written: ENOENT'],
])('with %j ends with 1 and says why', async (args, words) => {
  const { configFile } = await recordHistory(RECORDED)
  const { code, output } = await runRelay(['export', '--config', configFile, ...args])
  expect(output).toContain(words)
  expect(output).not.toContain('    at ')
  expect(code).toBe(1)
})
