import type { FinesseRequest } from '../../../src/finesse/transport.ts'
import { writeXml, type XmlTree } from '../../../src/finesse/xml-writer.ts'
import type { Container } from '../../../src/gadget/container/finesse-container.ts'

/** What a gadget sent to Finesse. */
type Sent = Pick<FinesseRequest, 'method' | 'headers' | 'body'> & { readonly path: string }

/** A desktop in which a test is what publishes and what answers. */
export class FakeContainer implements Container {
  readonly config = { id: 'super1', locale: null, clockDrift: null, proxyTarget: '' }
  readonly sent: Sent[] = []
  readonly #listeners = new Set<readonly [string, (payload: unknown) => void]>()
  /** What Finesse answers to the next request. */
  answer: () => Response | Promise<Response> = () => new Response('', { status: 202 })

  readonly fetch: Container['fetch'] = async (path, { method, headers, body }) => {
    this.sent.push({ path, method, headers, ...(body === undefined ? {} : { body }) })
    return this.answer()
  }
  authorization = (): string | null => 'Basic c3VwZXIxOnN1cGVyMQ=='
  preference = (): string => ''
  followConnection = (): void => {}
  onCredentialRenewed = (): void => {}
  setTitle = (): void => {}
  readonly toast = null
  order = async (): Promise<void> => {}

  hear(node: string, listener: (payload: unknown) => void): () => void {
    const entry = [node, listener] as const
    this.#listeners.add(entry)
    return () => this.#listeners.delete(entry)
  }

  /** The nodes that are heard at the moment. */
  get nodes(): string[] {
    return [...this.#listeners].map(([node]) => node)
  }

  /** Finesse publishes something on a node. */
  publish(node: string, update: XmlTree): void {
    const payload = { content: `${node} ${writeXml({ Update: update })}` }
    for (const [wanted, listener] of this.#listeners) if (wanted === node) listener(payload)
  }
}
