import { expect } from '@open-wc/testing'
import { afterEach, describe, it, vi } from 'vitest'
import { cti, finesse } from '../../history/heard.ts'
import { PATIENCE } from '../../support/patience.ts'
import { NOON, stored } from '../floor-fixture.ts'
import { buttonOf } from './alone.ts'
import { deepQuery, deepText, settled } from './deep.ts'
import { appWithRelay, openAgent, press } from './reports-fixture.ts'

const HEARD = stored([
  cti(NOON - 3000, 'READY'),
  finesse(NOON - 2999.8, 'READY'),
  cti(NOON - 1867, 'NOT_READY', 71),
  finesse(NOON - 1866.8, 'NOT_READY'),
])

const pages = (): Element[] => [...document.querySelectorAll('rch-print-view')]
afterEach(() => {
  for (const page of pages()) page.remove()
  vi.restoreAllMocks()
})

async function opened(width = 1200) {
  const all = await appWithRelay(HEARD, width)
  await openAgent(all.app)
  const tools = deepQuery(all.app, 'rch-day-tools')
  if (!tools) throw new Error('no tools')
  return { ...all, tools }
}

/** What is in the clipboard after Ctrl+C on an element. */
function copied(element: HTMLElement | null): string {
  element?.focus()
  const clipboardData = new DataTransfer()
  element?.dispatchEvent(new ClipboardEvent('copy', { clipboardData, bubbles: true, composed: true, cancelable: true }))
  return clipboardData.getData('text/plain')
}

describe('a row is copied with its heading', () => {
  it('from the list', async () => {
    const { app } = await appWithRelay(HEARD)
    const [heading = '', row = ''] = copied(deepQuery<HTMLElement>(app, "button[data-agent='cons8510']")).split('\n')
    expect(heading).to.match(/^Agent\tAgent id\tFrom \(.+\)\tDuration\tState\t/)
    expect(row).to.match(/^Console 8510\tcons8510\t.+\t31:07\tNot Ready\tLUNCH\t71\t/)
  })

  it('from an agent’s table', async () => {
    const { app } = await opened()
    const rows = deepQuery(app, 'rch-entry-table')?.shadowRoot?.querySelectorAll<HTMLElement>('button[data-from]')
    const ready = [...(rows ?? [])].find(({ dataset }) => HEARD.every(({ seq }) => String(seq) !== dataset['from']))
    expect(copied(ready ?? null)).to.contain('cons8510')
  })

  it('by the button of his day: the entry that is chosen', async () => {
    const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue()
    const { app, tools } = await opened()
    const [, chosen] = deepQuery(app, 'rch-entry-table')?.shadowRoot?.querySelectorAll<HTMLElement>('td button') ?? []
    for (const row of [null, chosen]) {
      row?.click()
      await settled(app)
      expect(deepText(tools)).not.to.contain('Copied')
      await press(tools, 'Copy')
      await vi.waitFor(() => expect(deepText(tools)).to.contain('Copied'), PATIENCE)
    }
    const [latest, earlier] = write.mock.calls.map(([text]) => text)
    expect(latest).to.match(/^Agent\tAgent id\t.+\nConsole 8510\tcons8510\t.+\t31:07\tNot Ready\tLUNCH\t71\t/)
    expect(earlier).to.match(/\nConsole 8510\tcons8510\t.+\tReady\t/)
  })

  it('but not where nobody’s row has the focus', async () => {
    const { app } = await opened()
    expect(copied(deepQuery<HTMLElement>(app, "input[type='search']"))).to.equal('')
  })
})

describe('an agent’s day on paper', () => {
  it('has both lanes, the legend, the totals, the entries, and who printed it, and gives the gadget back', async () => {
    const { app, tools } = await opened()
    await press(tools, 'Print')
    const [page] = pages()
    if (!page) throw new Error('no page')
    await settled(page)
    const text = deepText(page)
    expect(text, 'of which year, too').to.contain('Console 8510, Mon, 23 Nov 2026')
    expect(text, 'it lasts').to.contain('31:07 …')
    expect(text)
      .to.contain('Mon 23 Nov, Console 8510: no reason in Finesse 31 mins (100%) · LUNCH')
      .and.to.not.contain('Today')
    expect(text).to.contain('printed by')
    expect(text).to.contain('Times of ')
    expect(text).to.contain('LUNCH')
    expect(text).to.contain('−1, no reason')
    expect(page.shadowRoot?.querySelectorAll('.lane')).to.have.length(2)
    expect(page.shadowRoot?.querySelectorAll('tbody tr')).to.have.length(2)
    expect(page.shadowRoot?.querySelectorAll('.legend span')).to.have.length(2)
    expect(app.hidden).to.equal(true)
    await expect(page).to.be.accessible()
    await press(page, 'Close')
    expect(pages()).to.deep.equal([])
    expect(app.hidden).to.equal(false)
  })

  it('goes by Escape as well, and gives the focus back', async () => {
    const { app, tools } = await opened()
    buttonOf(tools, 'Print').focus()
    await press(tools, 'Print')
    const [page] = pages()
    if (!page) throw new Error('no page')
    await settled(page)
    page.shadowRoot?.activeElement?.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true }),
    )
    expect(pages()).to.deep.equal([])
    expect(app.hidden).to.equal(false)
    expect(deepText(tools.shadowRoot?.activeElement ?? null)).to.equal('Print')
  })
})

it('an agent’s entries of any range are exported from his day', async () => {
  const { app, tools, relay } = await opened()
  await press(tools, 'Export')
  const dialog = deepQuery(app, 'rch-export-dialog')
  if (!dialog) throw new Error('no dialog')
  expect(deepText(dialog)).to.contain('Console 8510')
  expect(relay.asked).to.deep.equal([])
})
