import { inspect } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import { FinesseClient } from '../../src/finesse/client.ts'
import type { FinesseOptions } from '../../src/finesse/reader.ts'
import { basicAuthorization } from '../../src/finesse/credential.ts'
import { FinesseError } from '../../src/finesse/errors.ts'
import type { ReasonCodeId } from '../../src/finesse/reason-code-id.ts'
import { writeXml } from '../../src/finesse/xml-writer.ts'
import {
  apiErrorsXml,
  reasonCodesXml,
  reasonTree,
  systemInfoXml,
  teamXml,
  userTree,
  userXml,
} from '../support/finesse-documents.ts'
import { always, freePort, type Respond, startHttp } from '../support/http-server.ts'

const LUNCH = 1 as ReasonCodeId
const PASSWORD = 'hunter2'
const AUTHORIZATION = basicAuthorization('admin', PASSWORD)

const clientOf = (baseUrl: string, options: Partial<FinesseOptions> = {}): FinesseClient =>
  new FinesseClient({ baseUrl, authorization: () => AUTHORIZATION, ...options })

async function listen(respond: Respond) {
  const server = await startHttp(respond)
  onTestFinished(() => server.close())
  return server
}

/** A client of a server that answers like this. */
async function against(respond: Respond, options: Partial<FinesseOptions> = {}) {
  const server = await listen(respond)
  return { server, client: clientOf(server.url, options) }
}

/** What a request failed with. No failure may show the credential, neither its text nor its base64. */
async function failureOf(attempt: Promise<unknown>): Promise<FinesseError> {
  const error: unknown = await attempt.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof FinesseError)) throw new Error('no FinesseError', { cause: error })
  const shown = `${error.message} ${JSON.stringify(error)} ${inspect(error, { depth: 10 })}`
  expect(shown).not.toContain(PASSWORD)
  expect(shown).not.toContain(AUTHORIZATION.slice('Basic '.length))
  return error
}

