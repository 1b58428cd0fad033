import { fixture, html } from '@open-wc/testing'
import type { App } from '../../../src/gadget/components/app.ts'
import '../../../src/gadget/components/app.ts'
// Loaded when they are wanted; here they are there before.
import '../../../src/gadget/parts.ts'
import type { RelayClient } from '../../../src/gadget/connection/relay-client.ts'
import type { FinesseSource } from '../../../src/gadget/floor/finesse-source.ts'
import { createFormats } from '../../../src/gadget/words/formats.ts'
import type { Observation } from '../../../src/history/observation.ts'
import { floorOf, stored, user } from '../floor-fixture.ts'
import { FakeRelay } from '../reports/fake-relay.ts'
import { deepQuery, settled } from './deep.ts'

const USERS = [user('cons8510', 'Console', '8510', '8510'), user('alopez', 'Ana', 'Lopez', '8511')]

const nothing = (): void => {}

/** The gadget of a floor whose relay the test plays. */
export async function appWithRelay(observations: readonly Observation[], width = 1200) {
  const relay = new FakeRelay()
  const { floor, timers } = floorOf(observations, { users: USERS })
  const history: RelayClient['history'] = async (_agentId, _from, _to, take) => {
    const kept = stored(observations)
    take?.(kept)
    return kept
  }
  floor.start({
    relay: Object.assign(relay, { start: nothing, history }) as unknown as RelayClient,
    finesse: { start: nothing, readAgent: nothing } as unknown as FinesseSource,
  })
  const box = await fixture(html`<div style="height:640px; width:${width}px"></div>`)
  const app: App = document.createElement('rch-app')
  app.floor = floor
  app.formats = createFormats('en-GB')
  box.append(app)
  await settled(app)
  return { app, floor, timers, relay }
}

/** Opens an agent's history, and waits until all of it is there. */
export async function openAgent(app: App, agentId = 'cons8510'): Promise<void> {
  deepQuery<HTMLElement>(app, `button[data-agent='${agentId}']`)?.click()
  await settled(app)
}

/** Clicks the button that says this, below an element. */
export async function press(root: Element, words: string): Promise<void> {
  const button = buttons(root).find(({ textContent }) => textContent?.trim() === words)
  if (!button) throw new Error(`no button “${words}”`)
  button.click()
  await settled(root)
}

/** All buttons below an element, through shadow roots. */
function buttons(root: Element): HTMLButtonElement[] {
  const found: HTMLButtonElement[] = []
  const visit = (node: Element | ShadowRoot): void => {
    if (node instanceof HTMLButtonElement) found.push(node)
    if (node instanceof Element && node.shadowRoot) visit(node.shadowRoot)
    for (const child of node.children) visit(child)
  }
  visit(root)
  return found
}

/** Chooses in the list of a name, below an element. */
export async function choose(root: Element, selector: string, value: string): Promise<void> {
  const field = deepQuery<HTMLSelectElement | HTMLInputElement>(root, selector)
  if (!field) throw new Error(`no ${selector}`)
  field.value = value
  field.dispatchEvent(new Event('change', { bubbles: true }))
  await settled(root)
}
