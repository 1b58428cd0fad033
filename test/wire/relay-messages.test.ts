import { describe, expect, it } from 'vitest'
import { isRelayMessage } from '../../src/wire/relay-messages.ts'
import { totals } from '../../src/history/totals.ts'
import { at, cti, entriesOf, EVENING, finesse, instant, labelled } from '../history/heard.ts'
import { stored, welcome } from '../gadget/floor-fixture.ts'

const OBSERVATIONS = stored([
  cti(0, 'NOT_READY', 71),
  finesse(0.1, 'NOT_READY', labelled(71, 'LUNCH', 1)),
  { kind: 'gap', source: 'cti', site: 'ccx1', from: instant(1), to: null, why: 'cti-link-lost' },
])
const ENTRIES = entriesOf(OBSERVATIONS)
const TOTALS = totals(ENTRIES, { from: at(0), to: EVENING }, EVENING)
const PART = { id: 1, progress: 0.5, complete: false }
const READING = { message: 'AGENT_STATE_EVENT', fields: [{ name: 'eventReasonCode', from: 8, to: 10, value: '71' }] }
const FEED = { site: 'ccx1', status: 'lost', since: instant(0) }
const AGENTS = [{ agentId: 'cons8510', teamId: '3' }]

const MESSAGES: readonly { readonly type: string }[] = [
  welcome({ agents: AGENTS, keptSince: instant(0), reports: ['totals', 'a report to come'] }),
  { type: 'observations', seq: 3, observations: OBSERVATIONS },
  { type: 'history', id: 1, observations: OBSERVATIONS, complete: false, next: instant(0) },
  { type: 'feed', ...FEED, why: 'history-unavailable' },
  { type: 'catalogue', catalogue: welcome().catalogue },
  { type: 'agents', agents: AGENTS },
  { type: 'totals', ...PART, agents: [{ agentId: 'cons8510', totals: TOTALS }] },
  { type: 'entries', ...PART, entries: ENTRIES },
  { type: 'difference', ...PART, entry: ENTRIES[0] },
  { type: 'frame', ...PART, reading: READING },
  { type: 'error', code: 'a code to come', message: '' },
].map((message) => JSON.parse(JSON.stringify(message)) as { type: string })

/** What may be absent where it stands. */
const OPTIONAL: ReadonlySet<string> = new Set([
  'systemCodes',
  'keptSince',
  'reports',
  'next',
  'why',
  'reasonCodeId',
  'expectedWithoutFinesse',
])

/** What becomes of something when one value in it is junk, or absent where it must not be. */
function* broken(value: unknown): Generator {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) for (const other of broken(item)) yield value.with(index, other)
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value)) {
      for (const other of broken(item)) {
        if (other !== undefined || !OPTIONAL.has(name)) yield { ...value, [name]: other }
      }
    }
  }
  yield* [undefined, Symbol('junk')]
}

describe('what a relay says', () => {
  it.each(MESSAGES)('is accepted as it is, and with what a newer relay adds: $type', (message) => {
    expect(isRelayMessage(message)).toBe(true)
    expect(isRelayMessage({ ...message, added: {} })).toBe(true)
  })

  it('is accepted where a fault answers one request', () => {
    expect(isRelayMessage({ type: 'error', id: 7, code: 'range-invalid', message: 'No.' })).toBe(true)
    expect(isRelayMessage({ type: 'error', id: '7', code: 'range-invalid', message: 'No.' })).toBe(false)
  })

  it.each(MESSAGES)('is refused where anything in it is something else: $type', (message) => {
    const others = [...broken(message)]
    expect(others.length).toBeGreaterThan(7)
    expect(others.filter(isRelayMessage)).toEqual([])
  })

  it('is refused where it is nothing that relays say', () => {
    for (const other of [null, undefined, 7, 'welcome', [], [MESSAGES[0]], {}, { ...MESSAGES[0], type: 'rumour' }]) {
      expect(isRelayMessage(other)).toBe(false)
    }
  })
})
