import { writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { checkFinesse } from '../../../../src/relay/commands/doctor/check-finesse.ts'
import { parseConfig } from '../../../../src/relay/config.ts'
import { canMakeCertificates, makeCertificate } from '../../../support/certificates.ts'
import { systemInfoXml } from '../../../support/finesse-documents.ts'
import { openFloor } from '../../../support/floor.ts'
import { freePort } from '../../../support/http-server.ts'
import { tempFolder } from '../../../support/temp-folder.ts'

async function floorWith(user: string | null, password = user) {
  const floor = await openFloor()
  const passwordFile = join(floor.folder, 'password')
  writeFileSync(passwordFile, password ?? '')
  const url = floor.finesse.http.url
  const witness = user === null ? {} : { witness: { user, passwordFile } }
  const config = parseConfig({ ...floor.config, finesse: { servers: [url], ...witness } }, floor.configFile)
  return { ...floor, url, check: (agent?: string) => checkFinesse(config, agent) }
}

describe('the witness', () => {
  it('reaches Finesse, reads its codes and, where one is named, an agent', async () => {
    const { url, check } = await floorWith('admin')
    expect(await check('cons8510')).toEqual([
      { level: 'ok', what: `Finesse ${url}, reached`, said: 'IN_SERVICE, uccx' },
      { level: 'ok', what: `Finesse ${url}, reason codes`, said: '3 read' },
      { level: 'ok', what: `Finesse ${url}, reading cons8510`, said: 'NOT_READY, reasonCodeId -1' },
    ])
  })

  it('with a wrong password asks once only: five failures lock an account', async () => {
    const { check, finesse } = await floorWith('admin', 'wrong')
    expect(await check('cons8510')).toMatchObject([
      { level: 'fail', mend: 'Check the password of admin. Five failures lock the account.' },
    ])
    expect(finesse.http.asked).toHaveLength(1)
  })

  it('who is no administrator is told so', async () => {
    const { check } = await floorWith('super1')
    expect(await check('cons8510')).toMatchObject([
      { level: 'ok' },
      { level: 'fail', mend: 'super1 must be an administrator of Finesse.' },
    ])
  })

  it('does not find an agent who is none', async () => {
    const { check } = await floorWith('admin')
    expect((await check('nobody'))[2]).toMatchObject({ level: 'fail', mend: expect.stringContaining('id') as string })
  })

  it('without a password to be read, or a certificate authority', async () => {
    const floor = await openFloor()
    const servers = [floor.finesse.http.url]
    const passwordFile = '/nowhere/password'
    for (const [path, finesse] of [
      [passwordFile, { servers, witness: { user: 'admin', passwordFile } }],
      ['/nowhere/ca.pem', { servers, caFile: '/nowhere/ca.pem' }],
    ] as const) {
      const config = parseConfig({ ...floor.config, finesse }, floor.configFile)
      const [finding] = await checkFinesse(config, undefined)
      expect(finding?.level).toBe('fail')
      expect(finding?.said).toContain(`${path} cannot be read`)
    }
  })
})

describe('Finesse', () => {
  it('of another product than every CTI site has the wrong dialect told', async () => {
    const floor = await openFloor()
    const passwordFile = join(floor.folder, 'password')
    writeFileSync(passwordFile, 'admin')
    const cti = [{ site: 'cce1', dialect: 'ucce', servers: ['127.0.0.1:1'] }]
    const finesse = { servers: [floor.finesse.http.url], witness: { user: 'admin', passwordFile } }
    const [reached] = await checkFinesse(parseConfig({ ...floor.config, cti, finesse }, floor.configFile), undefined)
    expect(reached).toMatchObject({
      level: 'fail',
      said: 'IN_SERVICE, uccx',
      mend: 'No CTI site has this dialect: set cti[].dialect to "uccx".',
    })
  })

  it('whose clock is elsewhere makes lags doubtful', async () => {
    const { check, finesse } = await floorWith('admin')
    const currentTimestamp = new Date(Date.now() - 60_000).toISOString()
    const { respond } = finesse.http
    finesse.http.respond = (response, asked) =>
      asked.path.endsWith('/SystemInfo')
        ? response.writeHead(200).end(systemInfoXml({ currentTimestamp }))
        : respond(response, asked)
    const [reached] = await check()
    expect(reached).toMatchObject({ level: 'warn', mend: 'Give both machines the same time server.' })
    expect(reached?.said).toMatch(/IN_SERVICE, uccx; its clock is (59|60)\.\d s behind/)
  })

  it('out of service is told, at each of its servers', async () => {
    const floor = await openFloor()
    floor.finesse.away = 503
    const other = `http://127.0.0.1:${await freePort()}`
    process.env['TEST_WITNESS_PASSWORD'] = 'admin'
    const finesse = {
      servers: [floor.finesse.http.url, other],
      witness: { user: 'admin', passwordEnv: 'TEST_WITNESS_PASSWORD' },
    }
    expect(await checkFinesse(parseConfig({ ...floor.config, finesse }, floor.configFile), undefined)).toMatchObject([
      { level: 'fail', mend: 'See whether Finesse is in service.' },
      {
        level: 'fail',
        what: `Finesse ${other}, reached`,
        said: expect.stringContaining('ECONNREFUSED') as string,
        mend: expect.stringContaining('finesse.caFile') as string,
      },
    ])
  })

  it('without a witness is reached all the same, as nobody', async () => {
    const { check, finesse } = await floorWith(null)
    expect(await check()).toMatchObject([
      { level: 'ok', said: 'it answers (401)' },
      { level: 'warn', said: 'no witness is configured', mend: expect.stringContaining('finesse.witness') as string },
    ])
    expect(finesse.http.asked).toMatchObject([{ path: '/finesse/api/SystemInfo' }])
    expect(finesse.http.asked[0]?.headers.authorization).toBeUndefined()
  })

  it('that is not configured lets nobody sign in', async () => {
    const { finesse: _, ...rest } = (await openFloor()).config
    expect(await checkFinesse(parseConfig(rest, 'relay.json'), undefined)).toMatchObject([
      { level: 'warn', said: 'not configured', mend: expect.stringContaining('nobody can sign in') as string },
    ])
  })

  it.skipIf(!canMakeCertificates)(
    'whose certificate nobody trusts is found out, and how to trust it (skipped where there is no openssl command)',
    async () => {
      const floor = await openFloor()
      const { certFile, keyFile } = makeCertificate(tempFolder(), 'finesse.example.com')
      const server = createServer({ cert: readFileSync(certFile), key: readFileSync(keyFile) }, (_request, response) =>
        response.writeHead(401).end(),
      ).listen(0, '127.0.0.1')
      await once(server, 'listening')
      onTestFinished(() => void server.close())
      const servers = [`https://127.0.0.1:${(server.address() as AddressInfo).port}`]
      const check = async (finesse: object) =>
        (await checkFinesse(parseConfig({ ...floor.config, finesse }, floor.configFile), undefined))[0]
      expect(await check({ servers })).toMatchObject({
        level: 'fail',
        said: expect.stringContaining('self-signed certificate') as string,
        mend: expect.stringContaining('finesse.caFile') as string,
      })
      expect(await check({ servers, caFile: certFile })).toMatchObject({ level: 'ok', said: 'it answers (401)' })
    },
  )
})
