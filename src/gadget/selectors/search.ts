import type { AgentInfo } from '../floor/roster.ts'

/** What the search looks for an agent in. */
export const searchedText = ({ name, agentId, extension }: AgentInfo): string =>
  `${name} ${agentId} ${extension}`.toLocaleLowerCase()

/** Does a text that is searched have every word of a search in it? */
export function searchFor(search: string): (text: string) => boolean {
  const words = search.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  return (text) => words.every((word) => text.includes(word))
}
