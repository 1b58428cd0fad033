import { expect } from '@open-wc/testing'
import { describe, it } from 'vitest'
import '../../../src/gadget/components/day-picker.ts'
import { at } from '../../history/heard.ts'
import { NOON } from '../floor-fixture.ts'
import { alone, buttonOf, heardFrom } from './alone.ts'

const DAY = 86_400
const now = at(NOON)
const KEPT_SINCE = at(NOON - 3 * DAY)

const shown = (day: number | null, keptSince: number | null = KEPT_SINCE) =>
  alone('rch-day-picker', { day, now, keptSince })

/** A chosen day as its date in this browser's time zone. */
const dateOf = (moment: unknown): string => new Date(moment as number).toLocaleDateString('en-CA')

describe('the choice of a day', () => {
  it('goes back day by day through what the relay keeps, and no further', async () => {
    const picker = await shown(null)
    const chosen = heardFrom(picker, 'rch-day')
    expect(buttonOf(picker, 'The day after').disabled).to.equal(true)
    buttonOf(picker, 'The day before').click()
    expect(chosen.map(dateOf)).to.deep.equal(['2026-11-22'])
    await expect(picker).to.be.accessible()
    expect(buttonOf(await shown(KEPT_SINCE), 'The day before').disabled).to.equal(true)
    expect(buttonOf(await shown(KEPT_SINCE, null), 'The day before').disabled).to.equal(false)
  })

  it('comes back to today, which is no day by a date', async () => {
    const picker = await shown(at(NOON - DAY))
    const chosen = heardFrom(picker, 'rch-day')
    buttonOf(picker, 'The day after').click()
    buttonOf(picker, 'Today').click()
    expect(chosen).to.deep.equal([null, null])
    await expect(picker).to.be.accessible()
  })

  it('takes a date that is kept, and takes another back', async () => {
    const picker = await shown(null)
    const chosen = heardFrom(picker, 'rch-day')
    const field = picker.shadowRoot?.querySelector('input')
    if (!field) throw new Error('no field')
    for (const date of ['2026-11-21', '2026-11-01', '']) {
      field.value = date
      field.dispatchEvent(new Event('change'))
    }
    expect(chosen.map(dateOf)).to.deep.equal(['2026-11-21'])
    expect(field.value).to.equal('2026-11-23')
  })
})
