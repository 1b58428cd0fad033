import type { GapObservation, Instant } from '../../history/observation.ts'

/** Whom Finesse does not tell of while it tells of others, as where one team of several is not delivered: since when. */
export type Unheard = ReadonlyMap<string, Instant>

/** A time in which Finesse was not heard. @param to null: it lasts. @param agentIds Of whom alone; absent: of everybody. */
export const finesseGap = (
  from: Instant,
  to: Instant | null,
  why: string,
  agentIds?: readonly string[],
): GapObservation => ({ kind: 'gap', source: 'finesse', site: 'finesse', from, to, why, agentIds })

/** The gaps of those who are in the one book and not since then in the other, one for each moment. @param to null: they last. */
const gaps = (of: Unheard, other: Unheard, to: Instant | null): readonly GapObservation[] => {
  const changed = [...of].filter(([agentId, since]) => other.get(agentId) !== since)
  return [...Map.groupBy(changed, ([, since]) => since)].map(([from, all]) =>
    finesseGap(
      from,
      to,
      'team-unheard',
      all.map(([agentId]) => agentId),
    ),
  )
}

/** The gaps that end and those that begin where others are not heard than before. */
export const changedGaps = (before: Unheard, next: Unheard, now: Instant): readonly GapObservation[] => [
  ...gaps(before, next, now),
  ...gaps(next, before, null),
]