describe('a request', () => {
  it('for a User is a GET with the credential, never cached', async () => {
    const { server, client } = await against(always(200, userXml()))
    expect(await client.getUser('cons8510')).toMatchObject({ loginId: 'cons8510', rawReasonCodeId: '-1' })
    expect(server.asked).toMatchObject([
      {
        method: 'GET',
        path: '/finesse/api/User/cons8510',
        headers: { authorization: AUTHORIZATION, accept: 'application/xml' },
        body: '',
      },
    ])
  })

  it.each([
    ['a team', (client: FinesseClient) => client.getTeam('3'), '/Team/3', teamXml([userTree()])],
    [
      'a team with the logged-out',
      (client: FinesseClient) => client.getTeam('3', { includeLoggedOut: true }),
      '/Team/3?includeLoggedOutAgents=true',
      teamXml([userTree()]),
    ],
    [
      'all codes',
      (client: FinesseClient) => client.getReasonCodes('ALL'),
      '/ReasonCodes?category=ALL',
      reasonCodesXml([reasonTree()]),
    ],
    [
      'a user’s codes',
      (client: FinesseClient) => client.getUserReasonCodes('cons8510', 'LOGOUT'),
      '/User/cons8510/ReasonCodes?category=LOGOUT',
      reasonCodesXml([]),
    ],
    [
      'a team’s codes',
      (client: FinesseClient) => client.getTeamReasonCodes('3'),
      '/TeamResource/3/ReasonCodes?category=ALL',
      reasonCodesXml([]),
    ],
    [
      'one code',
      (client: FinesseClient) => client.getReasonCode(LUNCH),
      '/ReasonCode/1',
      writeXml({ ReasonCode: reasonTree() }),
    ],
    ['the system', (client: FinesseClient) => client.getSystemInfo(), '/SystemInfo', systemInfoXml()],
  ])('for %s asks its resource', async (_, ask, path, answer) => {
    const { server, client } = await against(always(200, answer))
    await ask(client)
    expect(server.asked.map((asked) => asked.path)).toEqual([`/finesse/api${path}`])
  })

  it('for another state is a PUT of a User with the id of the reason', async () => {
    const { server, client } = await against(always(202))
    await client.setUserState('cons8510', { state: 'NOT_READY', reasonCodeId: LUNCH }, 'request-1')
    expect(server.asked).toMatchObject([
      {
        method: 'PUT',
        path: '/finesse/api/User/cons8510',
        headers: { 'content-type': 'application/xml', requestid: 'request-1' },
        body: '<User><state>NOT_READY</state><reasonCodeId>1</reasonCodeId></User>',
      },
    ])
  })

  it('keeps an id in its own segment of the path', async () => {
    const { server, client } = await against(always(200, userXml()))
    for (const id of ['a/b', 'é', 'a?b#c', '100%']) await client.getUser(id)
    expect(server.asked.map(({ path }) => path.slice('/finesse/api/User/'.length))).toEqual([
      'a%2Fb',
      '%C3%A9',
      'a%3Fb%23c',
      '100%25',
    ])
    for (const id of ['', '.', '..', '\ud800']) {
      expect((await failureOf(client.getUser(id))).code).toBe('finesse-not-found')
    }
    expect(server.asked).toHaveLength(4)
  })

  it('asks for the credential each time', async () => {
    const credentials = ['Bearer one', 'Bearer two']
    const { server, client } = await against(always(200, userXml()), {
      authorization: async () => credentials.shift() ?? '',
    })
    await client.getUser('a')
    await client.getUser('a')
    expect(server.asked.map(({ headers }) => headers.authorization)).toEqual(['Bearer one', 'Bearer two'])
  })

  it('with a credential that no header can have is not sent', async () => {
    const { server, client } = await against(always(200, userXml()), { authorization: () => `Basic ${PASSWORD}\n` })
    expect((await failureOf(client.getUser('a'))).code).toBe('finesse-unauthorized')
    expect(server.asked).toEqual([])
  })

  it('tells what it left out of an answer', async () => {
    const faults: string[] = []
    const { client } = await against(always(200, userXml({ state: 'ODD' })), { onFault: (fault) => faults.push(fault) })
    expect((await client.getUser('cons8510')).state).toBe('UNKNOWN')
    expect(faults).toEqual(['cons8510: state “ODD” is unknown'])
  })

  it('reads an answer that comes in pieces', async () => {
    const xml = Buffer.from(userXml({ firstName: 'José' }))
    const middle = xml.indexOf('é') + 1
    const { client } = await against((response) => {
      response.write(xml.subarray(0, middle), () => setImmediate(() => response.end(xml.subarray(middle))))
    })
    expect((await client.getUser('cons8510')).firstName).toBe('José')
  })
})

describe('a refusal', () => {
  it.each([
    [400, 'finesse-refused'],
    [401, 'finesse-unauthorized'],
    [403, 'finesse-forbidden'],
    [404, 'finesse-not-found'],
    [429, 'finesse-refused'],
    [500, 'finesse-server-error'],
    [502, 'finesse-server-error'],
    [503, 'finesse-unavailable'],
  ])('with status %i is %s, and is asked once only', async (status, code) => {
    const { server, client } = await against(always(status, '<html><body>no</body></html>'))
    const error = await failureOf(client.getUser('cons8510'))
    expect(error).toMatchObject({ code, status, apiErrors: [] })
    expect(error.message).toContain(`GET ${server.url}/finesse/api/User/cons8510: status ${status}, `)
    expect(server.asked).toHaveLength(1)
  })

  it('says what Finesse says', async () => {
    const body = apiErrorsXml('Invalid Input', 'finesse.api.reasoncode.not_allowed', 'Not allowed.')
    const { client } = await against(always(400, body))
    const error = await failureOf(client.setUserState('cons8510', { state: 'READY' }))
    expect(error).toMatchObject({
      apiErrors: [{ errorType: 'Invalid Input', errorData: 'finesse.api.reasoncode.not_allowed' }],
    })
    expect(error.message).toContain('(Finesse says: Invalid Input, Not allowed., finesse.api.reasoncode.not_allowed)')
  })

  it('by a hostile page stays a refusal', async () => {
    const { client } = await against(always(401, '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'))
    expect((await failureOf(client.getUser('a'))).code).toBe('finesse-unauthorized')
  })

  it('by a redirect is not followed', async () => {
    const elsewhere = await listen(always(200, userXml()))
    const location = `${elsewhere.url}/finesse/api/User/cons8510?secret=1`
    const { client } = await against(always(302, '', { location }))
    const error = await failureOf(client.getUser('cons8510'))
    expect(error).toMatchObject({ code: 'finesse-redirected', status: 302 })
    expect(error.message).toContain(`redirected to ${elsewhere.url}. `)
    expect(elsewhere.asked).toEqual([])
  })
})

