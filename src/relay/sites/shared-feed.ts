import * as v from 'valibot'
import { type Feed, isFeed } from '../../wire/relay-messages.ts'
import type { SharedDocuments } from '../history/history-store.ts'

/** The document in which the relay that leads a site tells the others how its link stands. */
export const feedKey = (site: string): string => `feed:${site}`

/** How the leader of a site says that its link stands; null where none has said anything that can be understood. */
export function sharedFeed(documents: SharedDocuments, site: string): Feed | null {
  const body = documents.all.get(feedKey(site))
  if (body === undefined) return null
  const feed = v.safeParse(v.pipe(v.string(), v.parseJson(), v.custom<Feed>(isFeed)), body)
  return feed.success ? feed.output : null
}
