import { expect, it, onTestFinished, vi } from 'vitest'
import { PostgresLeases } from '../../../src/relay/history/postgres-leases.ts'
import type { PostgresLink } from '../../../src/relay/history/postgres-link.ts'
import { patient } from './shared-history.ts'

/** A relay that waits for a site whose leader gives no sign any more; what it asks of the database takes as long as `takes` says. */
function waitForSilentLeader({ isLocked }: { readonly isLocked: boolean }) {
  vi.useFakeTimers()
  const asked: string[] = []
  const state = { takes: 0 }
  const answer = async (strings: TemplateStringsArray): Promise<object[]> => {
    const text = strings.join('?')
    const what = ['take_site', 'try_advisory_lock', 'terminate_backend', 'sites.term'].find((part) =>
      text.includes(part),
    )
    asked.push(what ?? text)
    if (state.takes > 0) await new Promise((resolve) => setTimeout(resolve, state.takes))
    if (what === 'sites.term') return [{ site: 'ccx1', term: 1, released: false, sign: 'the last one' }]
    return what === 'try_advisory_lock' ? [{ locked: !isLocked }] : [{ term: 2 }]
  }
  const link = { use: (work: (sql: typeof answer) => Promise<unknown>) => work(answer) } as unknown as PostgresLink
  const leases = new PostgresLeases({
    session: link,
    desk: link,
    relay: 'this one',
    newLease: () => ({ term: 1, lost: patient, isLocked: true, release: async () => undefined }) as never,
    onFault: (error) => expect.unreachable(error.message),
  })
  onTestFinished(async () => {
    await leases.close()
    vi.useRealTimers()
  })
  void leases.lead('ccx1', patient)
  return { asked, state }
}

it.each([
  ['whose lock is free is taken', false, 'take_site', 1_500],
  ['who holds the lock has its session ended', true, 'terminate_backend', 3_000],
])('the site of a silent leader %s after a while, and not before', async (_, isLocked, what, ms) => {
  const { asked } = waitForSilentLeader({ isLocked })
  await vi.advanceTimersByTimeAsync(ms - 1)
  expect(asked).not.toContain(what)
  await vi.advanceTimersByTimeAsync(1)
  expect(asked).toContain(what)
})

it('a leader is not silent for as long as the database stands still', async () => {
  const { asked, state } = waitForSilentLeader({ isLocked: false })
  await vi.advanceTimersByTimeAsync(250)
  state.takes = 60_000
  await vi.advanceTimersByTimeAsync(250)
  expect(asked).toHaveLength(3)
  state.takes = 0
  await vi.advanceTimersByTimeAsync(60_000)
  expect(asked).toEqual(['sites.term', 'sites.term', 'sites.term'])
  await vi.advanceTimersByTimeAsync(1_500)
  expect(asked).toContain('take_site')
})
