import { expect, it } from 'vitest'
import { withoutPerson } from '../../../src/relay/history/memory-shelves.ts'

it('of a document somebody who is forgotten takes his own with him, or all of it where he cannot be told apart', () => {
  expect(withoutPerson('{"ann":{"name":"Ann"},"__proto__":{"name":"Pat"}}', 'ann')).toBe('{"__proto__":{"name":"Pat"}}')
  expect(withoutPerson('{"__proto__":{"name":"Pat"},"ann":1}', '__proto__')).toBe('{"ann":1}')
  expect(withoutPerson('{"ann":1}', 'ann')).toBe('{}')
  const unclear = ['["ann","bob"]', '{"3":["ann"]}', 'no JSON, but "ann"']
  expect(unclear.map((body) => withoutPerson(body, 'ann'))).toEqual([null, null, null])
})
