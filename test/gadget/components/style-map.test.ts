import { expect } from '@open-wc/testing'
import { html, render } from 'lit'
import { describe, it } from 'vitest'
import { styleMap } from '../../../src/gadget/styles/style-map.ts'

describe('styleMap', () => {
  it('sets properties, and takes back those that are gone', () => {
    const box = document.createElement('div')
    const show = (properties: Record<string, string>): HTMLElement => {
      render(html`<i style=${styleMap(properties)}></i>`, box)
      const element = box.querySelector('i')
      if (!element) throw new Error('no element')
      return element
    }
    const element = show({ left: '10%', '--size': '2px' })
    expect(element.style.left).to.equal('10%')
    expect(element.style.getPropertyValue('--size')).to.equal('2px')
    show({ left: '20%' })
    expect(element.style.left).to.equal('20%')
    expect(element.style.getPropertyValue('--size')).to.equal('')
  })

  it('is for style attributes only', () => {
    const box = document.createElement('div')
    expect(() => render(html`<i title=${styleMap({ left: '0' })}></i>`, box)).to.throw('style attributes')
  })
})
