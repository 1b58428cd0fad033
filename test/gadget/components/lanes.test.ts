import { expect, fixture, html } from '@open-wc/testing'
import { describe, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import type { LanesView } from '../../../src/gadget/components/lanes.ts'
import '../../../src/gadget/components/lanes.ts'
import type { Range } from '../../../src/gadget/selectors/time-axis.ts'
import { tokens } from '../../../src/gadget/styles/tokens.ts'
import { createFormats } from '../../../src/gadget/words/formats.ts'
import { callsOf } from '../../../src/history/calls.ts'
import type { Observation } from '../../../src/history/observation.ts'
import { AGENT, at, call, cti, finesse, finesseGap, floor, gap, labelled } from '../../history/heard.ts'
import { deepText, settled } from './deep.ts'

const HOUR = 3600
const NOW = at(4 * HOUR)
const BOUNDS: Range = { from: at(0), to: NOW }

const SCENE: readonly Observation[] = [
  cti(0.5 * HOUR, 'READY'),
  finesse(0.5 * HOUR, 'READY'),
  gap(HOUR, 1.2 * HOUR),
  cti(1.2 * HOUR, 'READY', 0, { seeded: true }),
  cti(2 * HOUR, 'RESERVED'),
  call(2 * HOUR, 'DELIVERED'),
  call(2 * HOUR + 12, 'DIVERTED', { cause: 'CALL_NOT_ANSWERED' }),
  cti(2 * HOUR + 12, 'NOT_READY', 32763),
  finesse(2 * HOUR + 12.2, 'NOT_READY'),
  cti(3 * HOUR, 'NOT_READY', 71),
  finesse(3 * HOUR + 0.157, 'NOT_READY'),
]

async function shown(observations = SCENE, range: Range = BOUNDS): Promise<LanesView> {
  const history = floor()
  history.add(observations)
  const heard = observations.filter((observation) => observation.kind === 'call')
  const box = await fixture(html`<div style="width:900px"></div>`)
  const style = document.createElement('style')
  style.textContent = tokens.cssText.replaceAll(':host', 'div')
  box.append(style)
  const lanes = document.createElement('rch-lanes')
  lanes.lanes = history.lanes(AGENT)
  lanes.calls = callsOf(heard, lanes.lanes.gaps)
  lanes.systems = []
  lanes.entries = history.entries(AGENT, NOW)
  lanes.range = range
  lanes.bounds = BOUNDS
  lanes.now = NOW
  lanes.isLive = true
  lanes.chosen = at(3 * HOUR)
  lanes.formats = createFormats('en-GB')
  lanes.addEventListener('rch-range', (event) => (lanes.range = event.detail))
  box.append(lanes)
  await settled(lanes)
  return lanes
}

const inside = (lanes: LanesView, selector: string): HTMLElement[] => [
  ...(lanes.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? []),
]
const said = (lanes: LanesView): string => deepText(lanes.shadowRoot?.querySelector('.said') ?? null)
const nameOf = (bar: Element | undefined): string => bar?.getAttribute('aria-label') ?? ''
const focused = (lanes: LanesView): string => nameOf(lanes.shadowRoot?.activeElement ?? undefined)
const hoursIn = ({ range }: LanesView): readonly number[] =>
  [range.from, range.to].map((moment) => Math.round(((moment - BOUNDS.from) / (HOUR * 1000)) * 100) / 100)

/** Finesse does not deliver the team of an agent. */
const undelivered = (agentId: string) => finesseGap(3.2 * HOUR, null, { why: 'team-unheard', agentIds: [agentId] })
const hatched = (lanes: LanesView) => inside(lanes, '.finesse button.deaf').map(nameOf)

describe('the lanes of an agent', () => {
  it('have what both sides said under one another, and labels where they fit', async () => {
    const lanes = await shown()
    expect(inside(lanes, '.cti button:not(.deaf)').map((bar) => bar.textContent?.trim())).to.deep.equal([
      'Ready',
      'Ready',
      '',
      '32763 Call Not Answered',
      '71 LUNCH',
    ])
    const missing = inside(lanes, '.finesse button.missing')
    expect(missing.map((bar) => bar.textContent?.trim())).to.deep.equal(['−1 no reason', '−1 no reason'])
    const [above, below] = inside(lanes, 'button.chosen').map(({ offsetLeft }) => offsetLeft)
    expect(Math.abs((above ?? 0) - (below ?? 99))).to.be.at.most(1)
  })

  it('are hatched where a source was deaf or not yet watched, and say which', async () => {
    const lanes = await shown()
    const names = inside(lanes, '.cti button.deaf').map(nameOf)
    expect(names[0]).to.match(/^CTI not watched · \d\d:00:00 – \d\d:30:00 \(30:00\)$/)
    expect(names[1]).to.contain('CTI not heard: the link to the CTI server was lost')
    expect(inside(lanes, '.calls button.deaf')).to.have.length(2)
    expect(inside(lanes, '.finesse button.deaf').map(nameOf)).to.have.length(1)
  })

  it('are hatched on Finesse’s side alone where it does not deliver the agent’s team, and not where it is another’s', async () => {
    const [notWatched, ...silent] = hatched(await shown([...SCENE, undelivered(AGENT)]))
    expect(silent).to.have.length(1)
    expect(silent[0]).to.contain('Finesse not heard: Finesse did not deliver the changes of this team · ')
    expect(hatched(await shown([...SCENE, undelivered('another')]))).to.deep.equal([notWatched])
  })

  it('tell of a call that it rang, was not answered, and which state followed', async () => {
    const lanes = await shown()
    const [bar] = inside(lanes, '.calls .unanswered')
    expect(nameOf(bar)).to.match(
      /^Call from \*{5}56: rang (\d\d:\d\d:00) \(00:12\), not answered, then \d\d:\d\d:12 Not Ready 32763 Call Not Answered$/,
    )
    let chosen: unknown = null
    lanes.addEventListener('rch-entry-chosen', (event) => (chosen = event.detail))
    bar?.click()
    expect(chosen).to.equal(at(2 * HOUR + 12))
  })

  it('say the same of a bar under the pointer and of one with the focus', async () => {
    const lanes = await shown()
    const bar = inside(lanes, '.cti button:not(.deaf)').at(-1)
    bar?.dispatchEvent(new PointerEvent('pointerover', { bubbles: true }))
    await settled(lanes)
    const hovered = said(lanes)
    expect(hovered).to.contain('CTI: Not Ready, 71 LUNCH')
    expect(hovered).to.contain('Finesse has no reason')
    bar?.dispatchEvent(new PointerEvent('pointerout', { bubbles: true }))
    await settled(lanes)
    expect(said(lanes)).not.to.equal(hovered)
    bar?.focus()
    await settled(lanes)
    expect(said(lanes)).to.equal(hovered)
  })

  it('are walked through by arrow keys, also from lane to lane', async () => {
    const lanes = await shown()
    inside(lanes, '.cti button[tabindex="0"]')[0]?.focus()
    expect(focused(lanes)).to.contain('71 LUNCH')
    await userEvent.keyboard('{ArrowDown}')
    expect(focused(lanes)).to.match(/^Finesse: Not Ready, −1 no reason/)
    await userEvent.keyboard('{ArrowLeft}{ArrowDown}')
    expect(focused(lanes)).to.match(/^Call from/)
    await userEvent.keyboard('{ArrowUp}{ArrowUp}{Home}')
    expect(focused(lanes)).to.match(/^CTI not watched/)
  })

  it('zoom and move by keys', async () => {
    const lanes = await shown(SCENE, { from: at(HOUR), to: at(3 * HOUR) })
    const plot = inside(lanes, '.plot')[0]
    const press = async (key: string): Promise<readonly number[]> => {
      plot?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
      await settled(lanes)
      return hoursIn(lanes)
    }
    expect(await press('PageDown')).to.deep.equal([2, 4])
    expect(await press('PageUp')).to.deep.equal([1, 3])
    expect(await press('-')).to.deep.equal([0.5, 3.5])
    expect(await press('+')).to.deep.equal([1, 3])
    expect(await press('0')).to.deep.equal([0, 4])
  })

  it('leave the wheel to the page where it changes nothing', async () => {
    const lanes = await shown()
    const [plot] = inside(lanes, '.plot')
    const wheel = (deltaY: number): boolean => {
      const event = new WheelEvent('wheel', { deltaY, bubbles: true, cancelable: true })
      plot?.dispatchEvent(event)
      return event.defaultPrevented
    }
    expect([wheel(100), wheel(-100), wheel(100), wheel(100)]).to.deep.equal([false, true, true, false])
  })

  it('zoom by the wheel about the pointer, and move by a drag that chooses nothing', async () => {
    const lanes = await shown(SCENE, { from: at(HOUR), to: at(3 * HOUR) })
    const [plot] = inside(lanes, '.plot')
    const box = plot?.getBoundingClientRect() ?? new DOMRect()
    const wheel = new WheelEvent('wheel', { deltaY: -100, clientX: box.left, bubbles: true, cancelable: true })
    plot?.dispatchEvent(wheel)
    expect(wheel.defaultPrevented).to.equal(true)
    expect(hoursIn(lanes)).to.deep.equal([1, 2.33])
    let chosen = false
    let isDown = true
    lanes.addEventListener('rch-entry-chosen', () => (chosen = true))
    const [bar] = inside(lanes, '.cti button:not(.deaf)')
    const point = (type: string, x: number) =>
      bar?.dispatchEvent(
        new PointerEvent(type, {
          pointerId: 1,
          clientX: box.left + x,
          bubbles: true,
          composed: true,
          button: 0,
          buttons: Number(isDown),
        }),
      )
    // No pointer is really down, so that none can be captured.
    if (plot) plot.setPointerCapture = () => {}
    point('pointerdown', box.width / 2)
    point('pointermove', 0)
    point('pointerup', 0)
    expect(hoursIn(lanes)).to.deep.equal([1.67, 3])
    expect(chosen).to.equal(false)
    // Let go elsewhere, and back.
    point('pointerdown', box.width / 2)
    isDown = false
    point('pointermove', box.width)
    point('pointermove', box.width / 4)
    expect(hoursIn(lanes)).to.deep.equal([1.67, 3])
  })

  it('join what is too narrow, and come closer when it is chosen', async () => {
    const many = Array.from({ length: 1000 }, (_, index) =>
      cti(HOUR + index * 4, index % 2 === 0 ? 'READY' : 'TALKING'),
    )
    const lanes = await shown(many)
    expect(inside(lanes, '.cti button').length).to.be.below(250)
    const several = inside(lanes, '.several')[0]
    expect(nameOf(several)).to.match(/^\d+ short stays: choose them to come closer/)
    several?.click()
    await settled(lanes)
    expect(lanes.range.to - lanes.range.from).to.be.below(HOUR * 1000)
  })

  it('show what strangers wrote as text', async () => {
    const evil = '<img src=x onerror=alert(1)>\u202e'
    const lanes = await shown([cti(HOUR, 'NOT_READY', 71), finesse(HOUR, 'NOT_READY', labelled(71, evil, 1))])
    expect(deepText(lanes)).to.contain('<img src=x')
    expect(inside(lanes, 'img')).to.have.length(0)
  })

  it('pass the accessibility check', async () => {
    const lanes = await shown()
    await expect(lanes).to.be.accessible()
  })
})
