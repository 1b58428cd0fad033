/** What a start is compared with: a process that does nothing but open the database and see where it ends. */
import { DatabaseSync } from 'node:sqlite'

const db = new DatabaseSync(process.argv[2] ?? '', { readOnly: true })
process.send?.(db.prepare('SELECT max(seq) AS seq FROM observations').get()?.['seq'])
db.close()
