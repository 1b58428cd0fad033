import { expect, it, onTestFinished, vi } from 'vitest'
import { HistoryError } from '../../../src/relay/history/history-error.ts'
import { PostgresLeases } from '../../../src/relay/history/postgres-leases.ts'
import type { PostgresLink } from '../../../src/relay/history/postgres-link.ts'
import { patient } from './shared-history.ts'

/**
 * A relay that waits for a site whose leader gives no sign any more. What it asks of the database takes as long as `takes` says;
 * taking the site may take longer, or fail.
 */
function waitForSilentLeader({ isLocked = false }: { readonly isLocked?: boolean } = {}) {
  vi.useFakeTimers()
  const asked: string[] = []
  const faults: string[] = []
  const state = { takes: 0, taking: async (): Promise<void> => undefined }
  const answer = async (strings: TemplateStringsArray): Promise<object[]> => {
    const text = strings.join('?')
    const what = ['take_site', 'try_advisory_lock', 'advisory_unlock', 'terminate_backend', 'sites.term'].find((part) =>
      text.includes(part),
    )
    asked.push(what ?? text)
    if (state.takes > 0) await new Promise((resolve) => setTimeout(resolve, state.takes))
    if (what === 'sites.term') return [{ site: 'ccx1', term: 1, released: false, sign: 'the last one' }]
    if (what === 'take_site') await state.taking()
    return what === 'try_advisory_lock' ? [{ locked: !isLocked }] : [{ term: 2 }]
  }
  const link = { use: (work: (sql: typeof answer) => Promise<unknown>) => work(answer) } as unknown as PostgresLink
  const leases = new PostgresLeases({
    session: link,
    desk: link,
    relay: 'this one',
    newLease: () => ({ term: 1, lost: patient, isLocked: true, release: async () => undefined }) as never,
    onFault: ({ code }) => faults.push(code),
  })
  onTestFinished(async () => {
    await leases.close()
    vi.useRealTimers()
  })
  void leases.lead('ccx1', patient)
  return { asked, faults, state, leases, count: (what: string) => asked.filter((one) => one === what).length }
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
  const { asked, state } = waitForSilentLeader()
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

it('silence begins anew where this relay has lost its session: it has not seen all of it', async () => {
  const { asked, leases } = waitForSilentLeader()
  await vi.advanceTimersByTimeAsync(1_400)
  leases.onSessionLost()
  await vi.advanceTimersByTimeAsync(1_400)
  expect(asked).not.toContain('take_site')
})

it('a site is taken once, however long that takes', async () => {
  const { count, state } = waitForSilentLeader()
  const { promise, resolve } = Promise.withResolvers<void>()
  state.taking = () => promise
  await vi.advanceTimersByTimeAsync(60_000)
  expect([count('take_site'), count('try_advisory_lock')]).toEqual([1, 1])
  resolve()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(count('take_site')).toBe(1)
})

it.each([
  ['that another relay was faster, which is no fault', 'history-fenced', []],
  ['that fails', 'history-failed', ['history-failed']],
])('a taking %s gives the lock back, and is tried again', async (_, code, told) => {
  const { asked, faults, state } = waitForSilentLeader()
  state.taking = async () => {
    state.taking = async () => undefined
    throw new HistoryError(code, 'Refused.')
  }
  await vi.advanceTimersByTimeAsync(1_750)
  expect(faults).toEqual(told)
  expect(asked.filter((what) => what !== 'sites.term')).toEqual([
    'try_advisory_lock',
    'take_site',
    'advisory_unlock',
    'try_advisory_lock',
    'take_site',
  ])
})
