import type { Container } from './container.ts'
import type { GadgetFrame } from './gadget-frame.ts'

/** An element of desktop.html. */
export function byId<E extends HTMLElement>(id: string, kind: new () => E): E {
  const element = document.getElementById(id)
  if (element instanceof kind) return element
  throw new Error(`desktop.html has no ${kind.name} with the id ${id}.`)
}

/** How the gadget is shown: its width, its size, the language of the desktop, and its scheme. */
export function arrangeView(frame: GadgetFrame, container: Container, load: () => void): void {
  for (const input of document.querySelectorAll<HTMLInputElement>('input[name="width"]')) {
    input.addEventListener('change', () => frame.setWidth(input.value === '' ? null : Number(input.value)))
  }
  const maximise = byId('maximise', HTMLButtonElement)
  const gadget = byId('gadget', HTMLIFrameElement)
  gadget.addEventListener('load', () => {
    const views = gadget.contentDocument?.documentElement.dataset['views'] ?? ''
    maximise.hidden = !views.split(',').includes('canvas')
  })
  maximise.addEventListener('click', () => {
    const isMaximised = frame.toggleMaximised()
    document.body.classList.toggle('maximised', isMaximised)
    maximise.textContent = isMaximised ? 'Restore' : 'Maximise'
  })
  const locale = byId('locale', HTMLSelectElement)
  locale.addEventListener('change', () => {
    container.locale = locale.value === '' ? navigator.language : locale.value
    load()
  })
  const dark = byId('dark', HTMLInputElement)
  // The frame of the gadget takes its scheme from the element that holds it.
  dark.addEventListener('change', () => document.documentElement.classList.toggle('dark', dark.checked))
}
