import { expect, it } from 'vitest'
import { LastingFault } from '../../src/relay/lasting-fault.ts'
import { RelayError } from '../../src/relay/relay-error.ts'

it('is told when it begins, when it becomes another, once an hour while it lasts, and when it comes back', () => {
  const fault = new LastingFault()
  const told: string[] = []
  const fail = (code: string, minute: number) => {
    const isTold = fault.isNews(new RelayError(code, `Words of minute ${minute}.`), minute * 60_000)
    if (isTold) told.push(`${code} ${minute}`)
  }
  for (let minute = 0; minute < 130; minute++) fail('away', minute)
  fail('refused', 130)
  fail('refused', 131)
  fault.end()
  fail('refused', 132)
  expect(told).toEqual(['away 0', 'away 60', 'away 120', 'refused 130', 'refused 132'])
})
