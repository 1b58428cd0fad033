import type { RelayConfig } from '../config-schema.ts'
import { openHistory } from '../history/open-history.ts'

/** Removes a person from the history, also while a relay runs on it. */
export async function forget({
  config,
  agent,
}: {
  readonly config: RelayConfig
  readonly agent: string
}): Promise<void> {
  const store = await openHistory(config)
  try {
    const removed = await store.forget(agent)
    process.stdout.write(`${removed} observations of ${agent} were removed.\n`)
  } finally {
    await store.close()
  }
}
