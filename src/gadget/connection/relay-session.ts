import { readBody } from '../../finesse/read-body.ts'
import { SESSION_PATH } from '../../wire/protocol.ts'
import { isHttpError, isSession, type Session } from '../../wire/session.ts'
import { RelayError } from './relay-error.ts'

/** An answer to a sign-in is small, even with hundreds of teams. */
const MAX_ANSWER_BYTES = 256 * 1024

/** Who signs in: the Finesse `Authorization` header, and the user id that a token does not tell. */
export type Credential = { readonly authorization: string; readonly id: string }

export type SessionOptions = {
  /** As from `relayAddress`. */
  readonly address: string
  readonly credential: Credential
  readonly fetch: typeof fetch
  readonly signal: AbortSignal
}

/**
 * Signs in at the relay and brings the ticket for one socket.
 * @throws {RelayError} with the relay's own code, or `unreachable`, `timeout`, `bad-answer`.
 */
export async function openSession(options: SessionOptions): Promise<Session> {
  const { address, credential, signal } = options
  try {
    const response = await options.fetch(address + SESSION_PATH, {
      method: 'POST',
      headers: { authorization: credential.authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ id: credential.id }),
      credentials: 'omit',
      cache: 'no-store',
      // The credential is for this address alone.
      redirect: 'error',
      signal,
    })
    const answer = parseJson(await readBody(response, MAX_ANSWER_BYTES))
    if (!response.ok) throw refusal(response, answer)
    if (isSession(answer)) return answer
    throw new RelayError('bad-answer')
  } catch (error) {
    if (error instanceof RelayError) throw error
    if (signal.aborted) throw new RelayError('timeout', { cause: error })
    throw new RelayError('unreachable', { cause: error })
  }
}

function refusal(response: Response, answer: unknown): RelayError {
  if (!isHttpError(answer)) return new RelayError('bad-answer')
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  const retryAfterMs = Number.isFinite(seconds) ? seconds * 1000 : null
  return new RelayError(answer.code, { said: answer.message, retryAfterMs })
}

/** The value in a JSON text; undefined where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
