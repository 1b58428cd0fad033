import { fixture, html } from '@open-wc/testing'
import { tokens } from '../../../src/gadget/styles/tokens.ts'
import { deepText, settled } from './deep.ts'

/** What an element has to be told; functions and such are its own. */
type Told<E> = { readonly [Name in keyof E as Name extends keyof HTMLElement ? never : Name]?: E[Name] }

/** One element by itself, in the gadget's colours, with what it has to be told, and with nothing left to render. */
export async function alone<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  told: Told<HTMLElementTagNameMap[Tag]>,
  width = 700,
): Promise<HTMLElementTagNameMap[Tag]> {
  const box = await fixture<HTMLElement>(html`<div style="width:${width}px"></div>`)
  const style = document.createElement('style')
  style.textContent = tokens.cssText.replaceAll(':host', 'div')
  const element = Object.assign(document.createElement(tag), told)
  box.append(style, element)
  await settled(element)
  return element
}

/** The events of a name that an element sends, with what each says. */
export function heardFrom(element: HTMLElement, name: keyof HTMLElementEventMap): unknown[] {
  const heard: unknown[] = []
  element.addEventListener(name, (event) => heard.push(event instanceof CustomEvent ? event.detail : null))
  return heard
}

/** A button of an element's own by what it says or is called. */
export function buttonOf(element: Element, name: string): HTMLButtonElement {
  const all = [...(element.shadowRoot?.querySelectorAll('button') ?? [])]
  const found = all.find((button) => (button.getAttribute('aria-label') ?? deepText(button)).startsWith(name))
  if (!found) throw new Error(`no button “${name}”`)
  return found
}
