import { setTimeout as pause } from 'node:timers/promises'
import type { BenchFloor } from './bench-floor.ts'
import type { Followers } from './followers.ts'

type Source = Pick<BenchFloor, 'stream' | 'socket'>

/** Events on the way at most, and written at once. */
const WINDOW = 8_000
const BLOCK = 1_000

/** Waits until each event has come to the one of them who has its agent. */
export async function settle({ stream }: Pick<Source, 'stream'>, followers: Followers): Promise<void> {
  await followers.until(({ observations }) => observations >= stream.sent)
}

/** Writes events as fast as they are taken until so many have been written, and waits for them. */
export async function pour({ stream, socket }: Source, followers: Followers, upTo: number): Promise<void> {
  while (stream.sent < upTo) {
    while (stream.sent - followers.observations < WINDOW && stream.sent < upTo) stream.write(socket, BLOCK)
    followers.check()
    await pause(1)
  }
  await settle({ stream }, followers)
}
