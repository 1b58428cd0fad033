import { expect } from '@open-wc/testing'
import { describe, it } from 'vitest'
import '../../../src/gadget/components/floor-footer.ts'
import { FloorSelection, NO_FILTERS } from '../../../src/gadget/selectors/floor-rows.ts'
import { NO_THRESHOLDS } from '../../../src/gadget/thresholds/thresholds.ts'
import { createFormats } from '../../../src/gadget/words/formats.ts'
import { cti, finesse } from '../../history/heard.ts'
import { floorOf, NOON, user } from '../floor-fixture.ts'
import { alone } from './alone.ts'
import { deepText, settled } from './deep.ts'

const USERS = [user('cons8510', 'Console', '8510'), user('alopez', 'Ana', 'Lopez')]

async function shown(search = '') {
  const { floor } = floorOf([cti(NOON - 1800, 'NOT_READY', 71), finesse(NOON - 1799.9, 'NOT_READY')], { users: USERS })
  const select = (text: string) => {
    const filters = { ...NO_FILTERS, search: text }
    return { filters, list: new FloorSelection().select(floor, filters, NO_THRESHOLDS, floor.clock.now()) }
  }
  const footer = await alone('rch-floor-footer', { floor, formats: createFormats('en-GB'), ...select(search) })
  return { footer, select }
}

describe('the line under the list', () => {
  it('says how many are listed and what today comes to for them, at once when others are', async () => {
    const { footer, select } = await shown()
    expect(deepText(footer)).to.match(/^2 agents .*Today, everyone shown: .*LUNCH 30 mins/)
    expect(deepText(footer)).to.contain('no reason in Finesse 30 mins (100%)')
    await expect(footer).to.be.accessible()
    Object.assign(footer, select('ana'))
    await settled(footer)
    expect(deepText(footer)).to.match(/^1 of 2 agents .*Today, everyone shown: no time in Not Ready/)
  })
})
