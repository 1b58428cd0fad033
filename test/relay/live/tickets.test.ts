import { expect, test } from 'vitest'
import { MemoryTickets } from '../../../src/relay/history/memory-shelves.ts'
import { TicketOffice } from '../../../src/relay/live/tickets.ts'
import { MORNING } from '../../support/observations.ts'

const SESSION = { agentId: 'super1', teams: [{ id: '3', name: 'MN Team 1', memberIds: ['a'] }] }

test('a ticket has 256 random bits and is good once, for 30 s', async () => {
  const office = new TicketOffice(new MemoryTickets())
  const { ticket, expiresAt } = await office.issue(SESSION, MORNING)
  expect(Buffer.from(ticket, 'base64url')).toHaveLength(32)
  expect(expiresAt).toBe(MORNING + 30_000)
  expect((await office.issue(SESSION, MORNING)).ticket).not.toBe(ticket)
  expect(await office.redeem(ticket, MORNING + 29_999)).toEqual(SESSION)
  expect(await office.redeem(ticket, MORNING + 29_999)).toBe('ticket-used')
})

test('a ticket that nobody used ends after 30 s', async () => {
  const office = new TicketOffice(new MemoryTickets())
  const { ticket } = await office.issue(SESSION, MORNING)
  expect(await office.redeem(ticket, MORNING + 30_000)).toBe('ticket-expired')
})

test('spent tickets are forgotten some minutes later', async () => {
  const office = new TicketOffice(new MemoryTickets())
  const { ticket } = await office.issue(SESSION, MORNING)
  await office.redeem(ticket, MORNING)
  await office.issue(SESSION, MORNING + 3_600_000)
  expect(await office.redeem(ticket, MORNING + 3_600_000)).toBe('ticket-unknown')
})

test('what is kept of tickets that nobody takes is bounded, the newest staying', async () => {
  const shelf = new MemoryTickets()
  const session = 'x'.repeat(8 * 1024 * 1024)
  for (let n = 0; n < 12; n++) {
    await shelf.put(`ticket ${n}`, session, MORNING)
    // Those that are taken count no more.
    if (n % 2 === 0) await shelf.take(`ticket ${n}`, MORNING - 1)
  }
  for (let n = 12; n < 18; n++) await shelf.put(`ticket ${n}`, session, MORNING)
  const unknown = []
  for (let n = 0; n < 18; n++) if ((await shelf.take(`ticket ${n}`, MORNING - 1)) === 'ticket-unknown') unknown.push(n)
  expect(unknown).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
})

test('a ticket of one relay is good at another that shares its shelf, at one of them', async () => {
  const shelf = new MemoryTickets()
  const { ticket } = await new TicketOffice(shelf).issue(SESSION, MORNING)
  const answers = await Promise.all([
    new TicketOffice(shelf).redeem(ticket, MORNING),
    new TicketOffice(shelf).redeem(ticket, MORNING),
  ])
  expect(answers).toContainEqual(SESSION)
  expect(answers).toContain('ticket-used')
})

test('the shelf never sees a ticket', async () => {
  const seen: string[] = []
  const shelf = new MemoryTickets()
  const office = new TicketOffice({
    put: (hash, ...rest) => {
      seen.push(hash, ...rest.map(String))
      return shelf.put(hash, ...rest)
    },
    take: (hash, now) => {
      seen.push(hash)
      return shelf.take(hash, now)
    },
  })
  const { ticket } = await office.issue(SESSION, MORNING)
  await office.redeem(ticket, MORNING)
  expect(seen).toHaveLength(4)
  expect(seen.join(' ')).not.toContain(ticket)
})
