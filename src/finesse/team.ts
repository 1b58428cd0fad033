import { namelessWords } from '#fault-words'
import { FinesseXmlError } from './errors.ts'
import { type FinesseUser, readUser } from './user.ts'
import { childOf, childrenOf, lastSegment, type Report, textOf } from './xml-node.ts'
import { parseRoot } from './xml.ts'

/** A team with its members, each in the short form of a User. */
export type FinesseTeam = {
  readonly uri: string
  readonly id: string
  readonly name: string
  readonly users: readonly FinesseUser[]
}

/**
 * Reads a Team document. A member without a name is left out and reported.
 * @throws {FinesseXmlError}
 */
export function parseTeam(xml: string, report?: Report): FinesseTeam {
  const root = parseRoot(xml, 'Team')
  const uri = textOf(root, 'uri')
  const id = textOf(root, 'id') || lastSegment(uri)
  if (id === '') throw new FinesseXmlError('xml-unexpected', namelessWords('Team'))
  const users: FinesseUser[] = []
  for (const node of childrenOf(childOf(root, 'users'), 'User')) {
    try {
      users.push(readUser(node, report))
    } catch (error) {
      if (!(error instanceof FinesseXmlError)) throw error
      report?.(`team ${id}: ${error.message}`)
    }
  }
  return { uri, id, name: textOf(root, 'name'), users }
}
