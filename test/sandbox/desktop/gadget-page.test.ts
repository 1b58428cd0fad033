import { describe, expect, it } from 'vitest'
import { readDefinition, renderGadgetPage } from '../../../src/sandbox/desktop/gadget-page.ts'

const XML = `<Module><ModulePrefs title="A &amp; B"><Require feature="pubsub-2"/></ModulePrefs>
  <UserPref name="relay" default_value=""/><UserPref name="size" default_value="3"/>
  <Content type="html" view="default,canvas"><![CDATA[<script src="a.js"></script><p>__UP_relay__ __UP_other__</p>]]></Content></Module>`

describe('the page of a gadget', () => {
  const definition = readDefinition(XML)

  it('takes title, preferences, views and content from the definition', () => {
    expect(definition).toEqual({
      title: 'A & B',
      preferences: { relay: '', size: '3' },
      views: 'default,canvas',
      content: '<script src="a.js"></script><p>__UP_relay__ __UP_other__</p>',
    })
  })

  it('has the container before the gadget, and resolves its addresses against the definition', () => {
    const page = renderGadgetPage(definition, '/3rdpartygadget/files/x/gadget.xml', {})
    expect(page).toContain('<base href="/3rdpartygadget/files/x/gadget.xml">')
    expect(page.indexOf('gadgets.js')).toBeLessThan(page.indexOf('a.js'))
  })

  it('hands over the declared preferences only, as text whatever they contain', () => {
    const page = renderGadgetPage(definition, '/x', { relay: '"><img onerror=x>', stranger: 'y' })
    expect(page).toContain(
      'data-preferences="{&quot;relay&quot;:&quot;\\&quot;&gt;&lt;img onerror=x&gt;&quot;,&quot;size&quot;:&quot;3&quot;}"',
    )
    expect(page).toContain('<p>&quot;&gt;&lt;img onerror=x&gt; __UP_other__</p>')
    expect(page).not.toContain('stranger')
  })
})
