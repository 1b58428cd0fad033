import { expect } from '@open-wc/testing'
import { describe, it } from 'vitest'
import '../../../src/gadget/components/elapsed.ts'
import { at } from '../../history/heard.ts'
import { floorOf, NOON } from '../floor-fixture.ts'
import { alone } from './alone.ts'
import { deepText } from './deep.ts'

describe('the time since a moment', () => {
  it('is counted on each second by itself', async () => {
    const { floor, timers } = floorOf([])
    const elapsed = await alone('rch-elapsed', { clock: floor.clock, from: at(NOON - 59) })
    expect(deepText(elapsed)).to.equal('00:59')
    await expect(elapsed).to.be.accessible()
    timers.pass(1000)
    await elapsed.updateComplete
    expect(deepText(elapsed)).to.equal('01:00')
    timers.pass(3_600_000)
    await elapsed.updateComplete
    expect(deepText(elapsed)).to.equal('1:01:00')
  })
})
