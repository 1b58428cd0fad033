import * as v from 'valibot'
import type { CatalogueEntry } from '../../history/catalogue.ts'
import { isCatalogue } from '../../wire/relay-messages.ts'
import { CATALOGUE_DOCUMENT, type SharedDocuments } from '../history/history-store.ts'

const catalogueSchema = v.pipe(v.string(), v.parseJson(), v.custom<readonly CatalogueEntry[]>(isCatalogue))

/** The labels that the relays of a history know together; null where none has told any that can be understood. */
export function sharedCatalogue(documents: SharedDocuments): readonly CatalogueEntry[] | null {
  const catalogue = v.safeParse(catalogueSchema, documents.all.get(CATALOGUE_DOCUMENT))
  return catalogue.success ? catalogue.output : null
}

/** Tells the other relays the labels. @throws {HistoryError} */
export const shareCatalogue = (documents: SharedDocuments, catalogue: readonly CatalogueEntry[]): Promise<void> =>
  documents.put(CATALOGUE_DOCUMENT, JSON.stringify(catalogue))
