import { html, LitElement } from 'lit'
class Foo extends LitElement {
  static override properties = { a: { type: String } }
  declare a: string
  constructor() {
    super()
    this.a = 'x'
  }
  override render() {
    return html`<b>${this.a}</b>`
  }
}
customElements.define('foo-bar', Foo)
