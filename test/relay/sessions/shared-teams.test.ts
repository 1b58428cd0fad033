import { expect, onTestFinished, test, vi } from 'vitest'
import { MemoryDocuments } from '../../../src/relay/history/memory-shelves.ts'
import { SharedTeams } from '../../../src/relay/sessions/shared-teams.ts'

const HOUR_MS = 3_600_000

test('who is in a team is kept by nobody for longer than it takes to be told, and nobody leaves it with that', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const documents = new MemoryDocuments()
  const told: (readonly [string, readonly string[]])[] = []
  const teams = new SharedTeams({
    documents,
    onMembers: (...members) => told.push(members),
    onFault: (message) => expect.unreachable(message),
  })
  await documents.put('team:4', '["b"]')
  await documents.put('agents:ccx1:3', '{"b":{"name":"Ann Poe","extension":""}}')
  await vi.advanceTimersByTimeAsync(HOUR_MS)
  expect([...documents.all.keys()]).toEqual(['agents:ccx1:3'])
  expect(told).toEqual([['4', ['b']]])
  teams.learned('4', ['b'])
  expect(documents.all.get('team:4')).toBe('["b"]')
  teams.close()
  await vi.advanceTimersByTimeAsync(HOUR_MS)
  expect(documents.all.has('team:4')).toBe(true)
})
