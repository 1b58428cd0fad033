import { LitElement } from 'lit'

/**
 * Renders an element and everything below it again, though no property has changed: after a change of language, which is
 * no component's property. So none has to remember to follow it.
 */
export function renderAgain(root: Element): void {
  if (root instanceof LitElement) root.requestUpdate()
  for (const inner of [...root.children, ...(root.shadowRoot?.children ?? [])]) renderAgain(inner)
}
