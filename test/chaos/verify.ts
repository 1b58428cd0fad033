import type { Said } from './contact-centre.ts'

/** An observation of the log, or as a client had it. */
export type Seen = Record<string, unknown> & { readonly seq: number; readonly agentId?: string }

type Gap = { readonly site: string; readonly from: number; readonly to: number; readonly why: string }

/** Of what was on its way to a relay when that was killed, nobody knows that it was said. Milliseconds before a gap. */
const ON_THE_WAY_MS = 1_000

/** Most complaints of one kind that are told. */
const MOST = 5

/** What a client should have had and has not, or had otherwise, in another order, or twice; empty where all is well. */
export function compareSeen(name: string, seen: readonly Seen[], log: readonly Seen[]): string[] {
  const complaints: string[] = []
  for (const [index, { seq }] of seen.entries()) {
    const before = seen[index - 1]?.seq ?? 0
    if (seq <= before) complaints.push(`${name} had ${seq} after ${before}`)
  }
  const had = new Map(seen.map((observation) => [observation.seq, JSON.stringify(observation)]))
  for (const observation of log) {
    const text = had.get(observation.seq)
    if (text === undefined) complaints.push(`${name} never had ${observation.seq}`)
    else if (text !== JSON.stringify(observation)) complaints.push(`${name} had another ${observation.seq}`)
    had.delete(observation.seq)
  }
  for (const seq of had.keys()) complaints.push(`${name} had ${seq}, which the log has not`)
  return shorten(complaints)
}

/** The gaps of a log, each as it closed; one that never did has no end. */
export function gapsOf(log: readonly Seen[]): readonly Gap[] {
  const gaps = new Map<string, Gap>()
  for (const { kind, site, from, to, why } of log) {
    if (kind !== 'gap') continue
    const end = typeof to === 'string' ? Date.parse(to) : Infinity
    gaps.set(`${String(site)} ${String(from)}`, {
      site: String(site),
      from: Date.parse(String(from)),
      to: end,
      why: String(why),
    })
  }
  return [...gaps.values()]
}

/** What the CTI servers said and the log has not, although no gap explains it; empty where all is well. */
export function unexplained(said: readonly Said[], log: readonly Seen[]): string[] {
  const kept = new Set(log.map(({ agentId, reason }) => `${agentId ?? ''} ${String(reason)}`))
  const gaps = gapsOf(log)
  const lost = said.filter(({ agentId, reason }) => !kept.has(`${agentId} ${reason}`))
  return shorten(
    lost
      .filter(
        ({ site, at }) => !gaps.some((gap) => gap.site === site && at >= gap.from - ON_THE_WAY_MS && at <= gap.to),
      )
      .map(({ site, agentId, reason, at }) => `${site}: ${agentId} ${reason} at ${new Date(at).toISOString()} is lost`),
  )
}

const shorten = (complaints: readonly string[]): string[] =>
  complaints.length <= MOST
    ? [...complaints]
    : [...complaints.slice(0, MOST), `and ${complaints.length - MOST} more of the kind`]
