import { expect, waitUntil } from '@open-wc/testing'
import { afterEach, beforeEach, describe, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import { RelayError } from '../../../src/gadget/connection/relay-error.ts'
import type { FilePicker } from '../../../src/gadget/export/export-sinks.ts'
import { fieldOf } from '../../../src/gadget/reports/report-range.ts'
import { THRESHOLDS } from '../../../src/gadget/thresholds/threshold-preferences.ts'
import { reportsTexts } from '../../../src/gadget/words/reports-texts.ts'
import { at, entriesOf, cti, finesse, instant, labelled } from '../../history/heard.ts'
import { PATIENCE } from '../../support/patience.ts'
import { NOON, stored } from '../floor-fixture.ts'
import { deepQuery, deepText, settled } from './deep.ts'
import { appWithRelay, choose, press } from './reports-fixture.ts'

const HEARD = stored([
  cti(NOON - 3000, 'READY'),
  finesse(NOON - 2999.8, 'READY'),
  cti(NOON - 1867, 'NOT_READY', 71),
  finesse(NOON - 1866.8, 'NOT_READY'),
  cti(NOON - 900, 'NOT_READY', 72),
  finesse(NOON - 899.9, 'NOT_READY', labelled(72, '=HYPERLINK("http://x")', 2)),
])

/** What was written into the file that the person chose. */
let written: string[]
/** What the file says to the next text; null: it takes it. */
let fails: Error | null
const browser = globalThis as { showSaveFilePicker?: FilePicker }
const native = browser.showSaveFilePicker
beforeEach(() => {
  written = []
  fails = null
  browser.showSaveFilePicker = async ({ suggestedName }) => {
    written.push(suggestedName)
    return {
      createWritable: async () => ({
        write: async (text) => {
          if (fails) throw fails
          written.push(text)
        },
        close: async () => void written.push('(closed)'),
        abort: async () => void written.push('(thrown away)'),
      }),
    }
  }
})
afterEach(() => {
  Object.assign(browser, { showSaveFilePicker: native })
})

async function opened(width = 1200, filters = {}) {
  const all = await appWithRelay(HEARD, width)
  all.app.filters = { ...all.app.filters, ...filters }
  await press(all.app, 'Export')
  const dialog = deepQuery(all.app, 'rch-export-dialog')
  if (!dialog) throw new Error('no dialog')
  return { ...all, dialog }
}

/** Starts the export by its button in the dialog; the one in the header has the same name. */
async function start(dialog: Element): Promise<void> {
  await press(dialog, 'Export')
}

describe('the export', () => {
  it('of today goes until it is begun, however long the dialog has been open', async () => {
    const { dialog, relay, timers } = await opened()
    timers.pass(3_600_000)
    await start(dialog)
    expect(relay.asked[0]?.question).to.deep.include({ to: instant(NOON + 3600.1) })
  })

  it('is none of a range that has no length, and the fields stay as they are', async () => {
    const { dialog, relay } = await opened()
    await choose(dialog, 'select:has(option[value="30d"])', 'custom')
    const from = deepQuery<HTMLInputElement>(dialog, "input[name='from']")
    await choose(dialog, "input[name='from']", fieldOf(at(NOON + 60)))
    expect(from?.value).to.equal(fieldOf(at(NOON + 60)))
    expect(deepText(dialog)).to.contain(reportsTexts.range.wrongOrder)
    await start(dialog)
    expect(relay.asked).to.have.length(0)
  })

  it('writes what the relay answers into the chosen file, and says how many entries', async () => {
    const { dialog, relay } = await opened()
    expect(deepText(dialog)).to.contain('2 agents')
    await start(dialog)
    expect(relay.asked[0]?.question).to.deep.include({ type: 'entries', agentIds: ['alopez', 'cons8510'] })
    relay.say(0, { progress: 0.5, complete: false, entries: [] })
    await settled(dialog)
    expect(deepText(dialog)).to.contain('Exporting … 50%')
    relay.say(0, { entries: entriesOf(HEARD) })
    await settled(dialog)
    expect(deepText(dialog)).to.contain('3 entries written.')
    const [name = '', head = '', rows = '', end] = written
    expect(name, 'of the whole range').to.match(/^reason-codes 2026-11-2\dT\d{4} 2026-11-2\dT\d{4}\.csv$/)
    expect(head).to.match(/^\uFEFFagent_id,agent_name,/)
    expect(rows.trimEnd().split('\r\n')).to.have.length(3)
    expect(rows).to.contain(`"'=HYPERLINK(""http://x"")"`)
    expect(end).to.equal('(closed)')
  })

  it('has only entries that the list is filtered by, or all of them', async () => {
    const { dialog, relay } = await opened(1200, { onlyDifferences: true })
    expect(deepText(dialog)).to.contain('Only differences')
    await start(dialog)
    relay.say(0, { entries: entriesOf(HEARD) })
    await settled(dialog)
    expect(deepText(dialog)).to.contain('1 entry written.')
    deepQuery<HTMLInputElement>(dialog, "fieldset > label input[type='checkbox']")?.click()
    await settled(dialog)
    await start(dialog)
    relay.say(1, { entries: entriesOf(HEARD) })
    await settled(dialog)
    expect(deepText(dialog)).to.contain('3 entries written.')
  })

  it('has only what is over its threshold, where the list shows no more', async () => {
    const all = await appWithRelay(HEARD)
    all.app.preferences.set(THRESHOLDS, { 'NOT_READY 71': [16, null], 'NOT_READY 72': [16, null] })
    all.app.filters = { ...all.app.filters, onlyOver: true }
    await press(all.app, 'Export')
    const dialog = deepQuery(all.app, 'rch-export-dialog')
    if (!dialog) throw new Error('no dialog')
    expect(deepText(dialog)).to.contain('Over threshold')
    await start(dialog)
    all.relay.say(0, { entries: entriesOf(HEARD) })
    await settled(dialog)
    const rows = written
      .join('')
      .split('\r\n')
      .filter((row) => row.includes('cons8510'))
    expect(rows, 'of 967 seconds of lunch, of a meeting that has lasted 900, and of being ready').to.have.length(1)
    expect(rows[0]).to.contain('LUNCH')
  })

  it('is of the people of the team whom the search finds, and says which', async () => {
    const { dialog, relay } = await opened(1200, { search: 'lopez', teamId: '3' })
    expect(deepText(dialog)).to.contain('1 agent MN Team 1 lopez')
    await start(dialog)
    expect(relay.asked[0]?.question).to.deep.include({ agentIds: ['alopez'] })
  })

  it('as JSON lines has a record per line', async () => {
    const { dialog, relay } = await opened()
    deepQuery<HTMLInputElement>(dialog, "input[type='radio']:not(:checked)")?.click()
    await settled(dialog)
    await start(dialog)
    relay.say(0, { entries: entriesOf(HEARD) })
    await settled(dialog)
    const records = written
      .slice(1, -1)
      .join('')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { reason_code: unknown })
    expect(records.map(({ reason_code: code }) => code)).to.deep.equal([null, 71, 72])
    expect(written[0]).to.match(/\.jsonl$/)
  })

  it('that is cancelled leaves nothing, here and at the relay', async () => {
    const { dialog, relay } = await opened()
    await start(dialog)
    await press(dialog, 'Cancel')
    expect(relay.asked[0]?.isCancelled).to.equal(true)
    expect(deepText(dialog)).to.contain('Cancelled. Nothing was kept.')
    expect(written.at(-1)).to.equal('(thrown away)')
  })

  it('can be begun and cancelled by keys alone: the focus goes to the button that comes', async () => {
    const { dialog } = await opened()
    const focused = (): string => dialog.shadowRoot?.activeElement?.textContent?.trim() ?? ''
    await start(dialog)
    expect(focused()).to.equal('Cancel')
    await press(dialog, 'Cancel')
    await settled(dialog)
    expect(focused()).to.equal('Export')
  })

  it('is not cancelled by the second of two clicks', async () => {
    const { dialog } = await opened()
    const place = (words: string): DOMRect | undefined =>
      [...(dialog.shadowRoot?.querySelectorAll('.end button') ?? [])]
        .find(({ textContent }) => textContent?.trim() === words)
        ?.getBoundingClientRect()
    const before = place('Export')
    await start(dialog)
    expect(place('Cancel')?.right).to.be.below(before?.left ?? 0)
  })

  it.each([
    ['the file cannot be written', new DOMException('full', 'QuotaExceededError'), 'The file could not be written.'],
    ['the relay is lost', new RelayError('closed'), 'The connection to the relay was lost.'],
    ['something happens that nobody thought of', new TypeError('no such thing'), 'TypeError: no such thing'],
  ])('says that nothing was exported where %s', async (_what, error, words) => {
    const { dialog, relay } = await opened()
    await start(dialog)
    if (error instanceof DOMException) {
      fails = error
      relay.say(0, { entries: entriesOf(HEARD) })
    } else relay.asked[0]?.listener.onFault(error as RelayError)
    await settled(dialog)
    expect(deepText(dialog)).to.contain(`Nothing was exported. ${words}`)
    expect(written.at(-1)).to.equal('(thrown away)')
  })

  it('is cancelled when the dialog is closed', async () => {
    const { app, dialog, relay } = await opened()
    await start(dialog)
    await press(dialog, 'Close')
    await settled(app)
    expect(relay.asked[0]?.isCancelled).to.equal(true)
    expect(deepQuery(app, 'rch-export-dialog')).to.equal(null)
  })

  it('has a button that looks the same under the pointer: its words stay to be read', async () => {
    const { dialog } = await opened()
    const button = deepQuery<HTMLElement>(dialog, 'button.primary')
    if (!button) throw new Error('no button')
    const ground = (): string => getComputedStyle(button).backgroundColor
    const before = ground()
    await userEvent.hover(button)
    await waitUntil(() => button.matches(':hover'), 'the pointer is there', PATIENCE)
    expect(ground()).to.equal(before)
  })

  for (const width of [320, 1200]) {
    it(`can be used by everybody at ${width} px`, async () => {
      const { app } = await opened(width, { onlyDifferences: true })
      await expect(app).to.be.accessible()
    })
  }
})
