import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Agent, request } from 'undici'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { basicAuthorization } from '../../src/finesse/credential.ts'
import { parseConfig } from '../../src/relay/config.ts'
import { createLog } from '../../src/relay/log.ts'
import { startRelay } from '../../src/relay/relay.ts'
import { NginxServer, nginxProgram } from '../../src/sandbox/cluster/nginx-server.ts'
import { freePort } from '../../src/sandbox/ports.ts'
import { canMakeCertificates, makeCertificate } from '../support/certificates.ts'
import { openFloor, ORIGIN } from '../support/floor.ts'
import { PostgresServer, WHY_NO_POSTGRES } from '../support/postgres.ts'
import { SocketClient } from '../support/socket-client.ts'
import { PATIENCE } from '../support/patience.ts'

const DOCUMENT = readFileSync(new URL('../../docs/scale.md', import.meta.url), 'utf8')

/** So many in a minute from one address, at each relay. */
const SIGN_INS = 2

/** The document's block of a language, without its indentation. */
function block(language: string): string {
  const [, indent = '', text = ''] =
    new RegExp(`^( *)\`\`\`${language}\n([\\s\\S]+?)^ *\`\`\``, 'm').exec(DOCUMENT) ?? []
  return text.replaceAll(new RegExp(`^${indent}`, 'gm'), '')
}

describe('docs/scale.md', () => {
  it('has a history that the relay accepts', () => {
    const history: unknown = JSON.parse(block('json'))
    const cti = [{ site: 'ccx1', dialect: 'uccx', servers: ['10.0.0.1:12028'] }]
    const { history: read } = parseConfig(
      { listen: {}, allowedOrigins: [ORIGIN], cti, history },
      '/etc/relay/relay.json',
    )
    expect(read).toMatchObject({ engine: 'postgres', retentionDays: 400 })
  })

  const canRun = WHY_NO_POSTGRES === null && nginxProgram() !== undefined && canMakeCertificates
  describe.skipIf(!canRun)('its nginx (needs PostgreSQL, nginx and openssl)', () => {
    let database: PostgresServer
    beforeAll(async () => {
      database = await PostgresServer.start()
    })
    afterAll(() => database?.remove())

    it('gives supervisors to any relay that runs, over TLS, with their own addresses', async () => {
      const floor = await openFloor()
      const tls = makeCertificate(floor.folder, 'relay.example.com')
      const history = {
        engine: 'postgres',
        hosts: [`127.0.0.1:${database.port}`],
        database: await database.newDatabase(),
        user: 'reason_relay',
      }
      const relays = []
      for (let n = 0; n < 3; n++) {
        const config = parseConfig(
          {
            ...floor.config,
            listen: { host: '127.0.0.1', port: 0, tls, trustedProxies: ['127.0.0.1'] },
            history: { ...history, markFile: `mark-${n}` },
            limits: { signInsPerMinute: SIGN_INS },
          },
          floor.configFile,
        )
        const relay = await startRelay(config, createLog('silent'))
        let closed: Promise<void> | null = null
        const close = (): Promise<void> => (closed ??= relay.close())
        onTestFinished(close)
        relays.push({ address: relay.address, close })
      }

      const port = await freePort()
      const folder = join(floor.folder, 'nginx')
      mkdirSync(folder)
      let text = block('nginx')
        .replace('listen 8543 ssl', `listen 127.0.0.1:${port} ssl`)
        .replace('/etc/nginx/relay.pem', tls.certFile)
        .replace('/etc/nginx/relay.key', tls.keyFile)
        .replace('/etc/nginx/relay-ca.pem', tls.certFile)
      for (const [index, { address }] of relays.entries()) {
        text = text.replace(`10.0.0.2${index + 1}:8543`, new URL(address).host)
      }
      expect(text).not.toContain('10.0.0.')
      const own = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
        (use) => `${use}_temp_path ${folder}/${use};`,
      )
      const nginx = new NginxServer(
        folder,
        `daemon off; pid ${folder}/pid; events {} http { access_log off; ${own.join(' ')}\n${text}}`,
        port,
      )
      await nginx.start()
      onTestFinished(() => nginx.stop())

      const ca = readFileSync(tls.certFile, 'utf8')
      const balancer = `https://127.0.0.1:${port}`
      /** Somebody at an address of his own. */
      const from = (localAddress: string) => {
        const agent = new Agent({ localAddress, connect: { ca, servername: 'relay.example.com' } })
        onTestFinished(() => agent.close())
        return agent
      }
      const post = (dispatcher: Agent) =>
        request(`${balancer}/v1/session`, {
          method: 'POST',
          headers: { authorization: basicAuthorization('super1', 'super1'), origin: ORIGIN },
          dispatcher,
        })
      const hello = async (localAddress: string) => {
        const { ticket } = (await (await post(from(localAddress))).body.json()) as { ticket: string }
        const client = await SocketClient.open(balancer, { origin: ORIGIN, tls: { ca } })
        onTestFinished(() => client.close())
        client.send({ type: 'hello', ticket })
        await client.next('welcome')
        return client
      }
      const clients = [await hello('127.0.0.2'), await hello('127.0.0.3'), await hello('127.0.0.4')]
      for (const client of clients) {
        await vi.waitFor(
          () => {
            floor.say('cons8510', 'NOT_READY', 71)
            expect(client.observations).toContainEqual(expect.objectContaining({ agentId: 'cons8510', reason: 71 }))
          },
          { ...PATIENCE, interval: 100 },
        )
      }
      await relays[1]?.close()
      await hello('127.0.0.5')
      const greedy = from('127.0.0.6')
      const statuses = []
      for (let n = 0; n < SIGN_INS * relays.length; n++) {
        const { statusCode, body } = await post(greedy)
        await body.dump()
        statuses.push(statusCode)
      }
      expect(statuses[0]).toBe(200)
      expect(statuses.at(-1)).toBe(429)
      const metrics = await request(`${balancer}/metrics`, { dispatcher: from('127.0.0.7') })
      expect(metrics.statusCode).toBe(404)
      await metrics.body.dump()
    })
  })
})
