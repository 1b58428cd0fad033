import type { Random } from './random.ts'

/** What parsers of XML stumble over. */
const PIECES = [
  '<',
  '>',
  '</',
  '/>',
  '&',
  '&lt;',
  '&#xD800;',
  '&#99999999999;',
  '&a;',
  ']]>',
  '<![CDATA[',
  '<!--',
  '-->',
  '<?x',
  '<!DOCTYPE a>',
  '<!DOCTYPE a [<!ENTITY b "c">]>',
  '<User>',
  '</User>',
  '<constructor>',
  '<__proto__/>',
  '<hasOwnProperty/>',
  '<a b="c"/>',
  '"',
  '\0',
  '\ud800',
  '漢',
  '-1',
  '99999999999999999999',
] as const

const MOST_CHANGES = 3
const LONGEST_CUT = 40
/** A piece comes this often in a row, one time in so many. */
const FLOOD = 20_000
const FLOOD_ONE_IN = 200

/** What a broken or hostile Finesse might send in the place of a document. */
export function mutateText(document: string, random: Random): string {
  let text = document
  for (let changes = 1 + random.below(MOST_CHANGES); changes > 0; changes--) {
    const anywhere = random.below(text.length + 1)
    // Half of the changes are of what an element holds, after which a document is most often still one.
    const at = random.oneIn(2) ? text.indexOf('>', anywhere) + 1 : anywhere
    const piece = random.pick(['', random.pick(PIECES), text.slice(at, at + random.below(LONGEST_CUT))])
    const put = random.oneIn(FLOOD_ONE_IN) ? piece.repeat(random.below(FLOOD)) : piece
    text = text.slice(0, at) + put + text.slice(at === anywhere ? at + random.below(LONGEST_CUT) : at)
  }
  return text
}
