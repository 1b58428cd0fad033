/** One measured figure. Speed is told as a ratio to a rival measured in the same run: machines differ, ratios less. */
export type BenchRow = {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** What it is compared with, and how often the rival's figure ours is; null where there is none. */
  readonly rival: string | null
  readonly ratio: number | null
  /** What the figure must reach, e.g. `>= 1000000`; null where it is for information only. */
  readonly limit: string | null
}

/** A bench: measures and answers its rows. `isFull`: in the sizes of the requirements, however long it takes. */
export type Bench = (isFull: boolean) => Promise<readonly BenchRow[]>

/** Does a row reach its limit? Rows without one do. */
export function reachesLimit({ value, ratio, limit }: BenchRow): boolean {
  const match = /^(?:(ratio) )?(>=|<=) ([\d.]+)$/.exec(limit ?? '')
  if (!match) return limit === null
  const figure = match[1] === 'ratio' ? (ratio ?? NaN) : value
  const bound = Number(match[3])
  return match[2] === '>=' ? figure >= bound : figure <= bound
}

/** The middle one of several measurements. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const [low = NaN, high = NaN] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]]
  return (low + high) / 2
}

/** The value below which this share (0 to 1) of the measurements lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN
}
