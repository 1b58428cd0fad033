import { writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { openFloor } from '../../support/floor.ts'
import { freePort } from '../../support/http-server.ts'
import { runRelay } from '../../support/relay-process.ts'

it('says one line of everything, and ends with 0 where nothing stands in the way', async () => {
  const floor = await openFloor()
  process.env['TEST_WITNESS_PASSWORD'] = 'admin'
  const witness = { user: 'admin', passwordEnv: 'TEST_WITNESS_PASSWORD' }
  const finesse = { ...floor.config.finesse, witness }
  const allowedOrigins = floor.config.finesse.servers
  const cti = floor.config.cti.map((site) => ({ ...site, protocolVersion: 14 }))
  writeFileSync(floor.configFile, JSON.stringify({ ...floor.config, allowedOrigins, cti, finesse }))
  const { code, output } = await runRelay(['doctor', '--config', floor.configFile, '--agent', 'cons8510'])
  const lines = output.trimEnd().split('\n')
  const subjects = lines.map((line) => /^ok {4}(\w+)/.exec(line)?.[1] ?? line)
  expect(subjects).toEqual([
    'listen',
    'listen',
    'allowedOrigins',
    'history',
    'CTI',
    'Finesse',
    'Finesse',
    'Finesse',
    'Nothing stands in the way.',
  ])
  expect(code).toBe(0)
})

it('ends with 1 where something does not work, with what to do indented below it', async () => {
  const floor = await openFloor()
  const cti = [{ site: 'ccx1', dialect: 'uccx', servers: [`127.0.0.1:${await freePort()}`] }]
  writeFileSync(floor.configFile, JSON.stringify({ ...floor.config, cti }))
  const { code, output } = await runRelay(['doctor', '--config', floor.configFile])
  expect(output).toMatch(/^FAIL {2}CTI ccx1 .*ECONNREFUSED.*\n {6}Check the address/m)
  expect(output).toMatch(/^warn {2}allowedOrigins: /m)
  expect(output).toContain('Mend what FAILs, and run the doctor again.')
  expect(code).toBe(1)
})
