import { noChange } from 'lit'
import { type AttributePart, Directive, directive, type PartInfo, PartType } from 'lit/directive.js'

/**
 * The style of an element by its properties, e.g. `style=${styleMap({ left: '10%' })}`, set one by one. The directive of this name
 * that comes with Lit writes a style attribute at first, which no Content-Security-Policy lets in that forbids inline styles.
 */
class StyleMap extends Directive {
  #names: readonly string[] = []

  constructor(part: PartInfo) {
    super(part)
    if (part.type !== PartType.ATTRIBUTE || part.name !== 'style') throw new TypeError('It is for style attributes.')
  }

  override render(_properties: Readonly<Record<string, string>>): unknown {
    return noChange
  }

  override update({ element }: AttributePart, [properties]: [Readonly<Record<string, string>>]): unknown {
    const { style } = element
    for (const name of this.#names) if (!Object.hasOwn(properties, name)) style.removeProperty(name)
    for (const [name, value] of Object.entries(properties)) style.setProperty(name, value)
    this.#names = Object.keys(properties)
    return noChange
  }
}

/** @see StyleMap. Names as in CSS, e.g. `inset-inline-start`. */
export const styleMap = directive(StyleMap)
