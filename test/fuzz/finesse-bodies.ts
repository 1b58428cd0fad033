import { FinesseClient } from '../../src/finesse/client.ts'
import { FinesseError, FinesseXmlError } from '../../src/finesse/errors.ts'
import { observeUser } from '../../src/finesse/observe.ts'
import type { ReasonCodeId } from '../../src/finesse/reason-code-id.ts'
import { parseHubPayload, parseUpdate } from '../../src/finesse/update.ts'
import { writeXml } from '../../src/finesse/xml-writer.ts'
import {
  apiErrorsXml,
  reasonCodesXml,
  reasonTree,
  systemInfoXml,
  teamXml,
  updateXml,
  userTree,
  userXml,
} from '../support/finesse-documents.ts'
import { FuzzFailure, type FuzzOptions } from './fuzz-failure.ts'
import { mutateText } from './mutate-text.ts'
import { Random } from './random.ts'

/** What became of the bodies. */
export type BodyTally = { read: number; refused: number; slowestMs: number }

const STATUSES = [202, 302, 400, 401, 404, 500, 503]
const AT = '2026-11-23T18:00:00.000Z'

const TEAM = teamXml([userTree(), userTree({ loginId: 'cons8511', ReasonCode: reasonTree() })])
const CODES = reasonCodesXml([reasonTree(), reasonTree({ code: '72' })])

/** Everything that is asked of Finesse, with an answer that is understood. */
const CALLS: readonly (readonly [ask: (client: FinesseClient) => Promise<unknown>, answer: string])[] = [
  [
    async (client) => observeUser(await client.getUser('cons8510'), { via: 'witness', at: AT }),
    userXml({ reasonCodeId: '1', reasonCode: reasonTree() }),
  ],
  [(client) => client.getTeam('3', { includeLoggedOut: true }), TEAM],
  [(client) => client.getReasonCodes('ALL'), CODES],
  [(client) => client.getUserReasonCodes('cons8510', 'NOT_READY'), CODES],
  [(client) => client.getTeamReasonCodes('3'), CODES],
  [(client) => client.getReasonCode(1 as ReasonCodeId), writeXml({ ReasonCode: reasonTree() })],
  [(client) => client.getSystemInfo(), systemInfoXml()],
  [(client) => client.setUserState('cons8510', { state: 'READY' }), apiErrorsXml('Invalid Input', 'x', 'No.')],
]

const UPDATE = updateXml({ user: userTree() })

/**
 * Mutated documents as the bodies of answers, in pieces, with any status, to everything that is asked of Finesse, and as its
 * notifications.
 * @throws {FuzzFailure} where one gives anything but an object or a typed error.
 */
export async function fuzzBodies({ seed, count, onProgress }: FuzzOptions): Promise<BodyTally> {
  const random = new Random(seed)
  const tally: BodyTally = { read: 0, refused: 0, slowestMs: 0 }
  for (let done = 0; done < count; done++) {
    const isUpdate = random.oneIn(CALLS.length + 1)
    const [ask, answer] = random.pick(CALLS)
    const body = mutateText(isUpdate ? UPDATE : answer, random)
    const status = random.oneIn(4) ? random.pick(STATUSES) : 200
    const started = performance.now()
    try {
      if (isUpdate) readUpdates(body)
      else await ask(answering(status, Buffer.from(body), random))
      tally.read += 1
    } catch (cause) {
      const isTyped = isUpdate ? cause instanceof FinesseXmlError : cause instanceof FinesseError
      if (!isTyped) throw new FuzzFailure('body', done, body, cause)
      tally.refused += 1
    }
    tally.slowestMs = Math.max(tally.slowestMs, performance.now() - started)
    onProgress?.(done + 1)
  }
  return tally
}

function readUpdates(body: string): void {
  parseUpdate(body)
  parseHubPayload({ content: `/finesse/api/User/cons8510${body}` })
}

/** A client of a server that answers this to everything, in pieces that are cut anywhere. */
function answering(status: number, body: Buffer, random: Random): FinesseClient {
  return new FinesseClient({
    baseUrl: 'https://finesse.example.com:8445',
    authorization: () => 'Basic eDp5',
    fetch: async () => {
      const cut = random.below(body.length + 1)
      const pieces = new ReadableStream<Uint8Array>({
        start: (controller) => {
          for (const piece of [body.subarray(0, cut), body.subarray(cut)]) controller.enqueue(new Uint8Array(piece))
          controller.close()
        },
      })
      return new Response(pieces, { status })
    },
  })
}
