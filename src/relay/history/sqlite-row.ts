import { crc32 } from 'node:zlib'
import type { Row } from './history-store.ts'
import { DamageError } from './sqlite-damage.ts'

/**
 * The checksum that is kept beside an observation: SQLite has none of its own and would answer with a flipped bit.
 * CRC-32 finds every burst of up to 32 bits.
 */
export const rowSum = (seq: number, agentId: string | null, at: number, body: string): number =>
  crc32(body, crc32(`${seq} ${at} ${agentId === null ? '' : `=${agentId}`} `))

/** The same for a note of the `meta` table. */
export const noteSum = (key: string, value: string): number => crc32(`${key}=${value}`)

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/**
 * A row of `seq, agent_id, at, body, sum` as it was written.
 * @param unsummedTo Rows up to here come from a program that wrote no checksums.
 * @throws {DamageError} when it is not what was written.
 */
export function checkedRow(raw: Record<string, unknown>, unsummedTo: number): Row & { readonly at: number } {
  const row = {
    seq: Number(raw['seq']),
    agentId: textOrNull(raw['agent_id']),
    at: Number(raw['at']),
    body: textOrNull(raw['body']) ?? '',
  }
  const isUnsummed = raw['sum'] === null && row.seq <= unsummedTo
  if (!isUnsummed && raw['sum'] !== rowSum(row.seq, row.agentId, row.at, row.body)) {
    throw new DamageError(`observation ${row.seq} is not what was written`)
  }
  return row
}
