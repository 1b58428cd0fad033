import { expect } from '@open-wc/testing'
import { describe, it, vi } from 'vitest'
import '../../../src/gadget/components/evidence.ts'
import type { RawFrame } from '../../../src/gadget/components/raw-frame.ts'
import { createFormats } from '../../../src/gadget/words/formats.ts'
import { explain } from '../../../src/history/explanation.ts'
import { CATALOGUE, cti, deploymentOf, EVENING, entriesOf, finesse, seeded } from '../../history/heard.ts'
import type { Observation } from '../../../src/history/observation.ts'
import { floorOf } from '../floor-fixture.ts'
import { PATIENCE } from '../../support/patience.ts'
import { alone } from './alone.ts'
import { deepQuery, deepText, settled } from './deep.ts'

async function shown(observations: readonly Observation[]) {
  const entry = entriesOf(observations, EVENING).at(-1)
  if (!entry) throw new Error('no entry')
  const evidence = await alone('rch-evidence', {
    entry,
    explanation: explain(entry, { catalogue: CATALOGUE, deploymentOf }),
    floor: floorOf([], { relay: false }).floor,
    formats: createFormats('en-GB'),
  })
  return evidence
}

/** The value beside a name, in one of both sides. */
const valueOf = (evidence: Element, side: number, name: string): string | undefined =>
  [...(evidence.shadowRoot?.querySelectorAll(`section:nth-of-type(${side}) dt`) ?? [])]
    .find(({ textContent }) => textContent === name)
    ?.nextElementSibling?.textContent?.trim()

describe('the evidence', () => {
  it('has what both sides said, field by field, and the bytes once it is opened', async () => {
    const evidence = await shown([
      cti(0, 'NOT_READY', 71, { client: 'acd', raw: '0000002a' }),
      finesse(0.2, 'NOT_READY'),
    ])
    expect(valueOf(evidence, 1, 'EventReasonCode')).to.equal('71')
    expect(valueOf(evidence, 1, 'State')).to.equal('NOT_READY')
    expect(valueOf(evidence, 2, 'reasonCodeId')).to.contain('−1')
    expect(deepQuery(evidence, 'rch-raw-frame')).to.equal(null)
    evidence.shadowRoot?.querySelector('summary')?.click()
    await vi.waitFor(() => expect(deepQuery(evidence, 'rch-raw-frame')).not.to.equal(null), PATIENCE)
    await settled(evidence)
    expect(deepText(deepQuery(evidence, 'rch-raw-frame'))).to.equal('00 00 00 2a')
    expect(deepQuery<RawFrame>(evidence, 'rch-raw-frame')?.relayStatus).to.equal(evidence.floor.relayStatus)
    await expect(evidence).to.be.accessible()
  })

  it('says what a question for the state does not carry, and that a side said nothing', async () => {
    const asked = await shown([seeded(0, 'NOT_READY')])
    expect(valueOf(asked, 1, 'EventReasonCode')).to.contain('not')
    expect(valueOf(asked, 2, 'State')).to.equal(undefined)
    expect(deepText(asked.shadowRoot?.querySelector('section:nth-of-type(2) p') ?? null)).not.to.equal('')
  })

  it('shows what a client calls itself as the text that it is', async () => {
    const client = '<svg onload=alert(1)>'
    const evidence = await shown([cti(0, 'NOT_READY', 71, { client })])
    expect(deepText(evidence)).to.contain(client)
    expect(deepQuery(evidence, 'svg')).to.equal(null)
  })
})
