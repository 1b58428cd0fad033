import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseConfig } from '../../src/relay/config.ts'
import { configSchema } from '../../src/relay/config-schema.ts'

const DOCUMENT = readFileSync(new URL('../../docs/configure.md', import.meta.url), 'utf8')

/** The parts of a valibot schema that say which keys there are. */
type SchemaNode = {
  readonly type: string
  readonly entries?: Readonly<Record<string, SchemaNode>>
  readonly item?: SchemaNode
  readonly wrapped?: SchemaNode
  readonly default?: unknown
  /** Of a variant: each of its forms. */
  readonly options?: readonly SchemaNode[]
}

/** What the document must say as the default: of an object that may be left out, its keys say it. */
function defaultOf({ type, wrapped, default: value }: SchemaNode): string {
  if (type !== 'optional') return 'required'
  return value === undefined || wrapped?.entries || wrapped?.type === 'variant' ? '–' : JSON.stringify(value)
}

/** Every key below a schema, at any depth, with its default. */
function* keysOf(schema: SchemaNode, path = ''): Generator<readonly [key: string, default_: string]> {
  const inner = schema.wrapped ?? schema
  for (const form of inner.type === 'variant' ? (inner.options ?? []) : []) yield* keysOf(form, path)
  if (inner.item) yield* keysOf(inner.item, `${path}[]`)
  for (const [name, node] of Object.entries(inner.entries ?? {})) {
    const key = path === '' ? name : `${path}.${name}`
    yield [key, defaultOf(node)]
    yield* keysOf(node, key)
  }
}

/** Rows of the document's tables: | `key` | type | default | meaning | */
const rows = DOCUMENT.split('\n').flatMap((line) => {
  const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim())
  const key = /^`([^`]+)`$/.exec(cells[1] ?? '')?.[1]
  return key === undefined ? [] : [{ key, default_: (cells[3] ?? '').replaceAll('`', ''), meaning: cells[4] ?? '' }]
})

describe('docs/configure.md', () => {
  it('has every key of the schema, no other, and each with its default', () => {
    const schema = configSchema('/') as unknown as SchemaNode
    const documented = rows.map(({ key, default_ }) => `${key}: ${default_}`)
    // Forms of one object have keys in common; the form that is meant where none is named comes first.
    const keys = new Map([...keysOf(schema)].toReversed())
    expect(documented.toSorted()).toEqual([...keys].map(([key, default_]) => `${key}: ${default_}`).toSorted())
  })

  it('says what each means', () => {
    expect(rows.filter(({ meaning }) => meaning === '')).toEqual([])
  })

  it('has an example that is accepted', () => {
    const example = /```json\n([\s\S]+?)```/.exec(DOCUMENT)?.[1] ?? ''
    expect(parseConfig(JSON.parse(example), '/etc/reason-code-history/relay.json').cti[0]?.site).toBe('cce1')
  })
})

it('the README’s example is accepted', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
  const example = /```json\n([\s\S]+?)```/.exec(readme)?.[1] ?? ''
  expect(parseConfig(JSON.parse(example), '/etc/relay.json').cti[0]?.dialect).toBe('uccx')
})
