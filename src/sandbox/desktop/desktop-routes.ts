import { readFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import { fileURLToPath } from 'node:url'
import staticFiles from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Person } from '../people.ts'
import { SCENE_STEPS } from '../scene-steps.ts'
import { TOKEN_LIFETIME_MS } from '../finesse/accounts.ts'
import { readDefinition, renderGadgetPage } from './gadget-page.ts'
import type { Control } from './controls.ts'
import type { NotificationStreams } from './notification-streams.ts'
import type { ControlAnswer, DesktopState, TokenAnswer } from './page/desktop-state.ts'

/** Where a Finesse server has the files of gadgets that administrators put there. */
const GADGET_FILES = '/3rdpartygadget/files/'

/** The folder of our gadget there. */
const GADGET_FOLDER = `${GADGET_FILES}reason-code-history/`

/** The classic scripts that gadgets ask for, by their names on a Finesse server; all are this project's own. */
const GADGET_SCRIPTS: Readonly<Record<string, string>> = {
  'gadgets.js': 'gadgets.ts',
  'finesse.js': 'finesse.ts',
  'jquery.min.js': 'jquery.ts',
}

/**
 * What the gadget's frame may do: nothing inline, no eval, scripts and styles of this server only. A gadget that works under it works
 * under whatever policy an administrator may choose.
 * @param relay Where the gadget finds the relay; null for none.
 */
export function gadgetPolicy(relay: string | null): string {
  const connect = ["'self'", ...(relay === null ? [] : [relay, relay.replace(/^http/, 'ws')])]
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src ${connect.join(' ')}`,
    "base-uri 'self'",
    "form-action 'none'",
    "frame-ancestors 'self'",
  ].join('; ')
}

const NOT_BUILT = 'There is no gadget here. If it is missing: npm run build'

/** The page's own folder below `src`. */
const PAGE = 'sandbox/desktop/page/'

/** The page's modules below `src`, which the browser gets with their types taken out. */
const PAGE_MODULES: readonly string[] = [
  ...[
    'container',
    'desk-client',
    'desktop',
    'gadget-frame',
    'hub',
    'notification-stream',
    'token',
    'view',
    'xml-object',
  ].map((name) => `${PAGE}${name}.ts`),
  'finesse/credential.ts',
]

const sourceFile = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))

/** What the desktop page is made of. */
export type DesktopParts = {
  /** Folder of the built gadget. */
  readonly gadgetFolder: string
  readonly authenticate: (authorization: string | undefined) => Person | null
  /** A token of single sign-on for somebody who is signed in. */
  readonly issueToken: (person: Person) => string
  readonly describeTeam: (teamId: string) => string
  readonly streams: NotificationStreams
  readonly controls: readonly Control[]
  /** As in DesktopState. */
  readonly relayAddress: () => string | null
}

/** Adds the desktop page, what it needs, and the built gadget to the sandbox's Finesse server. */
export function mountDesktop(app: FastifyInstance, parts: DesktopParts): void {
  mountFiles(app, parts.gadgetFolder)
  app.get('/desktop/gadgets/ifr', async (request, reply) => {
    const { url: address = '', ...others } = request.query as Record<string, string>
    const file = address.startsWith(GADGET_FILES) ? await app.inject({ url: address }) : null
    if (file?.statusCode !== 200) return reply.code(404).type('text/plain').send(NOT_BUILT)
    const preferences = Object.entries(others).map(([name, value]) => [name.replace(/^up_/, ''), value] as const)
    return reply
      .headers({ 'content-security-policy': gadgetPolicy(parts.relayAddress()), 'cache-control': 'no-store' })
      .type('text/html')
      .send(renderGadgetPage(readDefinition(file.body), address, Object.fromEntries(preferences)))
  })
  mountDesk(app, parts)
}

function mountFiles(app: FastifyInstance, gadgetFolder: string): void {
  const serve = (path: string, type: string, file: string): unknown =>
    app.get(path, async (_request, reply) => {
      const text = await readFile(sourceFile(file), 'utf8')
      const sent = file.endsWith('.ts') ? stripTypeScriptTypes(text) : text
      return reply.type(type).header('cache-control', 'no-cache').send(sent)
    })
  app.get('/', (_request, reply) => reply.redirect('/desktop'))
  serve('/desktop', 'text/html', `${PAGE}desktop.html`)
  serve(`/desktop/src/${PAGE}desktop.css`, 'text/css', `${PAGE}desktop.css`)
  for (const module of PAGE_MODULES) serve(`/desktop/src/${module}`, 'text/javascript', module)
  for (const [name, source] of Object.entries(GADGET_SCRIPTS)) {
    serve(`/desktop/assets/js/${name}`, 'text/javascript', PAGE + source)
  }
  void app.register(staticFiles, { root: gadgetFolder, prefix: GADGET_FOLDER, index: false, decorateReply: false })
}

/** What is for signed-in people only: the state, the buttons, the notifications. */
function mountDesk(app: FastifyInstance, parts: DesktopParts): void {
  const { authenticate, issueToken, describeTeam, streams, controls, relayAddress } = parts
  const stateFor = (person: Person): DesktopState => ({
    person: {
      id: person.id,
      name: `${person.firstName} ${person.lastName}`,
      isSupervisor: person.roles.includes('Supervisor'),
      teamId: person.teamId,
      teamName: describeTeam(person.teamId),
    },
    relay: relayAddress(),
    controls: controls.map(({ name, group, label, help, isEnabled }) => ({
      name,
      group,
      label,
      help,
      isEnabled: isEnabled(),
    })),
    scene: SCENE_STEPS.map(({ name }) => name),
  })
  /** Answers 401 to strangers; never with a `WWW-Authenticate`, which would make the browser ask by itself. */
  const signedIn =
    (answer: (person: Person, request: FastifyRequest, reply: FastifyReply) => unknown) =>
    async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
      const person = authenticate(request.headers.authorization)
      if (person) return answer(person, request, reply.header('cache-control', 'no-store'))
      return reply.code(401).send({ code: 'not-signed-in', message: 'The user or the password is wrong.' })
    }

  app.get(
    '/desktop/state',
    signedIn((person) => stateFor(person)),
  )
  app.get(
    '/desktop/notifications',
    signedIn((person, _request, reply) => {
      const stream = streams.open(person)
      if (stream) return reply.type('application/x-ndjson').send(stream)
      return reply.code(503).send({ code: 'out-of-service', message: 'Finesse is out of service.' })
    }),
  )
  app.post(
    '/desktop/sso/token',
    signedIn((person): TokenAnswer => ({ token: issueToken(person), lifetimeMs: TOKEN_LIFETIME_MS })),
  )
  app.post(
    '/desktop/controls/:name',
    signedIn(async (person, request, reply): Promise<ControlAnswer | FastifyReply> => {
      const { name } = request.params as { name: string }
      const control = controls.find((one) => one.name === name)
      if (!control) return reply.code(404).send({ code: 'not-found', message: 'There is no such control.' })
      try {
        const said = await control.run()
        return { said, isDone: true, state: stateFor(person) }
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error)
        return { said: `This did not work: ${message}`, isDone: false, state: stateFor(person) }
      }
    }),
  )
  app.addHook('preClose', async () => streams.pause())
}
