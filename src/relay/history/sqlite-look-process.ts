/** Process of its own that looks at all of a history, named by its argument, and sends a `LookAnswer`. */
import { constants, setPriority } from 'node:os'
import { DatabaseSync } from 'node:sqlite'
import { setImmediate as turn } from 'node:timers/promises'
import { damageIn, describeError } from './sqlite-damage.ts'
import type { LookAnswer } from './sqlite-look-apart.ts'
import { LOOK_ROWS, lookAtPages, lookAtRows } from './sqlite-look.ts'

// The relay has ended: nobody wants to know any more.
process.on('disconnect', () => process.exit())
setPriority(constants.priority.PRIORITY_LOW)

async function look(file: string): Promise<LookAnswer> {
  try {
    const db = new DatabaseSync(file, { readOnly: true, timeout: 5_000 })
    lookAtPages(db)
    for (let after: number | null = 0; after !== null; await turn()) after = lookAtRows(db, after, LOOK_ROWS)
    db.close()
    return null
  } catch (error) {
    return describeError(damageIn(error) ?? error, file)
  }
}

process.send?.(await look(process.argv[2] ?? ''), () => process.disconnect())
