import { expect } from '@open-wc/testing'
import { describe, it } from 'vitest'
import { RelayError } from '../../../src/gadget/connection/relay-error.ts'
import { fieldOf } from '../../../src/gadget/reports/report-range.ts'
import { at, cti, entriesOf, finesse, instant } from '../../history/heard.ts'
import { NOON, stored, welcome } from '../floor-fixture.ts'
import { deepQuery, deepText, settled } from './deep.ts'
import { appWithRelay, choose, press } from './reports-fixture.ts'

const ENTRIES = entriesOf(
  stored([
    cti(0, 'READY'),
    finesse(0.1, 'READY'),
    cti(3600, 'NOT_READY', 71),
    finesse(3600.2, 'NOT_READY'),
    cti(7200, 'READY'),
  ]),
)
const [READY, LUNCH] = ENTRIES

const othersAt = (from: number) => ({ ...LUNCH, agentId: 'alopez', from: at(from) })

async function opened(width = 1200) {
  const all = await appWithRelay(stored([cti(NOON - 100, 'TALKING')]), width)
  await press(all.app, 'Past')
  const scrubber = deepQuery(all.app, 'rch-scrubber')
  if (!scrubber) throw new Error('no scrubber')
  return { ...all, scrubber }
}

const rowOf = (app: Element, agentId: string): string =>
  deepText(deepQuery(app, `button[data-agent='${agentId}']`)?.closest('tr') ?? null)

const slider = (scrubber: Element): HTMLInputElement => {
  const input = deepQuery<HTMLInputElement>(scrubber, "input[type='range']")
  if (!input) throw new Error('no slider')
  return input
}

const questionOf = (asked: { question: object } | undefined) => asked?.question as Record<string, unknown> | undefined

