import { describe, expect, it } from 'vitest'
import { parseConfig } from '../../src/relay/config.ts'
import { relayConfiguration } from '../../src/sandbox/relay-configuration.ts'

const configured = (port: number) =>
  relayConfiguration({
    host: '127.0.0.1',
    port: 0,
    dialect: 'uccx',
    finesse: `http://127.0.0.1:${port}`,
    ctiServers: ['127.0.0.1:12028', '127.0.0.1:12029'],
    history: { engine: 'sqlite', file: 'history.db' },
  })

describe('the relay’s configuration in the sandbox', () => {
  it.each([
    [8080, ['http://127.0.0.1:8080', 'http://localhost:8080']],
    [80, ['http://127.0.0.1', 'http://localhost']],
  ])('is one that the relay takes, with the desktop’s addresses as browsers write them: port %i', (port, origins) => {
    const { allowedOrigins, cti } = parseConfig(configured(port), '/relay.json')
    expect(allowedOrigins).toEqual(origins)
    expect(cti.map(({ site }) => site)).toEqual(['ccx1', 'ccx2'])
  })
})
