/** A credential as it stands in an Authorization header. The secret is not enumerable: neither a log nor JSON shows it. */
export type Credential =
  | { readonly scheme: 'basic'; readonly id: string; readonly password: string }
  | { readonly scheme: 'bearer'; readonly token: string }

/** The Authorization header of a user and his password. */
export const basicAuthorization = (id: string, password: string): string => `Basic ${encode(`${id}:${password}`)}`

/** The Authorization header of an access token (single sign-on). */
export const bearerAuthorization = (token: string): string => `Bearer ${token}`

/** Who an Authorization header speaks for; null where it is neither Basic with a user nor Bearer with a token. */
export function parseAuthorization(header: string): Credential | null {
  const [, scheme, content] = /^(basic|bearer) +(\S+)$/i.exec(header.trim()) ?? []
  if (scheme === undefined || content === undefined) return null
  if (scheme.toLowerCase() === 'bearer') return hide({ scheme: 'bearer', token: content } as const, 'token')
  const text = decode(content)
  const colon = text?.indexOf(':') ?? -1
  if (text === null || colon < 1) return null
  return hide({ scheme: 'basic', id: text.slice(0, colon), password: text.slice(colon + 1) } as const, 'password')
}

const hide = <T extends object>(credential: T, secret: keyof T): T =>
  Object.defineProperty(credential, secret, { enumerable: false })

/** UTF-8, then base64; in browsers and in Node. */
function encode(text: string): string {
  const bytes = new TextEncoder().encode(text)
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}

function decode(base64: string): string | null {
  try {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    // Not base64, or not UTF-8: no credential of ours.
    return null
  }
}
