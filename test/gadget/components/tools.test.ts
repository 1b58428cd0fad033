import { expect } from '@open-wc/testing'
import { describe, it } from 'vitest'
import type { ExportDialog } from '../../../src/gadget/components/export-dialog.ts'
import type { Tools } from '../../../src/gadget/components/tools.ts'
import '../../../src/gadget/components/tools.ts'
import { PreferenceStore } from '../../../src/gadget/preferences/preference-store.ts'
import { FIRST_VIEW } from '../../../src/gadget/preferences/views.ts'
import { THRESHOLDS } from '../../../src/gadget/thresholds/threshold-preferences.ts'
import { createFormats } from '../../../src/gadget/words/formats.ts'
import { floorOf } from '../floor-fixture.ts'
import { alone, buttonOf } from './alone.ts'
import { deepQuery, deepText, settled } from './deep.ts'

const shown = () =>
  alone('rch-tools', {
    floor: floorOf([], { relay: false }).floor,
    view: FIRST_VIEW,
    preferences: new PreferenceStore('super1', null),
    formats: createFormats('en-GB'),
    person: 'super1',
  })

async function press(tools: Tools, name: string): Promise<void> {
  buttonOf(tools, name).click()
  await settled(tools)
}

/** Which buttons say that their tool is open. */
const pressed = (tools: Tools): string[] =>
  [...(tools.shadowRoot?.querySelectorAll("button[aria-pressed='true']") ?? [])].map((each) => deepText(each))

describe('the tools', () => {
  it('know the thresholds that are set while one of them is open', async () => {
    const tools = await shown()
    await press(tools, 'Export')
    tools.preferences.set(THRESHOLDS, { READY: [null, 5] })
    await settled(tools)
    const { thresholds } = deepQuery<ExportDialog>(tools, 'rch-export-dialog') ?? {}
    expect([...(thresholds ?? [])]).to.deep.equal([['READY', { warnMs: null, breachMs: 300_000 }]])
  })

  for (const [name, tag] of [
    ['Views', 'rch-views-dialog'],
    ['Totals', 'rch-totals-dialog'],
    ['Past', 'rch-scrubber'],
    ['Export', 'rch-export-dialog'],
  ] as const) {
    it(`open and close: ${name}, also where no relay is set up`, async () => {
      const tools = await shown()
      expect(pressed(tools)).to.deep.equal([])
      await press(tools, name)
      expect(pressed(tools)).to.deep.equal([name])
      expect(deepQuery(tools, tag)).not.to.equal(null)
      await expect(tools).to.be.accessible()
      buttonOf(tools, name).dispatchEvent(new MouseEvent('click', { detail: 2 }))
      await settled(tools)
      expect(deepQuery(tools, tag), 'the second of two clicks').not.to.equal(null)
      await press(tools, name)
      expect(deepQuery(tools, tag)).to.equal(null)
    })
  }
})
