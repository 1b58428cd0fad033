import { once } from 'node:events'
import { copyFileSync, readFileSync } from 'node:fs'
import { createServer as createPlainServer } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { FinesseGateway } from '../../../src/relay/finesse/finesse-gateway.ts'
import { canMakeCertificates, makeCertificate } from '../../support/certificates.ts'
import { MORNING } from '../../support/observations.ts'
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

it('tells with each answer what the clock of a server says', async () => {
  const dates = ['Mon, 23 Nov 2026 08:00:00 GMT', 'some day']
  const server = createPlainServer((_request, response) => {
    response.writeHead(401, { date: dates.shift() }).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const told: [string, number][] = []
  const gateway = new FinesseGateway({ servers: [url] }, undefined, (...clock) => told.push(clock))
  onTestFinished(() => gateway.close())
  const finesse = gateway.as('Basic eDp5')
  for (let times = 0; times < 2; times++) {
    await expect(finesse.call((client) => client.getSystemInfo())).rejects.toMatchObject({
      code: 'finesse-unauthorized',
    })
  }
  expect(told).toEqual([
    [url, MORNING],
    [url, NaN],
  ])
})
