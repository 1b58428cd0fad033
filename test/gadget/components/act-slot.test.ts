import { expect } from '@open-wc/testing'
import { describe, it } from 'vitest'
import type { ActSlot } from '../../../src/gadget/components/act-slot.ts'
import '../../../src/gadget/components/act-slot.ts'
import type { FinesseSource } from '../../../src/gadget/floor/finesse-source.ts'
import { cti } from '../../history/heard.ts'
import { FakeContainer } from '../container/fake-container.ts'
import { floorOf, NOON } from '../floor-fixture.ts'
import { alone, buttonOf } from './alone.ts'
import { deepQuery, settled } from './deep.ts'

async function shown(): Promise<ActSlot> {
  const { floor } = floorOf([cti(NOON - 60, 'READY')])
  const source = { start: () => {}, container: new FakeContainer(), readAgent: async () => {} }
  floor.start({ relay: null, finesse: source as unknown as FinesseSource })
  return alone('rch-act-slot', { floor, agentId: 'cons8510', version: 0 })
}

describe('the offer to change a state', () => {
  it('opens what can be changed and closes it, and says which', async () => {
    const slot = await shown()
    const button = buttonOf(slot, 'Change state')
    expect(button.getAttribute('aria-expanded')).to.equal('false')
    expect(deepQuery(slot, 'rch-act-panel')).to.equal(null)
    button.click()
    await settled(slot)
    expect(button.getAttribute('aria-expanded')).to.equal('true')
    expect(deepQuery(slot, 'rch-act-panel')).not.to.equal(null)
    button.dispatchEvent(new MouseEvent('click', { detail: 2 }))
    await settled(slot)
    expect(deepQuery(slot, 'rch-act-panel'), 'the second of two clicks').not.to.equal(null)
    await expect(slot).to.be.accessible()
    button.click()
    await settled(slot)
    expect(deepQuery(slot, 'rch-act-panel')).to.equal(null)
  })

  it('does not stay open for somebody else', async () => {
    const slot = await shown()
    buttonOf(slot, 'Change state').click()
    await settled(slot)
    slot.agentId = 'alopez'
    await settled(slot)
    expect(deepQuery(slot, 'rch-act-panel')).to.equal(null)
  })
})
