import { expect, fixture, html } from '@open-wc/testing'
import { describe, it } from 'vitest'
import type { ActPanel } from '../../../src/gadget/components/act-panel.ts'
import '../../../src/gadget/components/act-panel.ts'
import type { FinesseSource } from '../../../src/gadget/floor/finesse-source.ts'
import type { Floor } from '../../../src/gadget/floor/floor.ts'
import { CONFIRMED_WITHIN_MS } from '../../../src/gadget/act/state-change.ts'
import { writeXml } from '../../../src/finesse/xml-writer.ts'
import type { AgentState } from '../../../src/history/agent-state.ts'
import { cti, instant } from '../../history/heard.ts'
import { FakeContainer } from '../container/fake-container.ts'
import { floorOf, NOON } from '../floor-fixture.ts'
import type { ManualTimers } from '../manual-timers.ts'
import { deepQuery, deepText, settled } from './deep.ts'

type Shown = { panel: ActPanel; floor: Floor; container: FakeContainer; timers: ManualTimers }

/** The panel for cons8510, who is in this state; super1 is signed in. */
async function shown(state: AgentState | null, width = 700): Promise<Shown> {
  const { floor, timers } = floorOf(state === null ? [] : [cti(NOON - 60, state)])
  const container = new FakeContainer()
  const source = { start: () => {}, container, readAgent: async () => {} }
  floor.start({ relay: null, finesse: source as unknown as FinesseSource })
  const panel = document.createElement('rch-act-panel')
  Object.assign(panel, { floor, agentId: 'cons8510', version: 0, timers })
  const box = await fixture(html`<div style="width:${width}px"></div>`)
  box.append(panel)
  await settled(panel)
  return { panel, floor, container, timers }
}

const buttonsOf = (panel: ActPanel): HTMLButtonElement[] => [...(panel.shadowRoot?.querySelectorAll('button') ?? [])]

async function press(panel: ActPanel, label: string): Promise<void> {
  const button = buttonsOf(panel).find(({ textContent }) => textContent.trim().startsWith(label))
  if (!button || button.disabled) throw new Error(`no button ${label} to press`)
  button.click()
  await settled(panel)
}

const possible = (panel: ActPanel): string[] =>
  buttonsOf(panel).flatMap(({ disabled, textContent }) => (disabled ? [] : [textContent.trim().replace(' …', '')]))

const confirmIn = (container: FakeContainer): void =>
  container.publish('/finesse/api/Team/3/Users', {
    data: {
      user: {
        loginId: 'cons8510',
        state: 'NOT_READY',
        stateChangeTime: instant(NOON),
        reasonCode: { code: 33, label: 'Supervisor Initiated' },
      },
    },
    source: '/finesse/api/User/cons8510',
  })