describe('the floor as it was', () => {
  it('is shown at the second that is chosen, with its time in the state, and marked as past', async () => {
    const { app, relay, scrubber } = await opened()
    await choose(scrubber, "input[type='datetime-local']", fieldOf(at(3900), true))
    expect(questionOf(relay.asked[1])).to.deep.include({ type: 'entries', from: instant(3900), to: instant(3900) })
    expect(relay.asked[0]?.isCancelled, 'the moment before is wanted no more').to.equal(true)
    relay.say(1, { entries: [LUNCH] })
    await settled(app)
    expect(rowOf(app, 'cons8510')).to.contain('Not Ready').and.to.contain('LUNCH').and.to.contain('05:00')
    expect(rowOf(app, 'alopez')).to.contain('not heard')
    expect(deepText(scrubber)).to.contain('This is the floor as it was on Mon, 23 Nov 2026, ')
    expect(deepQuery(app, '.floor.past')).not.to.equal(null)
    expect(deepQuery(app, 'rch-floor-footer'), 'today’s sums are not those of then').to.equal(null)
  })

  it('says of which moment the list is, and nothing before the first answer', async () => {
    const { app, relay, scrubber } = await opened()
    const banner = (): string => deepText(deepQuery(scrubber, 'b'))
    const field = (): string | undefined => deepQuery<HTMLInputElement>(scrubber, "input[type='datetime-local']")?.value
    expect(banner(), 'the list is live').to.equal('')
    await choose(scrubber, "input[type='datetime-local']", fieldOf(at(3661), true))
    relay.say(1, { entries: [LUNCH] })
    await settled(app)
    expect(banner()).to.match(/^This is the floor as it was on Mon, 23 Nov 2026, \d\d:01:01\.$/)
    await choose(scrubber, "input[type='datetime-local']", fieldOf(at(7261), true))
    expect(banner(), 'the answer is not there yet').to.contain(':01:01.')
    await press(scrubber, 'Cancel')
    expect(relay.asked[2]?.isCancelled).to.equal(true)
    expect(banner()).to.contain(':01:01.')
    expect(field()).to.equal(fieldOf(at(3661), true))
  })

  it('goes as far as the present, also when it has been open for long, and as far back as the relay tells meanwhile', async () => {
    const { floor, timers, scrubber } = await opened()
    const last = Number(slider(scrubber).max)
    const field = deepQuery<HTMLInputElement>(scrubber, "input[type='datetime-local']")
    expect(field?.min).to.equal('')
    floor.relayListener.onWelcome(welcome({ resumed: true, keptSince: instant(60) }), 0)
    timers.pass(600_000)
    await settled(scrubber)
    expect(Number(slider(scrubber).max)).to.be.within(last + 595, last + 600)
    expect(field?.min).to.equal(fieldOf(at(60), true))
  })

  it('goes back to live where the first answer is not waited for', async () => {
    const { app, scrubber } = await opened()
    await press(scrubber, 'Cancel')
    await settled(app)
    expect(deepQuery(app, 'rch-scrubber')).to.equal(null)
    expect(rowOf(app, 'cons8510')).to.contain('Talking')
  })

  it('goes no further back than the relay keeps', async () => {
    const { floor, relay, scrubber } = await opened()
    Object.defineProperty(floor, 'keptSince', { value: at(1800) })
    await choose(scrubber, "input[type='datetime-local']", fieldOf(at(-86_400), true))
    expect(questionOf(relay.asked.at(-1))?.['from']).to.equal(instant(1800))
  })

  it('goes back to live', async () => {
    const { app, relay, scrubber } = await opened()
    relay.say(0, { entries: [READY] })
    await settled(app)
    await press(scrubber, 'Back to live')
    await settled(app)
    const tools = deepQuery(app, 'rch-tools')
    expect(tools?.shadowRoot?.activeElement?.textContent?.trim(), 'where the focus was before').to.equal('Past')
    expect(deepQuery(app, 'rch-scrubber')).to.equal(null)
    expect(deepQuery(app, '.floor.past')).to.equal(null)
    expect(rowOf(app, 'cons8510')).to.contain('Talking')
  })

  it('goes from one difference to the next and to the one before, and says whose it is', async () => {
    const { app, relay, scrubber } = await opened()
    relay.say(0, { entries: [] })
    await press(scrubber, '‹ Previous difference')
    expect(questionOf(relay.asked[1])).to.deep.include({ type: 'difference', direction: 'previous' })
    relay.say(1, { entry: LUNCH })
    await settled(app)
    expect(questionOf(relay.asked[2])).to.deep.include({ type: 'entries', from: instant(3600), to: instant(3600) })
    relay.say(2, { entries: [LUNCH] })
    await settled(app)
    expect(deepText(scrubber)).to.contain('Console 8510: CTI only')
    expect(rowOf(app, 'cons8510')).to.contain('LUNCH')
    await press(scrubber, 'Next difference ›')
    expect(questionOf(relay.asked[3])).to.deep.include({ direction: 'next', from: instant(3600) })
    relay.say(3, { entry: null })
    await settled(app)
    expect(deepText(scrubber)).to.contain('There is no difference after this moment.')
    expect(rowOf(app, 'cons8510'), 'the floor stays where it was').to.contain('LUNCH')
    expect(relay.asked, 'and is not asked for again').to.have.length(4)
  })

  it('makes a step for each click, also for those during another step, and shows the floor where the last one ends', async () => {
    const { app, relay, scrubber } = await opened()
    for (let clicks = 0; clicks < 3; clicks += 1) await press(scrubber, '‹ Previous difference')
    for (const [index, from] of [5000, 4000, 3000].entries()) {
      expect(relay.asked, 'one after the other').to.have.length(index + 2)
      relay.say(index + 1, { entry: othersAt(from) })
      await settled(app)
    }
    expect(relay.asked.slice(2, 4).map((each) => questionOf(each)?.['from'])).to.deep.equal([
      instant(5000),
      instant(4000),
    ])
    expect(questionOf(relay.asked[4])).to.deep.include({ type: 'entries', from: instant(3000) })
    relay.say(4, { entries: [] })
    await settled(app)
    await press(scrubber, 'Next difference ›')
    await press(scrubber, 'Next difference ›')
    relay.say(5, { entry: othersAt(4000) })
    await settled(app)
    relay.say(6, { entry: null })
    await settled(app)
    expect(deepText(scrubber)).to.contain('There is no difference after this moment.')
    expect(questionOf(relay.asked[7]), 'what was found is shown').to.deep.include({
      type: 'entries',
      from: instant(4000),
    })
  })

  it('forgets the clicks that wait where a moment is chosen, or the step is not waited for', async () => {
    const { app, relay, scrubber } = await opened()
    relay.say(0, { entries: [] })
    await settled(app)
    const twice = async (): Promise<void> => {
      await press(scrubber, '‹ Previous difference')
      await press(scrubber, '‹ Previous difference')
    }
    await twice()
    await choose(scrubber, "input[type='datetime-local']", fieldOf(at(3900), true))
    relay.say(2, { entries: [LUNCH] })
    await settled(app)
    expect(relay.asked).to.have.length(3)
    await twice()
    await press(scrubber, 'Cancel')
    await press(scrubber, 'Next difference ›')
    expect(questionOf(relay.asked[4])).to.deep.include({ direction: 'next', from: instant(3900) })
  })

  it('moves by keys, not beyond the present', async () => {
    const { app, relay, scrubber } = await opened()
    await choose(scrubber, "input[type='datetime-local']", fieldOf(at(3900), true))
    const hit = async (key: string, shiftKey = false) => {
      slider(scrubber).dispatchEvent(new KeyboardEvent('keydown', { key, shiftKey, bubbles: true, composed: true }))
      await settled(app)
      return questionOf(relay.asked.at(-1))?.['from']
    }
    expect(await hit('ArrowLeft', true)).to.equal(instant(3840))
    expect(await hit('PageUp')).to.equal(instant(4440))
    const text = slider(scrubber)
    text.value = text.max
    text.dispatchEvent(new Event('change'))
    await settled(app)
    expect(Date.parse(String(questionOf(relay.asked.at(-1))?.['from']))).to.be.at.most(at(NOON + 10))
  })

  it('takes back what is no moment, and one to come', async () => {
    const { relay, scrubber } = await opened()
    const field = "input[type='datetime-local']"
    await choose(scrubber, field, fieldOf(at(3900), true))
    const asked = relay.asked.length
    await choose(scrubber, field, '')
    expect(deepQuery<HTMLInputElement>(scrubber, field)?.value).to.equal(fieldOf(at(3900), true).replace(/:00$/, ''))
    expect(relay.asked.length, 'nothing is asked for').to.equal(asked)
    await choose(scrubber, field, fieldOf(at(NOON + 7200), true))
    expect(new Date(deepQuery<HTMLInputElement>(scrubber, field)?.value ?? '').getTime()).to.be.at.most(at(NOON + 10))
  })

  it('leads to the history of an agent at that time', async () => {
    const { app, relay } = await opened()
    relay.say(0, { entries: [LUNCH] })
    await settled(app)
    deepQuery<HTMLElement>(app, "button[data-agent='cons8510']")?.click()
    await settled(app)
    expect(deepQuery<HTMLElement & { entryFrom: number | null }>(app, 'rch-agent-detail')?.entryFrom).to.equal(at(3600))
  })

  it('says why the relay cannot tell, and tries again', async () => {
    const { app, relay, scrubber } = await opened()
    relay.asked[0]?.listener.onFault(new RelayError('closed'))
    await settled(app)
    expect(deepText(scrubber)).to.contain('The connection to the relay was lost.')
    await press(scrubber, 'Try again')
    expect(relay.asked).to.have.length(2)
  })

  for (const width of [320, 1200]) {
    it(`can be used by everybody at ${width} px`, async () => {
      const { app, relay } = await opened(width)
      relay.say(0, { entries: [LUNCH] })
      await settled(app)
      await expect(app).to.be.accessible()
      expect(app.scrollWidth).to.be.at.most(width)
    })
  }
})
