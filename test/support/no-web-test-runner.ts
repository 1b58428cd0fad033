/**
 * Stands in for `@web/test-runner-commands`, which `@open-wc/testing` imports for stored DOM snapshots:
 * the real one needs the server of another test runner. Nothing here uses stored snapshots.
 */
const unsupported = (): never => {
  throw new Error('stored DOM snapshots are not used in these tests')
}

export const getSnapshot = unsupported
export const getSnapshotConfig = unsupported
export const saveSnapshot = unsupported