describe('changing an agent’s state', () => {
  it('offers what is possible from where the agent is, and says that no reason can be given', async () => {
    const { panel } = await shown('READY')
    expect(possible(panel)).to.deep.equal(['Not Ready', 'Log out'])
    expect(deepText(panel)).to.contain('The agent is Ready now.')
    expect(deepText(panel)).to.contain('Finesse lets no supervisor give a reason.')
    expect(possible((await shown('TALKING')).panel)).to.deep.equal(['Log out'])
  })

  it('does nothing by the second of two clicks, which was meant for what stood there before', async () => {
    const { panel, container } = await shown('NOT_READY')
    await press(panel, 'Ready')
    const confirm = buttonsOf(panel).find(({ textContent }) => textContent.trim() === 'Make Ready')
    confirm?.dispatchEvent(new MouseEvent('click', { detail: 2, bubbles: true }))
    await settled(panel)
    expect(deepText(panel)).to.contain('Make Console 8510 Ready?')
    expect(container.sent).to.deep.equal([])
    confirm?.dispatchEvent(new MouseEvent('click', { detail: 1, bubbles: true }))
    await settled(panel)
    expect(container.sent).to.have.length(1)
  })

  it('asks before it does anything, and says what will be recorded', async () => {
    const { panel, container } = await shown('READY')
    await press(panel, 'Not Ready')
    const text = deepText(panel)
    expect(text).to.contain('Make Console 8510 Not Ready?')
    expect(text).to.contain('It will be recorded as “Supervisor Initiated” (33).')
    expect(container.sent).to.have.length(0)
    expect(panel.shadowRoot?.activeElement?.getAttribute('tabindex')).to.equal('-1')
    await press(panel, 'Cancel')
    expect(possible(panel)).to.deep.equal(['Not Ready', 'Log out'])
    expect(container.sent).to.have.length(0)
  })

  it('waits for the event, and says what Finesse said then', async () => {
    const { panel, container } = await shown('READY')
    await press(panel, 'Not Ready')
    buttonsOf(panel)[0]?.focus()
    await press(panel, 'Make Not Ready')
    expect(panel.shadowRoot?.activeElement?.getAttribute('tabindex'), 'the button has gone').to.equal('-1')
    expect(deepText(panel)).to.contain('Waiting until it says that the state has changed')
    expect(buttonsOf(panel)).to.have.length(0)
    confirmIn(container)
    await settled(panel)
    expect(deepText(panel)).to.contain('Finesse says: Not Ready, Supervisor Initiated 33.')
    expect(container.sent).to.have.length(1)
  })

  it('says so when no event came in time', async () => {
    const { panel, timers } = await shown('READY')
    await press(panel, 'Log out')
    await press(panel, 'Log out now')
    timers.pass(CONFIRMED_WITHIN_MS)
    await settled(panel)
    expect(deepText(panel)).to.contain('has not said that the state changed')
    await press(panel, 'Choose again')
  })

  it('says a refusal in words, with Finesse’s own as text', async () => {
    const { panel, container } = await shown('NOT_READY')
    const ApiError = {
      ErrorType: 'Invalid Supervisor',
      ErrorMessage: '<img src=x onerror=alert(1)>',
      ErrorData: 'cons8510',
    }
    container.answer = () => new Response(writeXml({ ApiErrors: { ApiError } }), { status: 401 })
    await press(panel, 'Ready')
    await press(panel, 'Make Ready')
    const alert = panel.shadowRoot?.querySelector('[role=alert]')
    expect(alert?.textContent).to.contain('in none of your teams')
    expect(deepText(panel)).to.contain('<img src=x onerror=alert(1)>')
    expect(deepQuery(panel, 'img')).to.equal(null)
    expect(container.sent).to.have.length(1)
  })

  it('does not go on with a change that has become impossible before it was confirmed', async () => {
    const { panel, floor, timers } = await shown('READY')
    await press(panel, 'Not Ready')
    floor.relayListener.onObservations([{ ...cti(NOON, 'TALKING'), seq: 100 }])
    timers.pass(100)
    panel.version = 1
    await settled(panel)
    expect(possible(panel)).to.deep.equal(['Cancel'])
  })

  it('changes nobody whose state is not known, nobody while Finesse is away, and not oneself', async () => {
    const unknown = await shown(null)
    expect(deepText(unknown.panel)).to.contain('not known at the moment')
    const { panel, floor } = await shown('READY')
    floor.finesseListener.onStatus({ phase: 'lost', since: 0 })
    panel.version = 1
    await settled(panel)
    expect(deepText(panel)).to.contain('no connection to Finesse')
    expect(possible(panel)).to.deep.equal([])
    Object.assign(panel, { agentId: 'super1' })
    await settled(panel)
    expect(deepText(panel)).to.contain('Your own state is changed at the top of the desktop')
  })

  it('forgets what was asked for one agent when another is looked at', async () => {
    const { panel, container } = await shown('READY')
    await press(panel, 'Not Ready')
    await press(panel, 'Make Not Ready')
    panel.agentId = 'super1'
    await settled(panel)
    expect(deepText(panel)).not.to.contain('Waiting')
    expect(container.nodes).to.have.length(0)
  })

  for (const width of [320, 700]) {
    it(`passes the accessibility check at ${width} px in each of its forms`, async () => {
      const { panel, container } = await shown('READY', width)
      await expect(panel).to.be.accessible()
      await press(panel, 'Not Ready')
      await expect(panel).to.be.accessible()
      await press(panel, 'Make Not Ready')
      await expect(panel).to.be.accessible()
      confirmIn(container)
      await settled(panel)
      await expect(panel).to.be.accessible()
      expect(panel.scrollWidth).to.be.at.most(width)
    })
  }
})
