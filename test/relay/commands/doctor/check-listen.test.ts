import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { checkListening } from '../../../../src/relay/commands/doctor/check-listen.ts'
import { parseConfig } from '../../../../src/relay/config.ts'
import { createLog } from '../../../../src/relay/log.ts'
import { startRelay } from '../../../../src/relay/relay.ts'
import { canMakeCertificates, makeCertificate } from '../../../support/certificates.ts'
import { openFloor, ORIGIN, startFloorRelay } from '../../../support/floor.ts'
import { always, freePort, startHttp } from '../../../support/http-server.ts'
import { tempFolder } from '../../../support/temp-folder.ts'

const DAY_MS = 86_400_000

const configured = (listen: object, more: object = {}) =>
  parseConfig(
    { listen, allowedOrigins: [ORIGIN], cti: [{ site: 'ccx1', dialect: 'uccx', servers: ['127.0.0.1:1'] }], ...more },
    join(tempFolder(), 'relay.json'),
  )

const aboutPort = async (config: ReturnType<typeof configured>) => (await checkListening(config))[1]

const aboutTls = async (tls: object, now?: number) => (await checkListening(configured({ port: 0, tls }), now))[0]

describe('the port', () => {
  it('is free, or any', async () => {
    const port = await freePort()
    expect(await checkListening(configured({ port }))).toMatchObject([
      { level: 'ok', said: 'plain HTTP, on the loopback address only' },
      { level: 'ok', what: `listen 127.0.0.1:${port}`, said: 'the port is free; no relay runs here' },
      { level: 'ok', what: 'allowedOrigins', said: ORIGIN },
    ])
    expect(await aboutPort(configured({ port: 0 }))).toMatchObject({ level: 'ok', said: 'any free port' })
  })

  it('is that of a relay which runs', async () => {
    const floor = await openFloor()
    const { address } = await startFloorRelay(floor)
    const port = Number(new URL(address).port)
    expect(await aboutPort(configured({ port }))).toMatchObject({ level: 'ok', said: 'a relay runs here' })
  })

  it('is taken by another web server, or by something that says nothing at all', async () => {
    const web = await startHttp(always(200, '{"status":"fine"}'))
    onTestFinished(() => web.close())
    const hangUp = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1')
    await once(hangUp, 'listening')
    onTestFinished(() => void hangUp.close())
    for (const port of [Number(new URL(web.url).port), (hangUp.address() as AddressInfo).port]) {
      expect(await aboutPort(configured({ port }))).toEqual({
        level: 'warn',
        what: `listen 127.0.0.1:${port}`,
        said: 'the port is taken by something that is not this relay',
        mend: 'End the other program, or choose another port with listen.port.',
      })
    }
  })

  it('of an address that is none of this machine cannot be listened on', async () => {
    // Documentation's own block (RFC 5737): nobody has it.
    const tls = { certFile: 'a', keyFile: 'b' }
    expect(await aboutPort(configured({ host: '192.0.2.1', port: 8543, tls }))).toMatchObject({
      level: 'fail',
      said: 'nobody can listen there: EADDRNOTAVAIL',
      mend: expect.stringContaining('address of this machine') as string,
    })
  })
})

describe('the origins', () => {
  it('of which none is a Finesse server are doubtful', async () => {
    const finesse = { servers: ['https://finesse2.example.com:8445'] }
    const [, , finding] = await checkListening(configured({ port: 0 }, { finesse }))
    expect(finding).toMatchObject({ level: 'warn', what: 'allowedOrigins' })
    expect(finding?.said).toContain(ORIGIN)
    expect(finding?.mend).toContain('port included')
  })
})

describe.skipIf(!canMakeCertificates)(
  'the certificate (skipped where there is no openssl command to make one with)',
  () => {
    it('is good, with its names and its end', async () => {
      const finding = await aboutTls(makeCertificate(tempFolder(), 'relay.example.com'))
      expect(finding?.level).toBe('ok')
      expect(finding?.said).toMatch(/^TLS for DNS:relay\.example\.com, IP Address:127\.0\.0\.1, valid until .* GMT$/)
    })

    it('ends soon, has ended, or has not begun', async () => {
      const files = makeCertificate(tempFolder(), 'relay.example.com', { days: 10 })
      expect(await aboutTls(files)).toMatchObject({ level: 'warn', mend: 'Renew it soon.' })
      expect(await aboutTls(files, Date.now() + 11 * DAY_MS)).toMatchObject({ level: 'fail', mend: 'Renew it.' })
      const early = await aboutTls(files, Date.now() - DAY_MS)
      expect(early).toMatchObject({ level: 'fail', mend: expect.stringContaining('clock') as string })
      expect(early?.said).toContain('not valid before')
    })

    it('has another key', async () => {
      const folder = tempFolder()
      const { certFile } = makeCertificate(folder, 'one')
      const { keyFile } = makeCertificate(folder, 'two')
      expect(await aboutTls({ certFile, keyFile })).toMatchObject({
        level: 'fail',
        said: `listen.tls.keyFile: ${keyFile} is not the key of the certificate in ${certFile}`,
        mend: 'Give a certificate and its key, both in PEM form.',
      })
    })

    it('is none, or missing', async () => {
      const folder = tempFolder()
      const { keyFile } = makeCertificate(folder, 'one')
      const certFile = join(folder, 'empty.pem')
      writeFileSync(certFile, 'nothing')
      const mend = 'Give a certificate and its key, both in PEM form.'
      expect(await aboutTls({ certFile, keyFile })).toMatchObject({ level: 'fail', mend })
      expect(await aboutTls({ certFile: `${certFile}.no`, keyFile })).toMatchObject({
        level: 'fail',
        said: expect.stringContaining('cannot be read') as string,
        mend,
      })
    })

    it('of a relay that runs is not asked about when the port is', async () => {
      const floor = await openFloor()
      const tls = makeCertificate(floor.folder, 'relay.example.com')
      const config = parseConfig({ ...floor.config, listen: { port: 0, tls } }, floor.configFile)
      const relay = await startRelay(config, createLog('silent'))
      onTestFinished(() => relay.close())
      const port = Number(new URL(relay.address).port)
      expect(await aboutPort(configured({ port, tls }))).toMatchObject({ level: 'ok', said: 'a relay runs here' })
    })
  },
)
