import type { RelayClient } from '../../../src/gadget/connection/relay-client.ts'
import type { ReportQuestion } from '../../../src/gadget/connection/relay-client.ts'
import type { AnswerListener, AnswerPart } from '../../../src/gadget/connection/relay-requests.ts'

type Asked = { readonly question: ReportQuestion; readonly listener: AnswerListener; isCancelled: boolean }

/** A relay whose answers a test gives. */
export class FakeRelay implements Pick<RelayClient, 'report'> {
  readonly asked: Asked[] = []

  report(question: ReportQuestion, listener: AnswerListener): () => void {
    const asked: Asked = { question, listener, isCancelled: false }
    this.asked.push(asked)
    return () => {
      asked.isCancelled = true
    }
  }

  /** Says a part of the answer to the request that came as the n-th, as JSON carries it. */
  say(index: number, fields: object): void {
    const { question, listener } = this.asked[index]!
    const part = { type: question.type, id: index, progress: 1, complete: true, ...fields }
    listener.onPart(JSON.parse(JSON.stringify(part)) as AnswerPart)
  }
}
