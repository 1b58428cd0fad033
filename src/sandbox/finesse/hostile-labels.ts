import type { XmlContent, XmlTree } from '../../finesse/xml-writer.ts'

/** What somebody might enter as a label or a name; 40 characters at most, as Finesse takes them. */
export const HOSTILE_LABELS: readonly string[] = [
  '<img src=x onerror=alert(1)>',
  '<script>alert(1)</script>',
  '=cmd()',
  // Written backwards from there on, and never ended.
  'Lunch \u202Ehcnul a ton',
  '"><svg/onload=alert(1)>',
  'A label of forty characters, and no more',
  '👩‍👩‍👧‍👦🏳️‍🌈 Brotzeit 昼休み שבע',
  '=HYPERLINK("http://x","y")&\'',
  '&lt;b&gt;&amp;&#60;i&#62;',
  '\u2067\u2066isolated, never closed',
  '${alert(1)}{{7*7}}<%= 7 %>',
  '@SUM(1+1)*cmd|calc!A0\t-1',
]

/** The elements that people fill in. */
const FILLED_IN: ReadonlySet<string> = new Set(['label', 'name', 'firstName', 'lastName', 'teamName'])

/** Gives documents hostile texts in place of what people filled in: for the same text always the same. */
export class HostileLabels {
  readonly #given = new Map<string, string>()

  readonly rewrite = (tree: XmlTree): XmlTree =>
    Object.fromEntries(
      Object.entries(tree).map(([name, content]) => [
        name,
        FILLED_IN.has(name) && typeof content === 'string' && content !== ''
          ? this.#of(content)
          : this.#inside(content),
      ]),
    )

  #inside(content: XmlContent): XmlContent {
    if (Array.isArray(content)) return (content as readonly XmlContent[]).map((item) => this.#inside(item))
    return typeof content === 'object' && content !== null ? this.rewrite(content as XmlTree) : content
  }

  #of(text: string): string {
    const known = this.#given.get(text)
    if (known !== undefined) return known
    const hostile = HOSTILE_LABELS[this.#given.size % HOSTILE_LABELS.length] ?? ''
    this.#given.set(text, hostile)
    return hostile
  }
}
