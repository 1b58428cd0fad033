import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { freePort } from '../../src/sandbox/ports.ts'
import { RelayProcess } from '../../src/sandbox/relay-process.ts'
import { tempFolder } from '../support/temp-folder.ts'

/** Listens as a relay does, with a thread for its history, and does what the address says: `/die` ends it with 3. */
const LISTENS = `
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { isMainThread, parentPort, Worker } from 'node:worker_threads'
const listen = async () => {
  await once(new Worker(new URL(import.meta.url)), 'message')
  const { port } = JSON.parse(readFileSync(process.argv[3], 'utf8'))
  const server = createServer((request, response) => request.url === '/die' ? process.exit(3) : response.end('here'))
  server.listen(port, '127.0.0.1', () => process.send({ listening: 'http://127.0.0.1:' + server.address().port }))
}
if (isMainThread) await listen()
else parentPort.postMessage('here')
`

async function relay(script: string): Promise<{ relay: RelayProcess; folder: string; told: string[] }> {
  const folder = tempFolder()
  writeFileSync(join(folder, 'relay.mjs'), script)
  const told: string[] = []
  const process = new RelayProcess({
    script: join(folder, 'relay.mjs'),
    folder,
    port: await freePort(),
    configure: (port) => ({ port }),
    onUnexpectedEnd: (what) => told.push(what),
  })
  onTestFinished(() => process.stop())
  return { relay: process, folder, told }
}

describe('the relay’s process', () => {
  it('is started with a configuration that only its user can read, and tells where it listens', async () => {
    const { relay: process, folder } = await relay(LISTENS)
    expect(process.address).toBeNull()
    const address = await process.start()
    expect(await (await fetch(address)).text()).toBe('here')
    expect(statSync(join(folder, 'relay.json')).mode & 0o777).toBe(0o600)
  })

  it('is stopped and started again at the same address', async () => {
    const { relay: process, folder, told } = await relay(LISTENS)
    const address = await process.start()
    await process.stop()
    expect({ isRunning: process.isRunning, address: process.address }).toEqual({ isRunning: false, address })
    await expect(fetch(address)).rejects.toThrow('fetch failed')
    expect(await process.start()).toBe(address)
    expect(JSON.parse(readFileSync(join(folder, 'relay.json'), 'utf8'))).toEqual({
      port: Number(new URL(address).port),
    })
    expect(told).toEqual([])
  })

  it('is ended by force when it does not end', async () => {
    const { relay: process } = await relay(`process.on('SIGTERM', () => {})\n${LISTENS}`)
    const address = await process.start()
    await process.stop()
    await expect(fetch(address)).rejects.toThrow('fetch failed')
  })

  it('tells when it ends by itself, and can be started again', async () => {
    const { relay: process, told } = await relay(LISTENS)
    const address = await process.start()
    await expect(fetch(`${address}/die`)).rejects.toThrow('fetch failed')
    await expect.poll(() => told).toEqual(['The relay has ended (3).'])
    expect(process.isRunning).toBe(false)
    expect(await process.start()).toBe(address)
  })

  it('fails to start in words when it ends at once', async () => {
    for (const script of ['process.exit(2)', 'process.exitCode = 2']) {
      const { relay: process } = await relay(script)
      await expect(process.start()).rejects.toThrow('The relay ended at once (2).')
      expect(process.isRunning).toBe(false)
    }
  })
})
