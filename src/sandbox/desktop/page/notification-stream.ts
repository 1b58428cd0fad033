import type { StreamLine } from './desktop-state.ts'

/** The server sends a line every five seconds at least; after this long without one the connection is dead. */
const SILENCE_MS = 15_000

/** From one try to the next. */
const RETRY_MS = 1_000

/** What the stream tells. */
export type StreamListener = {
  onNotification(node: string, xml: string): void
  onConnected(): void
  onLost(): void
}

/** Finesse's notifications, over one streamed answer that is asked for again whenever it ends. */
export class NotificationStream {
  readonly #authorization: string
  readonly #listener: StreamListener
  #abort: AbortController | undefined
  #isStopped = false

  constructor(authorization: string, listener: StreamListener) {
    this.#authorization = authorization
    this.#listener = listener
  }

  /** Goes on until `stop`. */
  async run(): Promise<void> {
    while (!this.#isStopped) {
      const wasConnected = await this.#listen().catch(() => false)
      if (this.#isStopped) return
      if (wasConnected) this.#listener.onLost()
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    }
  }

  stop(): void {
    this.#isStopped = true
    this.#abort?.abort()
  }

  /** Ends with the connection; true where there was one. */
  async #listen(): Promise<boolean> {
    const abort = new AbortController()
    this.#abort = abort
    const { body, ok } = await fetch('/desktop/notifications', {
      headers: { authorization: this.#authorization },
      signal: abort.signal,
    })
    if (!ok || body === null) return false
    this.#listener.onConnected()
    const reader = body.pipeThrough(new TextDecoderStream()).getReader()
    let silence: ReturnType<typeof setTimeout> | undefined
    try {
      for (let rest = ''; ;) {
        silence = setTimeout(() => abort.abort(), SILENCE_MS)
        const { value, done } = await reader.read()
        clearTimeout(silence)
        if (done) break
        const lines = (rest + value).split('\n')
        rest = lines.pop() ?? ''
        for (const line of lines) this.#take(JSON.parse(line) as StreamLine)
      }
    } catch {
      // The connection broke or was given up: the same as its end.
    } finally {
      clearTimeout(silence)
    }
    return true
  }

  #take({ node, xml }: StreamLine): void {
    if (node !== undefined && xml !== undefined) this.#listener.onNotification(node, xml)
  }
}
