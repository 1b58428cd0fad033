import { expect } from '@open-wc/testing'
import { describe, it } from 'vitest'
import '../../../src/gadget/components/totals.ts'
import { createFormats } from '../../../src/gadget/words/formats.ts'
import { totals } from '../../../src/history/totals.ts'
import type { Observation } from '../../../src/history/observation.ts'
import { at, cti, EVENING, entriesOf, finesse, labelled, LUNCH_AND_MEETING } from '../../history/heard.ts'
import { NOON } from '../floor-fixture.ts'
import { alone } from './alone.ts'
import { deepText } from './deep.ts'

const shown = (observations: readonly Observation[]) =>
  alone('rch-totals', {
    totals: totals(entriesOf(observations, EVENING), { from: at(0), to: at(NOON) }, at(NOON)),
    day: 'Today',
    whom: 'Console 8510',
    formats: createFormats('en-GB'),
  })

describe('what a day comes to', () => {
  it('is named by reason, with the time for which Finesse has none and its worst lag', async () => {
    const line = await shown(LUNCH_AND_MEETING)
    const text = deepText(line)
    expect(text).to.match(/^Today, Console 8510: .*LUNCH 1 hr 0 mins · IN MEETING 30 mins/)
    expect(text).to.contain('no reason in Finesse 1 hr 0 mins (67%)').and.to.contain('worst lag 900 ms')
    await expect(line).to.be.accessible()
  })

  it('is said to be nothing where nobody was Not Ready', async () => {
    const line = await shown([cti(0, 'READY'), finesse(0.1, 'READY')])
    expect(deepText(line)).to.equal('Today, Console 8510: no time in Not Ready · worst lag 100 ms')
  })

  it('has the sign of a lag where Finesse was always the first', async () => {
    const line = await shown([finesse(0, 'READY'), cti(0.1, 'READY')])
    expect(deepText(line)).to.contain('worst lag −100 ms')
  })

  it('counts the reasons that it does not name, and keeps each label in its own place', async () => {
    const label = '\u202E<b>=1+1</b>'
    const many = [73, 74, 75, 76, 77, 78].flatMap((code, index) => [
      cti(index * 600, 'NOT_READY', code),
      finesse(index * 600 + 0.1, 'NOT_READY', labelled(code, code === 73 ? label : `Reason ${code}`)),
    ])
    const line = await shown(many)
    expect(deepText(line)).to.contain('and 2 more')
    const places = [...(line.shadowRoot?.querySelectorAll('bdi') ?? [])].map(({ textContent }) => textContent)
    expect(places.some((text) => text?.startsWith('Reason 7'))).to.equal(true)
    expect(line.shadowRoot?.querySelectorAll('bdi b')).to.have.length(0)
  })
})
