import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { CTI_AGENT_STATES } from '../../src/cti/agent-state.ts'
import * as calls from '../../src/cti/call-constants.ts'
import { CONTROL_FAILURE_CODES } from '../../src/cti/control-failure-codes.ts'
import * as masks from '../../src/cti/masks.ts'
import { MESSAGE_TYPES } from '../../src/cti/message-types.ts'
import { STATUS_CODES } from '../../src/cti/status-codes.ts'
import { PG_STATUS_BITS, SYSTEM_EVENTS } from '../../src/cti/system-events.ts'
import { TAGS } from '../../src/cti/tags.ts'

const FILE = new URL('../../../shared/reference/cti-protocol.md', import.meta.url)

const reference = existsSync(FILE) ? readFileSync(FILE, 'utf8') : null

/** The tables of chapter 9 that are ours as well. */
const TABLES: readonly (readonly [section: string, table: Readonly<Record<string, number>>])[] = [
  ['9.1', MESSAGE_TYPES],
  ['9.2', TAGS],
  ['9.3', Object.fromEntries(CTI_AGENT_STATES.map((name, number) => [name, number]))],
  ['9.5', STATUS_CODES],
  ['9.6', CONTROL_FAILURE_CODES],
  ['9.7', SYSTEM_EVENTS],
  ['9.8', PG_STATUS_BITS],
  ['9.9', calls.PERIPHERAL_TYPES],
  ['9.10', masks.SERVICE_MASKS],
  ['9.11', masks.CALL_MSG_MASKS],
  ['9.12', masks.AGENT_STATE_MASKS],
  ['9.13', calls.LOCAL_CONNECTION_STATES],
  ['9.15', calls.DEVICE_ID_TYPES],
  ['9.16', calls.CONNECTION_DEVICE_ID_TYPES],
  ['9.17', calls.CALL_TYPES],
  ['9.18', calls.LINE_TYPES],
  ['9.19', calls.AGENT_WORK_MODES],
]

/** What the reference prints otherwise: slips of the guides, and what it says elsewhere. */
const OTHERWISE: Readonly<Record<string, readonly string[]>> = {
  '9.2': ['185=AUTO_WORK', '209=CALL_TYPE_CONFIG_KEY', '226=CLIENT_ADDRESS_IPV6', '227=SENDING_ADDRESS_IPV6'],
  '9.10': ['262144=CONFIG_EVENTS', '33554432=ACTIVE_STANDBY'],
  '9.17': ['13=CONSULT_OFFERED'],
}

/** `number=NAME` of a table's block, without what is reserved. Runs of names stand for each of them. */
const printed = (section: string): Set<string> => {
  const prefix = section === '9.10' ? 'SERVICE_' : ''
  const block = reference?.split(`### ${section} `)[1]?.split('```')[1]?.replace('text\n', '') ?? ''
  const pairs = block.split(/\s{2,}|\n/).flatMap((text) => {
    const [numbers = '', name = ''] = text.split('=')
    if (numbers === '' || /^(\(?[Rr]eserved\)?|Unused|Used)$/.test(name)) return []
    const [first = '', last = first] = numbers.split('-')
    const stem = /^(.+_)1\.\./.exec(name)?.[1]
    return Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) => {
      const plain = name
        .replace(/^E_|_\(V11\)$|\*$/g, '')
        .replace(prefix, '')
        .replaceAll('__', '_')
      return `${Number(first) + index}=${stem ? `${stem}${index + 1}` : plain.toUpperCase()}`
    })
  })
  return new Set(pairs)
}

describe.skipIf(reference === null)(
  'the tables of the reference (skipped where the folder shared/ beside the checkout is missing)',
  () => {
    it.each(TABLES)('%s have the numbers and names that stand here', (section, table) => {
      const ours = Object.entries(table).map(([name, number]) => `${number}=${name}`)
      const theirs = printed(section)
      expect(theirs.size).toBeGreaterThan(0)
      expect(ours.filter((pair) => !theirs.has(pair))).toEqual(OTHERWISE[section] ?? [])
      const known = new Set(ours.map((pair) => pair.split('=')[0]))
      expect([...theirs].filter((pair) => !known.has(pair.split('=')[0]))).toEqual([])
    })
  },
)
