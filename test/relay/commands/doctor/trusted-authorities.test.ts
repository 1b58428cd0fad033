import { readFileSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { canMakeCertificates, makeCertificate } from '../../../support/certificates.ts'
import { openFloor } from '../../../support/floor.ts'
import { runRelay } from '../../../support/relay-process.ts'

/** Where OpenSSL looks for the system's authorities: on Linux a test can say so. */
const isPossible = canMakeCertificates && process.platform === 'linux'

it.skipIf(!isPossible)(
  'whom the system trusts is trusted without being named (skipped without openssl, and on other systems than Linux)',
  async () => {
    const floor = await openFloor()
    const { certFile, keyFile } = makeCertificate(floor.folder, 'finesse.example.com')
    const tls = { cert: readFileSync(certFile), key: readFileSync(keyFile) }
    const server = createServer(tls, (_request, response) => response.writeHead(401).end()).listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    const finesse = { servers: [`https://127.0.0.1:${(server.address() as AddressInfo).port}`] }
    writeFileSync(floor.configFile, JSON.stringify({ ...floor.config, finesse }))
    const doctor = (environment: NodeJS.ProcessEnv) => runRelay(['doctor', '--config', floor.configFile], environment)

    expect((await doctor({ SSL_CERT_FILE: certFile })).output).toContain('it answers (401)')
    const { code, output } = await doctor({ SSL_CERT_FILE: '/dev/null' })
    expect(output).toContain('(self-signed certificate)')
    expect(output).toContain('give its authority as finesse.caFile')
    expect(code).toBe(1)
  },
)
