/** An input that broke something: which one of the run it was, and the input itself, cut where it is very long. */
export class FuzzFailure extends Error {
  constructor(what: string, index: number, input: string, cause: unknown) {
    super(`${what} ${index} of the run: ${String(cause)}\n${input.slice(0, 10_000)}`, { cause })
    this.name = 'FuzzFailure'
  }
}

/** A run of inputs. */
export type FuzzOptions = {
  readonly seed: number
  readonly count: number
  /** Told now and then how many are done. */
  readonly onProgress?: (done: number) => void
}
