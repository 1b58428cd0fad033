import { expect, it, onTestFinished, vi } from 'vitest'
import { SYSTEM_CODES } from '../../src/history/system-codes.ts'
import { LoopbackCtiServer } from '../support/cti-server.ts'
import { follow, openFloor, startFloorRelay } from '../support/floor.ts'
import { PATIENCE } from '../support/patience.ts'

it('one relay hears several sites, each in its own dialect, and the loss of one is nobody else’s', async () => {
  const floor = await openFloor()
  const cce = await LoopbackCtiServer.listen('ucce')
  onTestFinished(() => cce.close())
  const cti = [...floor.config.cti, { site: 'cce1', dialect: 'ucce', protocolVersion: 20, servers: [cce.address] }]
  const { address } = await startFloorRelay(floor, { cti })
  const { client, welcome } = await follow(address)
  expect(welcome['feeds']).toMatchObject([
    { site: 'ccx1', dialect: 'uccx', status: 'open' },
    { site: 'cce1', dialect: 'ucce', status: 'open' },
  ])
  expect(welcome['systemCodes'], 'those of both kinds of contact centre').toEqual(SYSTEM_CODES)

  floor.say('cons8510', 'NOT_READY', 71)
  cce.peer.send({ type: 'AGENT_STATE_EVENT', agentState: 'NOT_READY', eventReasonCode: 72, agentId: 'cons8511' })
  const heard = () => client.observations as unknown as Record<string, unknown>[]
  const from = (site: string) => heard().filter((one) => one['site'] === site)
  await vi.waitFor(() => expect(heard()).toHaveLength(2), PATIENCE)
  expect(from('ccx1')).toMatchObject([{ agentId: 'cons8510', reason: 71 }])
  expect(from('cce1')).toMatchObject([{ agentId: 'cons8511', reason: 72 }])

  await cce.close()
  await client.next('feed', ({ site, status }) => site === 'cce1' && status === 'lost')
  await vi.waitFor(() => expect(from('cce1').at(-1)).toMatchObject({ kind: 'gap', to: null }), PATIENCE)
  const ready = await fetch(`${address}/readyz`)
  expect(ready.status).toBe(503)
  const { reasons } = (await ready.json()) as { reasons: { code: string; message: string }[] }
  expect(reasons).toMatchObject([{ code: 'cti-not-open', message: expect.stringMatching(/^cce1: /) as string }])

  floor.say('cons8510', 'AVAILABLE')
  await vi.waitFor(() => expect(from('ccx1')).toHaveLength(2), PATIENCE)
  expect(from('ccx1').map(({ kind }) => kind)).toEqual(['cti', 'cti'])
})
