import { fixture, html, waitUntil } from '@open-wc/testing'
import type { App } from '../../../src/gadget/components/app.ts'
import '../../../src/gadget/components/app.ts'
// Loaded when it is wanted; here it is there before.
import '../../../src/gadget/parts.ts'
import type { Floor } from '../../../src/gadget/floor/floor.ts'
import type { PreferenceStore } from '../../../src/gadget/preferences/preference-store.ts'
import { createFormats } from '../../../src/gadget/words/formats.ts'
import { cti, finesse, labelled } from '../../history/heard.ts'
import { PATIENCE } from '../../support/patience.ts'
import { floorOf, NOON, user } from '../floor-fixture.ts'
import { deepQuery, settled } from './deep.ts'

/** Two people: of the first only the CTI server gave a reason, of the second both sides did. */
export const SCENE = [
  cti(NOON - 3000, 'READY'),
  finesse(NOON - 2999.8, 'READY'),
  cti(NOON - 1867, 'NOT_READY', 71, { client: 'acd-console' }),
  finesse(NOON - 1866.843, 'NOT_READY', { via: 'witness' }),
  cti(NOON - 2900, 'READY', 0, { agentId: 'alopez' }),
  cti(NOON - 764, 'NOT_READY', 72, { agentId: 'alopez' }),
  finesse(NOON - 763.9, 'NOT_READY', { agentId: 'alopez', ...labelled(72, 'IN MEETING', 2) }),
]
export const USERS = [user('cons8510', 'Console', '8510', '8510'), user('alopez', 'Ana', 'Lopez', '8511')]

/** The gadget in a box of so many pixels, with what it shows at first. */
export async function shown(floor: Floor, width: number, preferences?: PreferenceStore): Promise<App> {
  const box = await fixture(html`<div style="height:640px; width:${width}px"></div>`)
  const app = document.createElement('rch-app')
  app.floor = floor
  if (preferences) app.preferences = preferences
  app.formats = createFormats('en-GB')
  box.append(app)
  await settled(app)
  return app
}

export const rowOf = (app: App, agentId: string): HTMLElement => {
  const button = deepQuery<HTMLElement>(app, `button[data-agent='${agentId}']`)
  const row = button?.closest('tr')
  if (!row) throw new Error(`no row of ${agentId}`)
  return row
}

/** Opens the history of the scene's agent, which is loaded when it is wanted. */
export async function openHistory(app: App): Promise<void> {
  rowOf(app, 'cons8510').click()
  await waitUntil(() => deepQuery(app, 'rch-callout'), 'the evidence', PATIENCE)
  await settled(app)
}

/** The gadget with the history of the scene's agent open. */
export async function opened(width = 1200): Promise<App> {
  const app = await shown(floorOf(SCENE, { users: USERS }).floor, width)
  await openHistory(app)
  return app
}
