/** The desktop page: signing in, the gadget as Finesse shows it, and the buttons that make the sandbox do things. */
import { Container, type GadgetContainer } from './container.ts'
import { control, readState, resume, signIn, type SignedIn, signOut } from './desk-client.ts'
import type { DesktopState } from './desktop-state.ts'
import { GadgetFrame } from './gadget-frame.ts'
import { Hub } from './hub.ts'
import { NotificationStream } from './notification-stream.ts'
import { FreshToken } from './token.ts'
import { arrangeView, byId } from './view.ts'

/** From one step of the scene to the next, so that one can watch. */
const STEP_PAUSE_MS = 4_000

const said = byId('said', HTMLElement)
const connection = byId('connection', HTMLElement)
const wholeScene = byId('whole-scene', HTMLButtonElement)

function say(text: string): void {
  said.textContent = text
}

async function showDesk({ authorization, hasSso, state }: SignedIn): Promise<void> {
  const { id, name, teamId, teamName } = state.person
  byId('sign-in', HTMLElement).hidden = true
  byId('desk', HTMLElement).hidden = false
  byId('person', HTMLElement).textContent = `${name} (${id})`
  byId('no-supervisor', HTMLElement).hidden = state.person.isSupervisor

  const hub = new Hub()
  const frame = new GadgetFrame(
    {
      panel: byId('gadget-panel', HTMLElement),
      frame: byId('gadget', HTMLIFrameElement),
      loading: byId('loading', HTMLElement),
      title: byId('gadget-title', HTMLElement),
      message: byId('message', HTMLElement),
    },
    hub,
  )
  const container = new Container(hub, { id, authorization, hasSso, teamId, teamName }, frame)
  Object.assign(window, { gadgetContainer: container satisfies GadgetContainer })
  if (hasSso) await signOn(authorization, container)
  followConnection(container, authorization, operate(authorization, state))
  const load = (): void => frame.load(state.relay)
  arrangeView(frame, container, load)
  load()
}

/** Gives the gadget a token before it is loaded, and others from then on. */
async function signOn(authorization: string, container: Container): Promise<void> {
  const token = new FreshToken(authorization, (value) => container.setToken(value))
  const renew = byId('renew-token', HTMLButtonElement)
  renew.hidden = false
  renew.addEventListener('click', () => {
    token.renew().then(
      () => say('The desktop has a new token, and has told the gadget.'),
      (error: unknown) => say(String(error)),
    )
  })
  await token.renew()
}

function followConnection(container: Container, authorization: string, refresh: () => Promise<void>): void {
  let wasConnected = false
  const show = (status: typeof container.status, words: string): void => {
    container.status = status
    connection.textContent = words
    connection.dataset['status'] = status
  }
  show('connecting', 'Connecting to Finesse')
  void new NotificationStream(authorization, {
    onNotification: (node, xml) => container.deliver(node, xml),
    onConnected: () => {
      show(wasConnected ? 'recovered' : 'connected', 'Connected to Finesse')
      wasConnected = true
      refresh().catch((error: unknown) => reportError(error))
    },
    onLost: () => show('failing', 'Connection to Finesse lost'),
  }).run()
}

/**
 * The buttons, by their groups; all rest while one of them works. They stay the same elements, so that the focus stays and no
 * click is lost. Comes back with what asks how things are: some end by themselves, such as a failover.
 */
function operate(authorization: string, first: DesktopState): () => Promise<void> {
  const buttons = new Map<string, HTMLButtonElement>()
  let state = first
  let isBusy = false
  let presses = 0
  const show = (): void => {
    wholeScene.disabled = isBusy
    for (const { name, isEnabled } of state.controls) {
      const button = buttons.get(name)
      if (button) button.disabled = isBusy || !isEnabled
    }
  }
  const press = async (names: readonly string[]): Promise<void> => {
    const focused = document.activeElement
    isBusy = true
    presses += 1
    show()
    try {
      for (const [index, name] of names.entries()) {
        if (index > 0) await new Promise((resolve) => setTimeout(resolve, STEP_PAUSE_MS))
        say(`${buttons.get(name)?.textContent ?? name} …`)
        const answer = await control(name, authorization)
        state = answer.state
        say(answer.said)
        if (!answer.isDone) break
      }
    } catch (error) {
      say(error instanceof Error ? error.message : String(error))
    }
    isBusy = false
    show()
    // A button that rests loses the focus.
    if (document.activeElement === document.body && focused instanceof HTMLElement) focused.focus()
  }
  const groups = [...Map.groupBy(state.controls, ({ group }) => group)].map(([group, members]) => {
    const heading = document.createElement('h2')
    heading.textContent = group
    const row = document.createElement('div')
    for (const { name, label, help } of members) {
      const button = document.createElement('button')
      button.type = 'button'
      button.textContent = label
      button.title = help
      button.addEventListener('click', () => void press([name]))
      buttons.set(name, button)
      row.append(button)
    }
    const section = document.createElement('section')
    section.append(heading, row)
    return section
  })
  byId('controls', HTMLElement).replaceChildren(...groups)
  wholeScene.addEventListener('click', () => void press(state.scene))
  show()
  return async () => {
    const before = presses
    const read = await readState(authorization)
    // What a press answers is newer.
    if (presses === before) state = read
    show()
  }
}

const form = byId('sign-in-form', HTMLFormElement)
form.addEventListener('submit', (event) => {
  event.preventDefault()
  const fault = byId('sign-in-fault', HTMLElement)
  fault.textContent = ''
  const tell = (error: unknown): void => {
    fault.textContent = error instanceof Error ? error.message : String(error)
  }
  const [user, password] = [byId('user', HTMLInputElement), byId('password', HTMLInputElement)]
  signIn(user.value.trim(), password.value, byId('sso', HTMLInputElement).checked).then(showDesk).catch(tell)
})
byId('sign-out', HTMLButtonElement).addEventListener('click', () => {
  signOut()
  window.location.reload()
})
const session = await resume()
if (session) await showDesk(session)
else byId('sign-in', HTMLElement).hidden = false
