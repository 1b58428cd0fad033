/** Thread of a history that ends by itself in the midst of what it does, when it is told to. */
import { DatabaseSync, StatementSync } from 'node:sqlite'
import { workerData } from 'node:worker_threads'
import { type Moment, MOMENTS, type Orders } from './thread-orders.ts'

const { orders } = workerData as Orders

type Method = (...values: unknown[]) => unknown

function pass(moment: Moment): void {
  if (orders[0] !== MOMENTS.indexOf(moment) || Atomics.load(orders, 1) === 0) return
  if (Atomics.sub(orders, 1, 1) === 1) process.exit(1)
}

const methodOf = (prototype: object, name: string): Method =>
  Object.getOwnPropertyDescriptor(prototype, name)?.value as Method

const run = methodOf(StatementSync.prototype, 'run')
StatementSync.prototype.run = function (this: StatementSync, ...values: unknown[]) {
  // What writes notes runs statements as well.
  if (this.sourceSQL.startsWith('INSERT INTO observations')) pass('within a batch')
  return run.apply(this, values)
} as StatementSync['run']

const exec = methodOf(DatabaseSync.prototype, 'exec')
DatabaseSync.prototype.exec = function (sql) {
  if (sql === 'COMMIT') pass('before its commit')
  exec.call(this, sql)
  if (sql === 'COMMIT') pass('after its commit, before it is answered')
}

await import('../../../src/relay/history/sqlite-worker.ts')