describe('an answer that cannot be read', () => {
  it.each([
    ['malformed XML', '<User><state>', 'xml-malformed'],
    ['an empty body', '', 'xml-malformed'],
    ['another document', '<html/>', 'xml-unexpected'],
    ['a DOCTYPE', '<!DOCTYPE User><User/>', 'xml-doctype'],
    ['more than is read', userXml({ firstName: 'x'.repeat(2000) }), 'xml-too-large'],
  ])('for %s is malformed', async (_, body, code) => {
    const { server, client } = await against(always(200, body), { maxBytes: 1500 })
    const error = await failureOf(client.getUser('cons8510'))
    expect(error).toMatchObject({ code: 'finesse-malformed', status: 200, cause: { code } })
    expect(server.asked).toHaveLength(1)
  })

  it('because it never ends is left at the bound', async () => {
    const { client } = await against((response) => {
      const more = (): boolean => response.write('x'.repeat(64 * 1024), () => void more())
      response.on('error', () => undefined)
      more()
    })
    expect((await failureOf(client.getUser('a'))).cause).toMatchObject({ code: 'xml-too-large' })
  })
})

describe('no answer', () => {
  it('in time is a time-out, also where only the end is missing', async () => {
    const { server, client } = await against(() => undefined, { timeoutMs: 100 })
    const error = await failureOf(client.getUser('cons8510'))
    expect(error).toMatchObject({ code: 'finesse-timeout', status: null })
    expect(error.message).toBe(`GET ${server.url}/finesse/api/User/cons8510: no complete answer within 100 ms.`)
    server.respond = (response) => void response.write('<User>')
    expect((await failureOf(client.getUser('cons8510'))).code).toBe('finesse-timeout')
  })

  it('in time from a fetch that does not heed the signal is a time-out too', async () => {
    const client = clientOf('http://127.0.0.1', { timeoutMs: 20, fetch: () => new Promise(() => undefined) })
    expect((await failureOf(client.getUser('a'))).code).toBe('finesse-timeout')
  })

  it('at all is unreachable, with the reason', async () => {
    const error = await failureOf(clientOf(`http://127.0.0.1:${await freePort()}`).getUser('cons8510'))
    expect(error).toMatchObject({ code: 'finesse-unreachable', status: null })
    expect(error.message).toMatch(/the server cannot be reached \(.*ECONNREFUSED.*\)\. Check its name, port/)
  })

  it('because the server hangs up is unreachable', async () => {
    const { server, client } = await against((response) => response.destroy())
    expect((await failureOf(client.getUser('a'))).code).toBe('finesse-unreachable')
    server.respond = (response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('<User>', () => response.destroy())
    }
    expect((await failureOf(client.getUser('a'))).code).toBe('finesse-unreachable')
  })
})

describe('an address', () => {
  it('loses its path, and may be the page’s own', async () => {
    const urls: string[] = []
    const fetch = async (url: string) => {
      urls.push(url)
      return new Response(userXml())
    }
    for (const baseUrl of ['https://finesse.example.com:8445/desktop/?x#y', '']) {
      await clientOf(baseUrl, { fetch }).getUser('a')
    }
    expect(urls).toEqual(['https://finesse.example.com:8445/finesse/api/User/a', '/finesse/api/User/a'])
  })

  it('that is none is refused at once', () => {
    expect(() => clientOf('finesse')).toThrow(TypeError)
  })
})
