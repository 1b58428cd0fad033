import Fastify, { type FastifyInstance } from 'fastify'
import { onTestFinished } from 'vitest'
import { basicAuthorization } from '../../../src/finesse/credential.ts'
import type { Control } from '../../../src/sandbox/desktop/controls.ts'
import { mountDesktop } from '../../../src/sandbox/desktop/desktop-routes.ts'
import { NotificationStreams } from '../../../src/sandbox/desktop/notification-streams.ts'
import type { Person } from '../../../src/sandbox/people.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const super1: Person = {
  id: 'super1',
  password: 'super1',
  firstName: 'Sam',
  lastName: 'Super',
  extension: '8500',
  teamId: '3',
  roles: ['Agent', 'Supervisor'],
}

export const SUPER1_AUTHORIZATION = basicAuthorization('super1', 'super1')

/** A desktop without a contact centre behind it: only super1 may sign in, and the test is what notifies. */
export type Desk = {
  readonly app: FastifyInstance
  /** Empty at first. */
  readonly gadgetFolder: string
  readonly streams: NotificationStreams
  readonly notify: (node: string, xml: string) => void
}

export function openDesk(...controls: Control[]): Desk {
  const gadgetFolder = tempFolder()
  const listeners = new Set<(notification: { node: string; xml: string }) => void>()
  const streams = new NotificationStreams((_person, listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  })
  const app = Fastify({ forceCloseConnections: true })
  mountDesktop(app, {
    gadgetFolder,
    authenticate: (given) => (given === SUPER1_AUTHORIZATION ? super1 : null),
    issueToken: () => 'a-token',
    describeTeam: () => 'MN Team 1',
    streams,
    controls,
    relayAddress: () => 'https://relay:1',
  })
  onTestFinished(() => app.close())
  const notify = (node: string, xml: string): void => listeners.forEach((listener) => listener({ node, xml }))
  return { app, gadgetFolder, streams, notify }
}
