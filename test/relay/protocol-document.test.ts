import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { gadgetMessageSchema } from '../../src/wire/gadget-messages.ts'
import { HTTP_ERRORS, SOCKET_ERRORS } from '../../src/wire/protocol.ts'
import { isRelayMessage } from '../../src/wire/relay-messages.ts'
import { isSession } from '../../src/wire/session.ts'

const DOCUMENT = readFileSync(new URL('../../docs/relay-protocol.md', import.meta.url), 'utf8')

/** One object each. What is left out of a list or of bytes may be nothing; where an object is left out, there is no message to try. */
const examples = [...DOCUMENT.matchAll(/^```json\n([\s\S]+?)^```/gm)]
  .flatMap(([, block = '']) => block.split(/^(?=\{)/m))
  .filter((text) => !text.includes('{ … }'))
  .map((text) => text.replaceAll(/\[ … \]/g, '[]').replaceAll(/, …|(?<=[0-9a-f]{8})…/g, ''))

const cells = (row: RegExp): Record<string, number | null> =>
  Object.fromEntries(
    [...DOCUMENT.matchAll(row)].map(({ groups }) => [
      groups?.['code'] ?? '',
      groups?.['number'] === '–' ? null : Number(groups?.['number']),
    ]),
  )

describe('docs/relay-protocol.md', () => {
  it.each(examples)('has an example that gadget or relay accepts: %s', (example) => {
    const message: unknown = JSON.parse(example)
    const isAccepted = isSession(message) || isRelayMessage(message) || v.is(gadgetMessageSchema, message)
    expect(isAccepted).toBe(true)
  })

  it('has every reason for which a socket ends or a request is refused, and no other', () => {
    expect(cells(/^\| `(?<code>[\w-]+)` +\| (?<number>\d{4}|–) +\|/gm)).toEqual(SOCKET_ERRORS)
  })

  it('has every HTTP error with its status, and no other', () => {
    expect(cells(/^\| (?<number>\d{3}) +\| `(?<code>[\w-]+)` +\|/gm)).toEqual(HTTP_ERRORS)
  })
})
