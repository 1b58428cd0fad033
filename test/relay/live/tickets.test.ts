import { expect, test } from 'vitest'
import { TicketOffice } from '../../../src/relay/live/tickets.ts'
import { MORNING } from '../../support/observations.ts'

const SESSION = { agentId: 'super1', teams: [] }

test('a ticket has 256 random bits and is good once, for 30 s', () => {
  const office = new TicketOffice()
  const { ticket, expiresAt } = office.issue(SESSION, MORNING)
  expect(Buffer.from(ticket, 'base64url')).toHaveLength(32)
  expect(expiresAt).toBe(MORNING + 30_000)
  expect(office.issue(SESSION, MORNING).ticket).not.toBe(ticket)
  expect(office.redeem(ticket, MORNING + 29_999)).toBe(SESSION)
  expect(office.redeem(ticket, MORNING + 29_999)).toBe('ticket-used')
})

test('a ticket that nobody used ends after 30 s', () => {
  const office = new TicketOffice()
  const { ticket } = office.issue(SESSION, MORNING)
  expect(office.redeem(ticket, MORNING + 30_000)).toBe('ticket-expired')
})

test('spent tickets are forgotten some minutes later', () => {
  const office = new TicketOffice()
  const { ticket } = office.issue(SESSION, MORNING)
  office.redeem(ticket, MORNING)
  office.issue(SESSION, MORNING + 3_600_000)
  expect(office.redeem(ticket, MORNING + 3_600_000)).toBe('ticket-unknown')
})
