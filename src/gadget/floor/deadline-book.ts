/** Moments at which agents have to be looked at again. Milliseconds on any one clock. */
export class DeadlineBook {
  readonly #deadlines = new Map<string, number>()

  /** An agent's next moment; null: there is none. */
  set(agentId: string, deadline: number | null): void {
    if (deadline === null) this.#deadlines.delete(agentId)
    else this.#deadlines.set(agentId, deadline)
  }

  /** The earliest of all; null where there is none. */
  next(): number | null {
    let next: number | null = null
    for (const deadline of this.#deadlines.values()) if (next === null || deadline < next) next = deadline
    return next
  }

  /** The agents whose moment has come. */
  dueAt(now: number): readonly string[] {
    const due: string[] = []
    for (const [agentId, deadline] of this.#deadlines) if (deadline <= now) due.push(agentId)
    return due
  }

  clear(): void {
    this.#deadlines.clear()
  }
}
