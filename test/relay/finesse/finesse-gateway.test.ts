import { once } from 'node:events'
import { copyFileSync, readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { FinesseGateway } from '../../../src/relay/finesse/finesse-gateway.ts'
import { canMakeCertificates, makeCertificate } from '../../support/certificates.ts'
import { tempFolder } from '../../support/temp-folder.ts'

it.skipIf(!canMakeCertificates)(
  'a Finesse whose certificate was renewed is reached when its authority is put in the place of the old (skipped without openssl)',
  async () => {
    const folder = tempFolder()
    const [first, next] = [makeCertificate(folder, 'first'), makeCertificate(folder, 'next')]
    const pairOf = ({ certFile, keyFile }: typeof first) => ({
      cert: readFileSync(certFile),
      key: readFileSync(keyFile),
    })
    const server = createServer(pairOf(first), (_request, response) => void response.writeHead(401).end())
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    const servers = [`https://127.0.0.1:${(server.address() as AddressInfo).port}`]
    const gateway = new FinesseGateway({ servers, caFile: first.certFile })
    onTestFinished(() => gateway.close())
    expect(await gateway.knock()).toBe(401)
    server.setSecureContext(pairOf(next))
    server.closeAllConnections()
    await expect(gateway.knock()).rejects.toMatchObject({ code: 'finesse-unreachable' })
    copyFileSync(next.certFile, first.certFile)
    expect(await gateway.knock()).toBe(401)
  },
)
