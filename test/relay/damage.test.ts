import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { follow, hasReasons, metricOf, openFloor, startFloorRelay } from '../support/floor.ts'
import { emptyLog, flipBit } from '../support/sqlite-history.ts'

const setAside = (folder: string): string[] => readdirSync(folder).filter((name) => /\.damaged-[^Z]*Z$/.test(name))

describe('a relay whose history is damaged', () => {
  it('while it runs, begins a new one, tells its clients and goes on', async () => {
    const floor = await openFloor()
    const { address } = await startFloorRelay(floor)
    const file = join(floor.folder, 'history.db')
    const { client, welcome } = await follow(address)
    for (const reason of [71, 72, 73]) floor.say('cons8510', 'NOT_READY', reason)
    await hasReasons(client, [71, 72, 73])
    const uploads = () => floor.cti.heard.filter(({ type }) => type === 'CONFIG_REQUEST_KEY_EVENT').length
    const before = uploads()

    emptyLog(file)
    flipBit(file, '"reason":72')
    client.send({ type: 'history', id: 1, agentId: 'cons8510', from: new Date(0).toISOString(), to: null })
    client.send({
      type: 'history',
      id: 2,
      agentId: 'cons8510',
      from: new Date(Date.now() - 3_600_000).toISOString(),
      to: null,
    })
    expect(await client.end()).toBe(1001)
    expect(client.received.at(-1)).toMatchObject({ type: 'error', code: 'going-away' })
    expect(setAside(floor.folder)).toHaveLength(1)
    expect(await metricOf(address, 'relay_histories_set_aside_total')).toBe(1)
    await floor.connected(address)

    const again = await follow(address, 'super1', { resume: { epoch: welcome['epoch'], seq: client.lastSeq } })
    expect(again.welcome).toMatchObject({ resumed: false })
    expect(again.welcome['epoch']).not.toBe(welcome['epoch'])
    // The same as before the damage: it is no repetition to those who have nothing.
    floor.say('cons8510', 'NOT_READY', 73)
    await hasReasons(again.client, [73])
    expect(uploads(), 'the present states are asked for').toBeGreaterThan(before)
  })

  it('before it starts, sets it aside, says so and starts', async () => {
    const floor = await openFloor()
    writeFileSync(join(floor.folder, 'history.db'), 'not what a relay has written')
    const { address } = await startFloorRelay(floor)
    expect(setAside(floor.folder)).toHaveLength(1)
    expect(await metricOf(address, 'relay_histories_set_aside_total')).toBe(1)
    expect((await follow(address, 'super1', { resume: { epoch: 'before', seq: 7 } })).welcome).toMatchObject({
      resumed: false,
    })
  })
})
