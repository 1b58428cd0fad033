import { expect, it } from 'vitest'
import { compareTexts } from '../../src/gadget/text-order.ts'

it('names with numbers come in the order of the numbers', () => {
  expect(['Team 10', 'Team 9', 'Äpfel', 'Zoo', 'team 1'].toSorted(compareTexts)).toEqual([
    'Äpfel',
    'team 1',
    'Team 9',
    'Team 10',
    'Zoo',
  ])
})
