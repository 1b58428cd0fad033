import {
  type Dialect,
  isLengthWidthOpen,
  isProtocolVersion,
  lengthBytesOf,
  tagBytesOf,
  VERSION_RANGES,
  type Width,
} from './dialect.ts'
import { MessageReader } from './message-reader.ts'
import { MESSAGE_TYPES } from './message-types.ts'
import { MessageWriter } from './message-writer.ts'
import { MESSAGES, type MessageName } from './messages.ts'
import type { MessageTable } from './tables/field.ts'

/** How messages of one version of one dialect lie in their bytes. Get one from `layoutFor`. */
export type Layout = {
  readonly dialect: Dialect
  readonly version: number
  /** Width of a floating field's tag, and of its length. */
  readonly tagBytes: Width
  readonly lengthBytes: Width
  /** By MessageType; undefined where there is no layout. */
  readonly readers: readonly (MessageReader | undefined)[]
  readonly writers: { readonly [N in MessageName]: MessageWriter }
}

const layouts = new Map<string, Layout>()

/**
 * The layout of a version. `lengthBytes` is for UCCX 18 only, whose length width no guide settles.
 * @throws RangeError for a version the dialect does not have
 */
export function layoutFor(dialect: Dialect, version: number, lengthBytes = lengthBytesOf(dialect, version)): Layout {
  if (!isProtocolVersion(dialect, version)) {
    const { oldest, newest } = VERSION_RANGES[dialect]
    throw new RangeError(`Protocol version ${version} of ${dialect} is unknown; there are ${oldest} to ${newest}.`)
  }
  const key = `${dialect} ${version} ${lengthBytes}`
  const known = layouts.get(key)
  if (known !== undefined) return known
  const layout = compile(dialect, version, lengthBytes)
  layouts.set(key, layout)
  return layout
}

/** The other layout a version may turn out to have, or null where there is no doubt. */
export const otherLayout = (layout: Layout): Layout | null =>
  isLengthWidthOpen(layout.dialect, layout.version)
    ? layoutFor(layout.dialect, layout.version, layout.lengthBytes === 1 ? 2 : 1)
    : null

function compile(dialect: Dialect, version: number, lengthBytes: Width): Layout {
  const widths = { dialect, version, tagBytes: tagBytesOf(dialect, version), lengthBytes }
  const { oldest, newest } = VERSION_RANGES[dialect]
  const otherVersions = Array.from({ length: newest - oldest + 1 }, (_, index) => newest - index)
  const readers: (MessageReader | undefined)[] = []
  const writers: [string, MessageWriter][] = []
  for (const [name, table] of Object.entries<MessageTable>(MESSAGES)) {
    const type = MESSAGE_TYPES[name as MessageName]
    while (readers.length <= type) readers.push(undefined)
    readers[type] = new MessageReader(name, type, table, widths, otherVersions)
    writers.push([name, new MessageWriter(name, type, table, widths)])
  }
  return { ...widths, readers, writers: Object.fromEntries(writers) as Layout['writers'] }
}
