import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseXml } from '../../src/finesse/xml.ts'
import { childOf, textOf } from '../../src/finesse/xml-node.ts'

/** Bodies and stanzas that real servers sent. They lie beside the checkout, not in it: they are others' work. */
const folder = new URL('../../../shared/reference/finesse-payloads/', import.meta.url)

export const PAYLOADS_PRESENT = existsSync(folder)
export const PAYLOADS_FOLDER = fileURLToPath(folder)

export const payload = (name: string): string => readFileSync(new URL(name, folder), 'utf8')

/** The text of the notification inside an XMPP stanza: what the desktop's hub hands on as `content`. */
export function notificationIn(stanza: string): string {
  const path = ['message', 'event', 'items', 'item']
  return textOf(path.reduce(childOf, parseXml(stanza)), 'notification')
}
