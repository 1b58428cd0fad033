import { expect } from '@open-wc/testing'
import { describe, it } from 'vitest'
import '../../../src/gadget/components/callout.ts'
import { comparison } from '../../../src/gadget/selectors/comparison.ts'
import { createFormats } from '../../../src/gadget/words/formats.ts'
import type { CatalogueEntry } from '../../../src/history/catalogue.ts'
import { Catalogue } from '../../../src/history/catalogue.ts'
import { explain } from '../../../src/history/explanation.ts'
import type { Observation } from '../../../src/history/observation.ts'
import { cti, deploymentOf, EVENING, entriesOf, finesse, labelled, LUNCH, MEETING } from '../../history/heard.ts'
import { alone } from './alone.ts'
import { deepQuery, deepText } from './deep.ts'

/** What is said of the last entry. */
function shown(observations: readonly Observation[], codes: readonly CatalogueEntry[] = [LUNCH, MEETING]) {
  const catalogue = new Catalogue(codes)
  const entry = entriesOf(observations, EVENING, { catalogue }).at(-1)
  if (!entry) throw new Error('no entry')
  return alone('rch-callout', {
    entry,
    explanation: explain(entry, { catalogue, deploymentOf }),
    compared: comparison(entry, null),
    relayAwaySince: null,
    call: null,
    systems: [],
    formats: createFormats('en-GB'),
  })
}

describe('what was said of an entry', () => {
  it('stands side by side, with why both differ and the request that mends it, to be copied', async () => {
    const callout = await shown([
      cti(0, 'NOT_READY', 71, { client: 'acd' }),
      finesse(0.2, 'NOT_READY', { reasonCodeId: null }),
    ])
    const text = deepText(callout)
    expect(text).to.contain('The CTI server said 71 LUNCH').and.to.contain('set by “acd”')
    expect(text).to.contain('Finesse says −1, no reason').and.to.contain('200 ms later')
    expect(text).to.contain('PUT /finesse/api/User/cons8510').and.to.contain('<reasonCodeId>1</reasonCodeId>')
    const copy = deepQuery(callout, 'rch-copy-button')
    expect(copy && 'text' in copy && copy.text).to.contain('<reasonCodeId>1</reasonCodeId>')
    await expect(callout).to.be.accessible()
  })

  it('offers nothing to mend where both agree, or whom to ask where no code has the number', async () => {
    const agreed = await shown([cti(0, 'NOT_READY', 71), finesse(0.2, 'NOT_READY', labelled(71, 'LUNCH', 1))])
    expect(deepQuery(agreed, 'rch-copy-button')).to.equal(null)
    await expect(agreed).to.be.accessible()
    const unknown = await shown([cti(0, 'NOT_READY', 77), finesse(0.2, 'NOT_READY')])
    expect(deepText(unknown)).to.match(/77.*administrator/)
  })

  it('keeps each label in its own place, as the text that it is', async () => {
    const label = '\u202E<img src=x onerror=alert(1)>'
    const callout = await shown(
      [cti(0, 'NOT_READY', 71), finesse(0.2, 'NOT_READY', labelled(71, label, 1))],
      [{ ...LUNCH, label }],
    )
    const places = [...(callout.shadowRoot?.querySelectorAll('.said bdi') ?? [])].map(({ textContent }) => textContent)
    expect(places).to.have.length(2)
    for (const place of places) expect(place).to.contain(label)
    expect(deepQuery(callout, 'img')).to.equal(null)
  })
})
