import { expect, fixture, html } from '@open-wc/testing'
import { test } from 'vitest'
import '../../../src/gadget/main.ts'
test('x', async () => {
  const el = await fixture(html`<foo-bar></foo-bar>`)
  await expect(el).to.be.accessible()
  expect(el.shadowRoot?.textContent).to.equal('x')
})
