import { basicAuthorization } from '../../../finesse/credential.ts'
import type { ControlAnswer, DesktopState, TokenAnswer } from './desktop-state.ts'

/** Someone is signed in. */
export type SignedIn = {
  readonly authorization: string
  /** Gadgets get a token of single sign-on, and never see the password. */
  readonly hasSso: boolean
  readonly state: DesktopState
}

/**
 * Where this tab keeps the credential, so that a reload stays signed in. In a sandbox whose passwords stand in its
 * documentation this does no harm; a real desktop must not.
 */
const STORE = 'sandbox-authorization'
const SSO_STORE = 'sandbox-single-sign-on'

/** What the desktop page asks the sandbox's server. */
export async function signIn(id: string, password: string, hasSso: boolean): Promise<SignedIn> {
  const authorization = basicAuthorization(id, password)
  const state = await readState(authorization)
  sessionStorage.setItem(STORE, authorization)
  sessionStorage.setItem(SSO_STORE, String(hasSso))
  return { authorization, hasSso, state }
}

/** Whoever was signed in before the page was loaded again; null for nobody, or where the server does not know him. */
export async function resume(): Promise<SignedIn | null> {
  const authorization = sessionStorage.getItem(STORE)
  if (authorization === null) return null
  try {
    const hasSso = sessionStorage.getItem(SSO_STORE) === 'true'
    return { authorization, hasSso, state: await readState(authorization) }
  } catch {
    // The form stands there for it.
    sessionStorage.removeItem(STORE)
    return null
  }
}

export function signOut(): void {
  sessionStorage.removeItem(STORE)
}

export const readState = async (authorization: string): Promise<DesktopState> =>
  (await ask('/desktop/state', 'GET', authorization)) as DesktopState

/** Another token of single sign-on. */
export const askToken = async (authorization: string): Promise<TokenAnswer> =>
  (await ask('/desktop/sso/token', 'POST', authorization)) as TokenAnswer

/** Presses a button. */
export const control = async (name: string, authorization: string): Promise<ControlAnswer> =>
  (await ask(`/desktop/controls/${name}`, 'POST', authorization)) as ControlAnswer

async function ask(path: string, method: string, authorization: string): Promise<unknown> {
  const response = await fetch(path, { method, headers: { authorization } }).catch((cause: unknown) => {
    throw new Error('The sandbox does not answer. Is it still running?', { cause })
  })
  const answer: unknown = await response.json()
  if (!response.ok) throw new Error((answer as { message: string }).message)
  return answer
}
