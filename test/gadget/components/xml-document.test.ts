import { expect } from '@open-wc/testing'
import { describe, it, vi } from 'vitest'
import { FinesseReader } from '../../../src/finesse/reader.ts'
import { documentParser as browserParser } from '../../../src/finesse/xml-document-browser.ts'
import { documentParser as nodeParser } from '../../../src/finesse/xml-document.ts'
import { parseXml } from '../../../src/finesse/xml.ts'
import { userXml } from '../../support/finesse-documents.ts'

describe('the browser’s parser of documents', () => {
  const limits = { maxDepth: 32, maxLength: 10_000 }
  const inBrowser = browserParser(limits)
  const inNode = nodeParser(limits)

  for (const xml of [
    userXml(),
    '<?xml version="1.0" encoding="UTF-8"?>\n<a> 1e3 </a>',
    '\uFEFF<a>1</a>',
    '<a>&lt;b&gt; &amp;lt; &#252;&#xfc;</a>',
    '<a><![CDATA[<b>]]></a>',
    '<a x="1"><b/><b>2</b><b><c/></b></a>',
    '<a x="1">t</a>',
    '<a x="1"/>',
    '<a>\n  <b>1</b>\n  <!-- no --><?no?>\n</a>',
    '<ReasonCodes category="ALL"><ReasonCode><label>&lt;img onerror=x&gt; مرحبا</label></ReasonCode></ReasonCodes>',
    '<a>'.repeat(32) + '</a>'.repeat(32),
  ]) {
    it(`reads as the one that the relay has: ${xml.slice(0, 60)}`, () => {
      expect(inBrowser(xml)).to.deep.equal(inNode(xml))
    })
  }

  for (const xml of [
    '',
    'text',
    '<a',
    '<a>',
    '<a></b>',
    '<a x="1" x="2"/>',
    '{"a":1}',
    '\n<?xml version="1.0"?><a/>',
    '<a>'.repeat(40) + '</a>'.repeat(40),
  ]) {
    it(`refuses what the relay’s refuses: ${xml.slice(0, 60)}`, () => {
      expect(() => inNode(xml)).to.throw()
      expect(() => inBrowser(xml)).to.throw()
    })
  }

  it('makes nothing of names that mean something to JavaScript', () => {
    const read = inBrowser('<a><__proto__><b>1</b></__proto__></a>') as { a: object }
    expect(Object.getPrototypeOf(read.a)).to.equal(Object.prototype)
  })

  it('is the one that the gadget takes', () => {
    expect(() => parseXml('<a'))
      .to.throw()
      .with.nested.property('cause.message')
      .that.matches(/^This page contains/)
  })
})

describe('a refusal that is no document of Finesse', () => {
  it('is not read by the browser’s parser, which would make styles of it that a strict policy reports', async () => {
    const parse = vi.spyOn(DOMParser.prototype, 'parseFromString')
    const reader = new FinesseReader({
      baseUrl: '',
      fetch: async () => new Response('<html><body>Service unavailable<br></body></html>', { status: 503 }),
      authorization: () => 'Basic c3VwZXIxOnN1cGVyMQ==',
    })
    const fault = await reader.getTeam('4').catch((error: unknown) => error)
    expect(fault).to.deep.include({ code: 'finesse-unavailable', apiErrors: [] })
    expect(parse.mock.calls).to.deep.equal([])
    parse.mockRestore()
  })
})
