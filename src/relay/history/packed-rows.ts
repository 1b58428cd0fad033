import { kindOf, type Row, rowText } from './history-store.ts'

/** Rows of one agent and one kind: whoever may have one of them may have them all. `agentId` null: gaps. */
export type RowGroup = { readonly agentId: string | null; readonly kind: string }

/**
 * Rows as the wire carries them, ready to be copied into a frame: a few large values, which cost next to nothing to hand from
 * one thread to another and to keep.
 */
export type PackedRows = {
  /** The rows' texts in UTF-8, one after the other, each with a comma behind it. */
  readonly text: Uint8Array<ArrayBuffer>
  /** Where each row's text ends in it, its comma included. */
  readonly ends: Uint32Array<ArrayBuffer>
  readonly groups: readonly RowGroup[]
  /** Of which group each row is. */
  readonly groupOf: Uint32Array<ArrayBuffer>
}

/** Packs rows. */
export function packRows(rows: readonly Row[]): PackedRows {
  const texts = rows.map((row) => `${rowText(row)},`)
  const text = Buffer.allocUnsafeSlow(texts.reduce((sum, one) => sum + Buffer.byteLength(one), 0))
  const [ends, groupOf] = [new Uint32Array(rows.length), new Uint32Array(rows.length)]
  const groups: RowGroup[] = []
  const known = new Map<string | null, Map<string, number>>()
  let end = 0
  for (const [index, row] of rows.entries()) {
    ends[index] = end += text.write(texts[index] ?? '', end)
    const kinds = known.get(row.agentId) ?? new Map<string, number>()
    known.set(row.agentId, kinds)
    const kind = kindOf(row)
    const group = kinds.get(kind) ?? groups.push({ agentId: row.agentId, kind }) - 1
    kinds.set(kind, group)
    groupOf[index] = group
  }
  return { text: new Uint8Array(text.buffer), ends, groups, groupOf }
}

/** The texts of those rows whose group is wanted, in order, as pieces of the text that is there; the last comma is left out. */
export function piecesOf({ text, ends, groupOf }: PackedRows, isWanted: readonly boolean[]): readonly Uint8Array[] {
  const pieces: Uint8Array[] = []
  let from: number | null = null
  let before = 0
  for (const [index, end] of ends.entries()) {
    if (isWanted[groupOf[index] ?? -1] === true) from ??= before
    else if (from !== null) {
      pieces.push(text.subarray(from, before))
      from = null
    }
    before = end
  }
  if (from !== null) pieces.push(text.subarray(from, before))
  const last = pieces.pop()
  if (last) pieces.push(last.subarray(0, -1))
  return pieces
}
