// oxlint-disable-next-line no-restricted-imports -- the packaging runs in Node, the gadget does not contain it
import { createHash } from 'node:crypto'
import { type Zippable, zipSync } from 'fflate'

/** The gadget's folder in the package, and then below `/files` on a Finesse server. */
export const GADGET_FOLDER = 'reason-code-history'

/** Where Finesse serves what administrators put into `/files`. */
const SERVED_AT = `/3rdpartygadget/files/${GADGET_FOLDER}/gadget.xml`

/** Moments differ from build to build; bytes are not to. The oldest that a zip file can name, in the time zone of here and now. */
const noTime = (): Date => new Date(1980, 0, 1)

/** What a package is made of. */
export type PackageParts = {
  /** E.g. 1.2.0 */
  readonly version: string
  /** The built gadget's files by their names. */
  readonly gadget: ReadonlyMap<string, Uint8Array>
  /** `docs/install-gadget.md` */
  readonly instructions: string
  readonly licence: string
  /** The relay's address, as the preference's default; null: to be set on site. */
  readonly relay: string | null
}

export type GadgetPackage = { readonly name: string; readonly bytes: Uint8Array }

/**
 * What an administrator needs to put the gadget on Finesse servers: its folder, a snippet for the desktop layout, how to install it,
 * and the SHA-256 of every file as `sha256sum --check` reads them. The same parts give the same bytes.
 * @throws {Error} where the definition has no preference for the relay, or the address is none of https
 */
export function packageGadget({ version, gadget, instructions, licence, relay }: PackageParts): GadgetPackage {
  const encoder = new TextEncoder()
  const files = new Map<string, Uint8Array>([
    ['INSTALL.md', encoder.encode(instructions)],
    ['LICENSE', encoder.encode(licence)],
    ['desktop-layout.xml', encoder.encode(layoutSnippet(relay))],
  ])
  for (const [name, bytes] of gadget) {
    const isDefinition = name === 'gadget.xml'
    files.set(`${GADGET_FOLDER}/${name}`, isDefinition && relay !== null ? withRelay(bytes, relay) : bytes)
  }
  const names = [...files.keys()].toSorted()
  const sums = names.map((name) => `${sha256(files.get(name) ?? new Uint8Array())}  ${name}\n`)
  files.set('SHA256SUMS', encoder.encode(sums.join('')))
  const root = `${GADGET_FOLDER}-${version}`
  const entries = [...names, 'SHA256SUMS'].map((name) => [`${root}/${name}`, files.get(name)] as const)
  // 0644, without which Finesse answers 404; 3 is Unix.
  const options = { level: 9, mtime: noTime(), os: 3, attrs: 0o100644 << 16 } as const
  return { name: `${root}.zip`, bytes: zipSync(Object.fromEntries(entries) as Zippable, options) }
}

/** What goes into the tabs of the role Supervisor, with a height that fits most screens. */
export const layoutSnippet = (
  relay: string | null,
): string => `<!-- In the desktop layout: into <tabs> of the role Supervisor. -->
<tab>
  <id>reason-code-history</id>
  <icon>history</icon>
  <label>Reason Code History</label>
  <columns>
    <column>
      <gadgets>
        <gadget>${SERVED_AT}?gadgetHeight=640${relay === null ? '' : `&amp;relay=${encodeURIComponent(relay)}`}</gadget>
      </gadgets>
    </column>
  </columns>
</tab>
`

function withRelay(definition: Uint8Array, relay: string): Uint8Array {
  if (!URL.canParse(relay) || new URL(relay).protocol !== 'https:') {
    throw new Error(
      `“${relay}” is no address of a relay: it begins with https://, since a desktop lets a gadget use nothing less.`,
    )
  }
  const parts = new TextDecoder().decode(definition).split(/(?<=<UserPref name="relay"[^>]*default_value=")(?=")/)
  if (parts.length !== 2) throw new Error('gadget.xml has no preference “relay” with an empty default_value.')
  return new TextEncoder().encode(parts.join(new URL(relay).href.replace(/\/$/, '').replaceAll('&', '&amp;')))
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
