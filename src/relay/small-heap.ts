import { setFlagsFromString } from 'node:v8'

/**
 * Keeps the memory of this process near to what it needs, in each of its threads: to be called before anything large is
 * loaded. What a relay keeps is small and hardly grows, what passes through it is much, and V8 lets the garbage of it pile
 * up to some hundred megabytes where the machine has them. Collecting it more often takes little processor time. Both are
 * numbers that V8 looks up each time it decides, so that they may be set while it runs.
 */
export function keepHeapSmall(): void {
  // What lives long is looked through when it has grown by so many per cent.
  setFlagsFromString('--heap-growing-percent=40')
  // The room for what is new does not grow beyond what it is at the start, a megabyte or two.
  setFlagsFromString('--semi-space-growth-factor=1')
}
