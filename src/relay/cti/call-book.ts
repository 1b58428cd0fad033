import { keepNewest } from '../../cti/keep-newest.ts'

/** Calls that are remembered at a time; those that began first are forgotten when there are more. */
const MAX_CALLS = 50_000

/** Agents who are told of one call at most: more than the largest conference has. */
const MAX_AGENTS_OF_CALL = 64

/** A call that goes on: who is on it, and who calls, as it may be kept. */
export type Call = {
  caller: string | null
  /** The agents on it. */
  readonly present: Set<string>
  /** The agents who ever were on it: they are told of its end. */
  readonly ever: Set<string>
}

/** An agent comes onto a call; false where it is full. */
export function joinCall({ present, ever }: Call, agentId: string): boolean {
  if (ever.size >= MAX_AGENTS_OF_CALL && !ever.has(agentId)) return false
  present.add(agentId)
  ever.add(agentId)
  return true
}

/** The calls of a site that go on. An event names the phones it happens at; who else is on the call, earlier events said. */
export class CallBook {
  readonly #calls = new Map<number, Call>()

  /** The call of this id; a new one where none is known. */
  open(callId: number): Call {
    return this.#calls.get(callId) ?? this.begin(callId)
  }

  /** A call begins: whatever had its id before is over. */
  begin(callId: number): Call {
    const call: Call = { caller: null, present: new Set(), ever: new Set() }
    this.#calls.delete(callId)
    this.#calls.set(callId, call)
    keepNewest(this.#calls, MAX_CALLS)
    return call
  }

  /** Two calls have become one, which either id may name from now on. */
  join(callId: number, otherId: number): Call {
    const call = this.open(callId)
    const other = this.open(otherId)
    for (const agentId of other.present) joinCall(call, agentId)
    for (const agentId of other.ever) if (call.ever.size < MAX_AGENTS_OF_CALL) call.ever.add(agentId)
    call.caller ??= other.caller
    this.#calls.set(otherId, call)
    return call
  }

  end(callId: number): void {
    this.#calls.delete(callId)
  }

  /** After a gap nobody knows which calls still go on. */
  clear(): void {
    this.#calls.clear()
  }
}
