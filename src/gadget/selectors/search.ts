import type { AgentInfo } from '../floor/roster.ts'

/** Without capitals and accents: not every keyboard has them. */
const plain = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase()

/** What the search looks for an agent in. */
export const searchedText = ({ name, agentId, extension }: AgentInfo): string =>
  plain(`${name} ${agentId} ${extension}`)

/** Does a text that is searched have every word of a search in it? */
export function searchFor(search: string): (text: string) => boolean {
  const words = plain(search).split(/\s+/).filter(Boolean)
  return (text) => words.every((word) => text.includes(word))
}
