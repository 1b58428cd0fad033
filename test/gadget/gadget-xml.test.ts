import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseXml } from '../../src/finesse/xml.ts'
import { childOf, childrenOf, textOf } from '../../src/finesse/xml-node.ts'
import { renderDefinition } from '../../src/gadget/build/definition.ts'
import { schemaFaults } from '../support/xml-schema.ts'

const source = readFileSync('gadget.xml', 'utf8')

/** OpenSocial's schema lies beside the checkout where there is one; it is not ours to give out. */
const SCHEMA = '../shared/reference/opensocial/gadget-1.1.xsd'

describe('gadget.xml', () => {
  it.skipIf(!existsSync(SCHEMA))(`is what the schema of gadgets asks for (skipped without ${SCHEMA})`, () => {
    const schema = readFileSync(SCHEMA, 'utf8')
    expect(schemaFaults(source, schema)).toEqual([])
    const broken = source.replace('<Require feature=', '<Require name=').replace('datatype="hidden"', 'datatype="uri"')
    expect(schemaFaults(broken, schema)).toEqual([
      '/Module/ModulePrefs/Require: no attribute name is known',
      '/Module/ModulePrefs/Require: the attribute feature is missing',
      '/Module/UserPref: datatype may not be uri',
    ])
  })

  it('requires the features that the gadget uses, and the one that Finesse asks of every gadget', () => {
    const preferences = childOf(childOf(parseXml(source), 'Module'), 'ModulePrefs')
    const features = childrenOf(preferences, 'Require').map((node) => textOf(node, '@feature'))
    expect(features).toEqual(['pubsub-2', 'setprefs', 'settitle', 'dynamic-height', 'loadingindicator'])
  })

  it('has the view in which Finesse maximises a gadget, without which the desktop has no button for it', () => {
    const content = childOf(childOf(parseXml(source), 'Module'), 'Content')
    expect(textOf(content, '@view')).toBe('default,canvas')
  })

  it('lets an administrator set the address of the relay, and asks nobody else for it on the desktop', () => {
    const preferences = childrenOf(childOf(parseXml(source), 'Module'), 'UserPref')
    expect(preferences.map((node) => [textOf(node, '@name'), textOf(node, '@datatype')])).toEqual([['relay', 'hidden']])
  })

  it('loads the libraries from the Finesse server, then the built script', () => {
    const content = textOf(childOf(parseXml(renderDefinition(source, 'built-12345678.js')), 'Module'), 'Content')
    const scripts = [...content.matchAll(/<script src="([^"]+)"><\/script>/g)].map(([, script]) => script)
    expect(scripts).toEqual(['/desktop/assets/js/jquery.min.js', '/desktop/assets/js/finesse.js', 'built-12345678.js'])
  })

  it('cannot be built without the name of its script', () => {
    expect(() => renderDefinition('<Module/>', 'built.js')).toThrow('exactly once')
  })
})
