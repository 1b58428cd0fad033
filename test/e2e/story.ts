import { afterEach, beforeEach, expect, vi } from 'vitest'
import { basicAuthorization } from '../../src/finesse/credential.ts'
import { PATIENCE } from '../support/patience.ts'
import type { Desktop } from './desktop.ts'
import type { RunningSandbox } from './running-sandbox.ts'

/**
 * Makes the tests of a story, which go on in one window, able to be tried again by themselves: each brings about what it begins with,
 * and before one is tried again the window is a new one. After each, nothing in the window was a fault.
 * @param reopen Opens the window anew, whatever the try before left.
 */
export function story(desktop: () => Desktop, reopen: () => Promise<void>): void {
  beforeEach(async ({ task }) => {
    if (task.result?.retryCount) await reopen()
  })
  afterEach(() => {
    expect(desktop().faults).toEqual([])
  })
}

/** What undoes whatever a story may have stopped. */
const UNDOING = ['finesse-back', 'relay-start', 'cti-master', 'cti-accept']

/** Presses the sandbox's buttons until nothing of it is stopped. */
export async function putInOrder({ ready }: RunningSandbox): Promise<void> {
  const press = async (control: string): Promise<void> => {
    const response = await fetch(`${ready.finesse}/desktop/controls/${control}`, {
      method: 'POST',
      headers: { authorization: basicAuthorization('super1', 'super1') },
    })
    expect(await response.json()).toMatchObject({ isDone: true })
  }
  for (const control of UNDOING) await vi.waitFor(() => press(control), PATIENCE)
}
