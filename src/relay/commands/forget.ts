import type { RelayConfig } from '../config-schema.ts'
import { openHistory } from '../history/open-history.ts'
import { keptAside } from '../history/sqlite-aside.ts'

/** Removes a person from the history, also while a relay runs on it. */
export async function forget({
  config,
  agent,
}: {
  readonly config: RelayConfig
  readonly agent: string
}): Promise<void> {
  const { history } = config
  const store = await openHistory(config)
  try {
    const removed = await store.forget(agent)
    process.stdout.write(`${removed} observations of ${agent} were removed.\n`)
    for (const { path } of history.engine === 'sqlite' ? keptAside(history.file) : []) {
      process.stdout.write(
        `${path}, a damaged history, may have more of ${agent}: remove it as soon as nobody needs it.\n`,
      )
    }
  } finally {
    await store.close()
  }
}
