import { expect } from '@open-wc/testing'
import { describe, it } from 'vitest'
import '../../../src/gadget/components/agent-detail.ts'
import { createFormats } from '../../../src/gadget/words/formats.ts'
import { cti, finesse } from '../../history/heard.ts'
import { floorOf, NOON, user } from '../floor-fixture.ts'
import { alone, buttonOf, heardFrom } from './alone.ts'
import { deepQuery, deepText } from './deep.ts'

const HEARD = [cti(NOON - 600, 'READY'), finesse(NOON - 599.9, 'READY')]

const shown = (name: string, hasBack = false) =>
  alone('rch-agent-detail', {
    floor: floorOf(HEARD, { users: [user('cons8510', name, '', '8510')], relay: false }).floor,
    agentId: 'cons8510',
    entryFrom: null,
    length: 'fitting',
    density: 'comfortable',
    formats: createFormats('en-GB'),
    hasBack,
    version: 0,
  })

describe('one agent', () => {
  it('is named with id, extension and team, and has his day and the offer to change his state', async () => {
    const detail = await shown('Console')
    expect(deepText(detail.shadowRoot?.querySelector('header') ?? null)).to.equal(
      'Console cons8510 · extension 8510 · MN Team 1',
    )
    expect(deepQuery(detail, 'rch-act-slot')).not.to.equal(null)
    expect(deepQuery(detail, 'rch-entry-table')).not.to.equal(null)
    await expect(detail).to.be.accessible()
  })

  it('leads back to the list where there is no room for both, and only there', async () => {
    const detail = await shown('Console', true)
    const back = heardFrom(detail, 'rch-back')
    buttonOf(detail, '‹').click()
    expect(back).to.deep.equal([null])
    await expect(detail).to.be.accessible()
  })

  it('keeps a name that is written backwards in its own place', async () => {
    const name = '\u202E<b>eman</b>'
    const detail = await shown(name)
    expect(detail.shadowRoot?.querySelector('h2 bdi')?.textContent).to.equal(name)
  })
})
