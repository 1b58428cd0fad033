/**
 * How long a test waits for what must come, milliseconds: for `vi.waitFor`, and by itself for `expect.poll`. Long, for a
 * machine that is busy with other things; what is there is seen at once.
 */
export const PATIENCE = { timeout: 60_000 }
