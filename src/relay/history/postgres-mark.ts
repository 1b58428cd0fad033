import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import * as v from 'valibot'
import type { Mark } from './postgres-tail.ts'

const markSchema = v.object({ epoch: v.string(), seq: v.number(), token: v.nullable(v.string()) })

/** What this relay knew of the history when it last ran; null where it never did, or the file cannot be used. */
export function readMark(file: string): Mark | null {
  try {
    const result = v.safeParse(markSchema, JSON.parse(readFileSync(file, 'utf8')))
    return result.success ? result.output : null
  } catch {
    // A relay that is new, or whose file was damaged, knows nothing.
    return null
  }
}

/** Writes it in one step: a crash leaves the old one or the new one. */
export function writeMark(file: string, mark: Mark): void {
  writeFileSync(`${file}.new`, JSON.stringify(mark))
  renameSync(`${file}.new`, file)
}
