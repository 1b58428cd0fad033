/** Does something when it is first asked for: what takes a browser long to make is not to hold up the first paint. */
export function once<T extends object | number>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}
