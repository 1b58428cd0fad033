import { tooLongWords } from '#fault-words'
import { FinesseXmlError } from './errors.ts'

/** The part of a Response that is read here; any fetch's will do. */
export type BodyHolder = { readonly body: { getReader(): BodyReader } | null }

type BodyReader = { read(): Promise<{ done: boolean; value?: Uint8Array | undefined }>; cancel(): Promise<void> }

/**
 * Reads a body to its end as UTF-8, but not past the bound, whatever length it claims to have.
 * @throws {FinesseXmlError} `xml-too-large`
 */
export async function readBody({ body }: BodyHolder, maxBytes: number): Promise<string> {
  if (!body) return ''
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    bytes += part.value?.byteLength ?? 0
    if (bytes > maxBytes) {
      await reader.cancel()
      throw new FinesseXmlError('xml-too-large', tooLongWords(maxBytes, 'bytes'))
    }
    text += decoder.decode(part.value, { stream: true })
  }
  return text + decoder.decode()
}
