import { describe, expect, it } from 'vitest'
import { RelayClock } from '../../src/gadget/relay-clock.ts'
import { createFormats, elapsedText } from '../../src/gadget/words/formats.ts'
import { ManualTimers } from './manual-timers.ts'

describe("the relay's clock", () => {
  it('is ahead of the browser as the relay says', () => {
    const clock = new RelayClock(new ManualTimers(1000))
    expect(clock.now()).toBe(1000)
    clock.ahead = 250
    expect(clock.now()).toBe(1250)
  })

  it('ticks at each full second while somebody listens', () => {
    const timers = new ManualTimers(1300)
    const clock = new RelayClock(timers)
    let ticks = 0
    const end = clock.onTick(() => (ticks += 1))
    timers.pass(699)
    expect(ticks).toBe(0)
    timers.pass(1)
    expect(ticks).toBe(1)
    timers.pass(3000)
    expect(ticks).toBe(4)
    end()
    timers.pass(10_000)
    expect(ticks).toBe(4)
  })
})

describe('times in words', () => {
  it('shows durations as a clock does', () => {
    expect([0, 999, 61_000, 3_599_999, 4_449_000, -5].map(elapsedText)).toEqual([
      '00:00',
      '00:00',
      '01:01',
      '59:59',
      '1:14:09',
      '00:00',
    ])
  })

  it("writes sums, lags and shares in the desktop's language", () => {
    const english = createFormats('en-US')
    expect([42_000, 31 * 60_000, 3 * 3_600_000 + 90_000].map((ms) => english.sum(ms))).toEqual([
      '42 sec',
      '31 min',
      '3 hr 2 min',
    ])
    expect([157, -2400].map((ms) => english.lag(ms))).toEqual(['157 ms', '2.4 sec'])
    expect(english.share(0.331)).toBe('33%')
    expect(createFormats('de-DE').lag(2400)).toBe('2,4 Sek.')
  })
})
