/** Worker thread around one SqliteDatabase: answers each call `{id, method, args}` with `{id, value}` or `{id, error}`. */
import { parentPort, workerData } from 'node:worker_threads'
import { SqliteDatabase } from './sqlite-database.ts'
import type { Answer, Call, SqliteMethod } from './sqlite-calls.ts'

const { file, readOnly } = workerData as { file: string; readOnly: boolean }

/** SQLite's number for the fault tells a full disk from a damaged file; Node has it as `errcode`. */
function describe(error: unknown): { message: string; errcode: number } {
  const errcode = error instanceof Error && 'errcode' in error ? Number(error.errcode) : 0
  return { message: error instanceof Error ? error.message : String(error), errcode }
}

let database: SqliteDatabase | undefined
try {
  database = new SqliteDatabase(file, { readOnly })
  parentPort?.postMessage({ id: 0, value: database.head() } satisfies Answer)
} catch (error) {
  parentPort?.postMessage({ id: 0, error: describe(error) } satisfies Answer)
}

parentPort?.on('message', ({ id, method, args }: Call) => {
  if (!database) return
  try {
    const call = database[method] as (
      this: SqliteDatabase,
      ...given: unknown[]
    ) => ReturnType<SqliteDatabase[SqliteMethod]>
    parentPort?.postMessage({ id, value: call.apply(database, args) } satisfies Answer)
  } catch (error) {
    parentPort?.postMessage({ id, error: describe(error) } satisfies Answer)
  }
  if (method === 'close') parentPort?.close()
})
