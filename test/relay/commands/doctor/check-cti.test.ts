import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { MessageInput } from '../../../../src/cti/messages.ts'
import { STATUS_CODES } from '../../../../src/cti/status-codes.ts'
import { checkCti } from '../../../../src/relay/commands/doctor/check-cti.ts'
import { parseConfig } from '../../../../src/relay/config.ts'
import { canMakeCertificates, makeCertificate } from '../../../support/certificates.ts'
import { LoopbackCtiServer } from '../../../support/cti-server.ts'
import { ORIGIN } from '../../../support/floor.ts'
import { freePort } from '../../../support/http-server.ts'
import { MORNING } from '../../../support/observations.ts'
import { tempFolder } from '../../../support/temp-folder.ts'

/** Services as the relay asks for them: all events, configuration, teams. */
const GRANTED = 0x40090

let server: LoopbackCtiServer

beforeEach(async () => {
  server = await LoopbackCtiServer.listen('ucce')
  return () => server.close()
})

function check(address: string, fields: object = {}) {
  const cti = [{ site: 'cce1', dialect: 'ucce', protocolVersion: 20, servers: [address], ...fields }]
  const [site] = parseConfig({ listen: {}, allowedOrigins: [ORIGIN], cti }, 'relay.json').cti
  if (!site) throw new Error('no site')
  return checkCti(site, address, () => MORNING)
}

/** The server opens sessions so. */
function grant(fields: Partial<MessageInput<'OPEN_CONF'>>): void {
  server.answer = (message, peer) => {
    if (message.type !== 'OPEN_REQ') return false
    peer.send({ type: 'OPEN_CONF', invokeId: message.invokeId, servicesGranted: GRANTED, ...fields })
    return true
  }
}

/** The server refuses sessions, from a version on. */
function refuse(status: number, version = 0): void {
  server.answer = (message, peer) => {
    if (message.type !== 'OPEN_REQ' || message.versionNumber < version) return false
    peer.send({ type: 'FAILURE_CONF', invokeId: message.invokeId, status })
    return true
  }
}

describe('a server that serves', () => {
  it('is open, with its version and the services that it granted, and the session is closed again', async () => {
    expect(await check(server.address)).toEqual([
      {
        level: 'ok',
        what: `CTI cce1 ${server.address}`,
        said: 'open, protocol version 20, granted: ALL_EVENTS, CONFIG_EVENTS, SUPERVISOR',
      },
    ])
    expect(server.heard.map(({ type }) => type)).toEqual(['OPEN_REQ', 'CLOSE_REQ'])
  })

  it('but grants less is doubtful, and useless without events', async () => {
    grant({ servicesGranted: 0x10 })
    const [some] = await check(server.address)
    expect(some).toMatchObject({ level: 'warn', mend: expect.stringContaining('grants less') as string })
    expect(some?.said).toContain('granted: ALL_EVENTS, not granted: CONFIG_EVENTS (')
    grant({ servicesGranted: 0 })
    const [none] = await check(server.address)
    expect(none).toMatchObject({ level: 'fail' })
    expect(none?.said).toContain('granted: nothing, not granted: ALL_EVENTS (no event')
  })

  it('but not in the configured version tells which to configure', async () => {
    refuse(STATUS_CODES.INVALID_VERSION, 19)
    expect(await check(server.address)).toMatchObject([
      { level: 'ok', said: expect.stringContaining('protocol version 18') as string },
      {
        level: 'warn',
        said: expect.stringContaining('version 20') as string,
        mend: 'Set protocolVersion to 18, which it has.',
      },
    ])
  })

  it('but has no contact centre, or another time', async () => {
    grant({ peripheralOnline: false, icmCentralControllerTime: MORNING / 1000 + 90 })
    expect(await check(server.address)).toMatchObject([
      { level: 'ok' },
      { level: 'warn', said: 'the server reports its contact centre as offline' },
      { level: 'warn', said: 'its clock is 90.0 s ahead', mend: expect.stringContaining('time server') as string },
    ])
    grant({ icmCentralControllerTime: MORNING / 1000 - 1 })
    expect(await check(server.address)).toHaveLength(1)
  })
})

it('a server on standby is reachable, which is all that can be wished', async () => {
  refuse(STATUS_CODES.SERVER_NOT_MASTER)
  expect(await check(server.address)).toMatchObject([
    { level: 'ok', said: expect.stringMatching(/^reachable; .*92/) as string },
  ])
})

it('a server that refuses the session is told with its reason', async () => {
  refuse(STATUS_CODES.INVALID_PASSWORD)
  expect(await check(server.address)).toMatchObject([
    {
      level: 'fail',
      said: expect.stringContaining('INVALID_PASSWORD') as string,
      mend: expect.stringContaining('Check dialect') as string,
    },
  ])
})

it('where nobody listens, it says so', async () => {
  expect(await check(`127.0.0.1:${await freePort()}`)).toMatchObject([
    {
      level: 'fail',
      said: expect.stringContaining('ECONNREFUSED') as string,
      mend: expect.stringContaining('42027') as string,
    },
  ])
})

it('a file of the configuration that cannot be read is named', async () => {
  const [finding] = await check(server.address, { tls: { caFile: '/nowhere/ca.pem' } })
  expect(finding).toMatchObject({ level: 'fail', mend: 'Check the files that the configuration names.' })
  expect(finding?.said).toContain('tls.caFile: /nowhere/ca.pem cannot be read')
})

it('a password of the client goes along, and one that is too long is refused before anything is asked', async () => {
  const passwordFile = join(tempFolder(), 'password')
  writeFileSync(passwordFile, 's3cret\n')
  expect((await check(server.address, { passwordFile }))[0]).toMatchObject({ level: 'ok' })
  const [open] = server.heard
  expect(open?.type === 'OPEN_REQ' && Buffer.from(open.clientPassword ?? []).toString()).toBe('s3cret\0')
  writeFileSync(passwordFile, 'x'.repeat(64))
  const [finding] = await check(server.address, { passwordFile })
  expect(finding).toMatchObject({
    level: 'fail',
    said: 'cti[site cce1]: a password of a CTI client has at most 63 bytes',
  })
})

describe.skipIf(!canMakeCertificates)(
  'a secured server (skipped where there is no openssl command to make certificates with)',
  () => {
    it('is reached with the certificates of the configuration, and not without', async () => {
      const folder = tempFolder()
      const [theirs, ours] = ['cti', 'relay'].map((name) => makeCertificate(folder, name, { days: 2 }))
      if (!theirs || !ours) throw new Error('no certificates')
      const [key, cert, ca] = [theirs.keyFile, theirs.certFile, ours.certFile].map((file) => readFileSync(file))
      const secured = await LoopbackCtiServer.listen('ucce', {
        tls: { key, cert, ca, requestCert: true, rejectUnauthorized: true },
      })
      onTestFinished(() => secured.close())
      const caFile = theirs.certFile
      expect(await check(secured.address, { tls: { caFile, ...ours } })).toMatchObject([{ level: 'ok' }])
      expect(secured.heard.map(({ type }) => type)).toEqual(['OPEN_REQ', 'CLOSE_REQ'])
      for (const tls of [{ caFile }, { ...ours }]) {
        const mend = expect.stringContaining('the files named under tls') as string
        expect(await check(secured.address, { tls })).toMatchObject([{ level: 'fail', mend }])
      }
      expect(secured.heard).toHaveLength(2)
    })
  },
)
