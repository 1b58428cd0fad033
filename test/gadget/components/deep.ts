import type { LitElement } from 'lit'

const childrenOf = (node: Element | ShadowRoot): readonly Element[] => [
  ...node.children,
  ...(node instanceof Element && node.shadowRoot ? node.shadowRoot.children : []),
]

/** The first element below one that matches, through shadow roots; null where none does. A descendant selector stays within one root. */
// The caller knows what its selector finds, as with querySelector itself.
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
export function deepQuery<T extends Element = Element>(root: Element, selector: string): T | null {
  const roots: (Element | ShadowRoot)[] = [root]
  for (const each of roots) {
    const holder = each instanceof Element ? each.shadowRoot : each
    const found = holder?.querySelector<T>(selector)
    if (found) return found
    for (const child of childrenOf(each)) roots.push(child)
  }
  return null
}

/** What a reader sees of an element, through shadow roots, with single spaces. */
export function deepText(node: Node | null): string {
  const parts: string[] = []
  const visit = (each: Node): void => {
    if (each instanceof Text) parts.push(each.data)
    if (each instanceof Element && each.tagName === 'STYLE') return
    const holder = each instanceof Element && each.shadowRoot ? each.shadowRoot : each
    for (const child of each instanceof HTMLSlotElement ? each.assignedNodes() : holder.childNodes) visit(child)
  }
  if (node) visit(node)
  return parts.join('').replace(/\s+/g, ' ').trim()
}

const isLit = (element: Element): element is LitElement => 'updateComplete' in element

/** All elements below one, and itself, through shadow roots. */
function deepElements(root: Element): readonly Element[] {
  const found = [root]
  for (const each of found) found.push(...childrenOf(each))
  return found
}

/** A part that is being loaded, or a day at a glance, which comes once the rows are painted. */
const isLoading = (element: Element): boolean => element.matches('.part-note[role=status], td.today:empty')

/**
 * Waits until an element and everything below it has nothing left to render: nothing is being loaded, and one more round
 * of updates has brought no other elements.
 */
export async function settled(root: Element): Promise<void> {
  let before: readonly Element[] = []
  for (let isSettled = false; !isSettled;) {
    // A frame lets size observers speak.
    await new Promise(requestAnimationFrame)
    await new Promise(requestAnimationFrame)
    for (const element of deepElements(root)) if (isLit(element)) await element.updateComplete
    const after = deepElements(root)
    isSettled =
      after.length === before.length && after.every((each, index) => each === before[index]) && !after.some(isLoading)
    before = after
  }
}
