/** Worker thread around one SqliteDatabase: answers each call `{id, method, args}` with `{id, value}` or `{id, error}`. */
import { parentPort, workerData } from 'node:worker_threads'
import { damageAtStart, damageIn, describeError } from './sqlite-damage.ts'
import { SqliteDatabase } from './sqlite-database.ts'
import type { Answer, Call, Opened, SqliteMethod, ThreadData } from './sqlite-calls.ts'
import { lookAtStart } from './sqlite-look.ts'

const { file, mode } = workerData as ThreadData

let database: SqliteDatabase | undefined
try {
  // What reads has a writer before it, which has looked.
  const isWholeSeen = mode !== 'read' && lookAtStart(file)
  database = new SqliteDatabase(file, mode)
  parentPort?.postMessage({ id: 0, value: { head: database.head(), isWholeSeen } satisfies Opened } satisfies Answer)
} catch (error) {
  parentPort?.postMessage({ id: 0, error: describeError(damageAtStart(error) ?? error, file) } satisfies Answer)
}

parentPort?.on('message', ({ id, method, args }: Call) => {
  if (!database) return
  try {
    const call = database[method] as (
      this: SqliteDatabase,
      ...given: unknown[]
    ) => ReturnType<SqliteDatabase[SqliteMethod]>
    const value = call.apply(database, args)
    // Large texts are handed over, not copied.
    const moved = value !== null && typeof value === 'object' && 'text' in value ? [value.text.buffer] : []
    parentPort?.postMessage({ id, value } satisfies Answer, moved)
  } catch (error) {
    parentPort?.postMessage({ id, error: describeError(damageIn(error) ?? error, file) } satisfies Answer)
  }
  if (method === 'close') parentPort?.close()
})
