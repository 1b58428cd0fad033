import { expect } from '@open-wc/testing'
import { describe, it } from 'vitest'
import type { Tools } from '../../../src/gadget/components/tools.ts'
import '../../../src/gadget/components/tools.ts'
import { PreferenceStore } from '../../../src/gadget/preferences/preference-store.ts'
import { FIRST_VIEW } from '../../../src/gadget/preferences/views.ts'
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
      await press(tools, name)
      expect(deepQuery(tools, tag)).to.equal(null)
    })
  }
})
