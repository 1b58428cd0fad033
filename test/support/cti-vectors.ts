import { existsSync, readFileSync } from 'node:fs'

/** One published message: its bytes, and the fields that its source says they have. */
export type Vector = {
  readonly id: string
  readonly message: string
  readonly messageType: number
  readonly protocolVersionDeclared: number
  readonly layout: string
  readonly tagBytes: number
  readonly lengthBytes: number
  readonly fixed: readonly { readonly name: string; readonly value: unknown }[]
  readonly floating: readonly { readonly tag: number; readonly value?: unknown; readonly hex?: string }[]
  readonly hex: string
}

/** The vectors lie beside the checkout, not in it: they are others' work. */
const file = new URL('../../../shared/reference/ged188-vectors.json', import.meta.url)

/** The vectors, or null where the folder beside the checkout is missing. */
export const loadVectors = (): readonly Vector[] | null =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { vectors: Vector[] }).vectors : null

/** Bytes from hex; blanks and everything after `#` in a line are for the reader. */
export const fromHex = (hex: string): Uint8Array =>
  new Uint8Array(Buffer.from(hex.replaceAll(/#.*$/gm, '').replaceAll(/\s/g, ''), 'hex'))

export const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
