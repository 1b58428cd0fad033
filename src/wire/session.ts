import { hasFields, isListOf } from './checks.ts'
import { isAgentId, isAnyText, isInstant, isShortText } from './words.ts'

/** Answer of `POST /v1/session`. */
export type Session = {
  readonly ticket: string
  readonly expiresAt: string
  readonly agentId: string
  readonly teams: readonly { readonly id: string; readonly name: string }[]
}

/** Body of every error that the relay answers over HTTP. */
export type HttpError = { readonly code: string; readonly message: string }

export const isSession = hasFields<Session>({
  ticket: isShortText,
  expiresAt: isInstant,
  agentId: isAgentId,
  teams: isListOf(hasFields<Session['teams'][number]>({ id: isShortText, name: isShortText })),
})

export const isHttpError = hasFields<HttpError>({ code: isShortText, message: isAnyText })
