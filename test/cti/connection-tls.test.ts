import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { canMakeCertificates, makeCertificate } from '../support/certificates.ts'
import { useLoopback } from '../support/cti-client.ts'
import { until } from '../support/cti-server.ts'

const { serve, connect } = useLoopback()

describe.skipIf(!canMakeCertificates)(
  'TLS (skipped where there is no openssl command to make certificates with)',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'cti-tls-'))
    const fileOf = (name: string, kind: string) => readFileSync(join(folder, `${name}.${kind}`))
    const pairOf = (name: string) => ({ key: fileOf(name, 'key'), cert: fileOf(name, 'pem') })

    beforeAll(() => {
      for (const name of ['cti.example.com', 'relay.example.com']) makeCertificate(folder, name, { days: 2 })
    })

    afterAll(() => rmSync(folder, { recursive: true }))

    /** Certificates are judged by the real clock. */
    beforeEach(() => vi.useRealTimers())

    const serveTls = () => {
      const ca = fileOf('relay.example.com', 'pem')
      return serve('ucce', { tls: { ...pairOf('cti.example.com'), ca, requestCert: true, rejectUnauthorized: true } })
    }

    it('with a certificate on both sides carries the same session', async () => {
      const server = await serveTls()
      const { told, isNow } = connect({
        dialect: 'ucce',
        servers: [server.address],
        tls: { ca: fileOf('cti.example.com', 'pem'), ...pairOf('relay.example.com'), servername: 'cti.example.com' },
      })
      await isNow('open')
      server.peer.send({ type: 'AGENT_STATE_EVENT', agentState: 'TALKING', agentId: '1001' })
      await until(() => told.messages.length === 2)
      expect(told.messages[1]?.message).toMatchObject({ agentId: '1001' })
    })

    it('asks at each connection for the certificates that are to be used then', async () => {
      const server = await serveTls()
      const trusted = { ca: fileOf('relay.example.com', 'pem') }
      const { told, isNow } = connect({
        dialect: 'ucce',
        servers: [server.address],
        tls: () => ({ ...trusted, ...pairOf('relay.example.com'), servername: 'cti.example.com' }),
      })
      await until(() => told.statuses.at(-1)?.reason === 'connect-failed')
      trusted.ca = fileOf('cti.example.com', 'pem')
      await isNow('open')
      expect(server.heard.length).toBeGreaterThan(0)
    })

    it('does not talk to a server whose certificate is not trusted', async () => {
      const server = await serveTls()
      const { told } = connect({
        dialect: 'ucce',
        servers: [server.address],
        tls: { ...pairOf('relay.example.com'), servername: 'cti.example.com' },
      })
      await until(() => told.statuses.at(-1)?.status === 'lost')
      expect(told.statuses.at(-1)).toMatchObject({ reason: 'connect-failed' })
      expect(told.statuses.at(-1)?.text).toContain('self-signed certificate')
      expect(server.heard).toEqual([])
    })
  },
)
