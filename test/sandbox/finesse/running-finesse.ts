import { onTestFinished } from 'vitest'
import type { Dialect } from '../../../src/cti/dialect.ts'
import { FinesseClient } from '../../../src/finesse/client.ts'
import { basicAuthorization } from '../../../src/finesse/credential.ts'
import { type FinesseUpdate, parseUpdate } from '../../../src/finesse/update.ts'
import type { CtiServer } from '../../../src/sandbox/cti/cti-server.ts'
import {
  type FinesseServer,
  type FinesseServerOptions,
  startFinesseServer,
} from '../../../src/sandbox/finesse/finesse-server.ts'
import { people } from '../../../src/sandbox/people.ts'
import { runCti } from '../cti/running-cti.ts'

type Sent = { readonly method?: string; readonly body?: string; readonly headers?: Readonly<Record<string, string>> }

/** Both servers of a contact centre, and ways to look at them. */
export type RunningCentre = {
  readonly cti: CtiServer
  readonly finesse: FinesseServer
  /** The API as somebody; the password is the id unless another one is given. */
  readonly as: (id: string, password?: string) => FinesseClient
  /** A request by hand: its status, and what came back. */
  readonly send: (path: string, id: string, init?: Sent) => Promise<{ status: number; body: string }>
  /** What somebody hears from now on. */
  readonly hears: (id: string) => { node: string; xml: string; update: FinesseUpdate }[]
}

const AGENTS = 30

/** Runs until the test ends. */
export async function runCentre(dialect: Dialect, options: Partial<FinesseServerOptions> = {}): Promise<RunningCentre> {
  const everyone = people(AGENTS)
  const cti = await runCti(dialect, AGENTS)
  const sites = [{ address: cti.address, people: everyone }]
  const finesse = await startFinesseServer({ sites, dialect, port: 0, people: everyone, ...options })
  onTestFinished(() => finesse.stop())
  return {
    cti,
    finesse,
    as: (id, password = id) =>
      new FinesseClient({ baseUrl: finesse.url, authorization: () => basicAuthorization(id, password) }),
    send: async (path, id, init = {}) => {
      const headers = { authorization: basicAuthorization(id, id), 'content-type': 'application/xml', ...init.headers }
      const response = await fetch(`${finesse.url}/finesse/api/${path}`, { ...init, headers })
      return { status: response.status, body: await response.text() }
    },
    hears: (id) => {
      const heard: { node: string; xml: string; update: FinesseUpdate }[] = []
      const person = everyone.find((one) => one.id === id)!
      onTestFinished(finesse.hear(person, ({ node, xml }) => heard.push({ node, xml, update: parseUpdate(xml) })))
      return heard
    },
  }
}
