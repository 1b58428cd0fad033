import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FinesseXmlError } from '../../src/finesse/errors.ts'
import { MAX_XML_LENGTH, parseRoot, parseXml } from '../../src/finesse/xml.ts'
import { childOf, childrenOf, textOf, textOrNull } from '../../src/finesse/xml-node.ts'
import { writeXml } from '../../src/finesse/xml-writer.ts'

const refusal = (code: string) => expect.objectContaining({ name: 'FinesseXmlError', code }) as Error

describe('a document is read', () => {
  it('to texts only, references resolved once', () => {
    expect(parseXml('<?xml version="1.0" encoding="UTF-8"?><a> 1e3 </a>')).toEqual({ a: '1e3' })
    expect(parseXml('<a>&lt;b&gt; &amp;lt; &#252;&#xfc;</a>')).toEqual({ a: '<b> &lt; üü' })
    expect(parseXml('<a><![CDATA[<b>]]></a>')).toEqual({ a: '<b>' })
    expect(parseXml('<a x="1"><b/><b>2</b></a>')).toEqual({ a: { '@x': '1', b: ['', '2'] } })
  })

  it('after a byte order mark', () => {
    expect(parseXml('\ufeff<a>1</a>')).toEqual({ a: '1' })
  })

  it('by its root, whose first letter may have either case', () => {
    expect(parseRoot('<user><id>1</id></user>', 'User')).toEqual({ id: '1' })
    expect(() => parseRoot('<html/>', 'User')).toThrow('The document should be a User but is “html”.')
    expect(() => parseRoot('<html/>', 'User')).toThrow(refusal('xml-unexpected'))
  })
})

const nested = (depth: number): string => '<a>'.repeat(depth) + '</a>'.repeat(depth)

describe('a document is refused', () => {
  it.each([
    '<!DOCTYPE User SYSTEM "http://example.com/x.dtd"><User/>',
    '<!doctype html><html/>',
    '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
    '<?xml version="1.0"?>\n<! DOCTYPE a><a/>',
    '<a><!ENTITY x SYSTEM "file:///etc/passwd"></a>',
  ])('with a DOCTYPE or an ENTITY: %s', (xml) => {
    expect(() => parseXml(xml)).toThrow(refusal('xml-doctype'))
  })

  it.each([
    '',
    'text',
    '<a',
    '<a>',
    '<a></b>',
    '<a x="1" x="2"/>',
    '<a><b></a></b>',
    '{"a":1}',
    '<__proto__>1</__proto__>',
  ])('that is none: %j', (xml) => {
    expect(() => parseXml(xml)).toThrow(refusal('xml-malformed'))
  })

  it('that is too long', () => {
    expect(() => parseXml('<a>123</a>', 9)).toThrow(refusal('xml-too-large'))
    expect(parseXml('<a>123</a>', 10)).toEqual({ a: '123' })
    expect(() => parseXml(`<a>${' '.repeat(MAX_XML_LENGTH)}</a>`)).toThrow(refusal('xml-too-large'))
  })

  it('that is nested too deeply, however deep', () => {
    expect(() => parseXml(nested(32))).not.toThrow()
    expect(() => parseXml(nested(40))).toThrow(refusal('xml-malformed'))
    expect(() => parseXml(nested(100_000))).toThrow(refusal('xml-malformed'))
    expect(() => parseXml('<a>'.repeat(100_000))).toThrow(refusal('xml-malformed'))
  })

  it('in a message of bounded length', () => {
    const name = 'a'.repeat(100_000)
    for (const attempt of [() => parseXml(`<${name}>`), () => parseRoot(`<${name}/>`, 'User')]) {
      expect(attempt).toThrow(FinesseXmlError)
      expect(attempt).toThrow(/^.{1,300}$/s)
    }
  })
})

describe('entities', () => {
  it('of nobody’s making are no reference to anything', () => {
    expect(parseXml('<a>&xxe;</a>')).toEqual({ a: '&xxe;' })
  })

  it('in great number are read in a moment', () => {
    const many = '&amp;'.repeat(100_000)
    expect(parseXml(`<a>${many}</a>`)).toEqual({ a: '&'.repeat(100_000) })
  })
})

describe('a node', () => {
  it('of whatever kind has children and texts, or none', () => {
    for (const node of [undefined, null, 7, 'text', [], {}, true, [null]]) {
      expect(childOf(node, 'a')).toBeUndefined()
      expect(childrenOf(node, 'a')).toEqual([])
      expect(textOrNull(node, 'a')).toBeNull()
      expect(textOf(node, 'a')).toBe('')
    }
    expect(childOf({}, 'constructor')).toBeUndefined()
    expect(textOf({ toString: 1 }, 'valueOf')).toBe('')
  })

  it('tells an empty element from an absent one', () => {
    expect([textOrNull({ a: '' }, 'a'), textOrNull({ a: null }, 'a'), textOrNull({}, 'a')]).toEqual(['', '', null])
    expect(childrenOf({ a: ['', null, 'x'] }, 'a')).toEqual(['x'])
  })

  it('has its text also beside attributes', () => {
    expect(textOf(parseXml('<a x="1">t</a>'), 'a')).toBe('t')
  })
})

describe('a document is written', () => {
  it('with everything escaped, null an empty element, undefined none', () => {
    expect(writeXml({ a: { '@x': '"<&>', b: ['<', '&', 1, true], c: null, d: undefined } })).toBe(
      '<a x="&quot;&lt;&amp;&gt;"><b>&lt;</b><b>&amp;</b><b>1</b><b>true</b><c></c></a>',
    )
  })

  it('so that any text comes back, but for what XML cannot say', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const written = writeXml({ a: { b: text, c: 'end' } })
        // oxlint-disable-next-line no-control-regex
        const sayable = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
        // Line ends become one, and blanks around a text are taken for layout.
        const read = textOf(childOf(parseXml(written), 'a'), 'b')
        expect(read).toBe(sayable.replace(/\r\n?/g, '\n').trim())
      }),
      { numRuns: 2000 },
    )
  })
})
