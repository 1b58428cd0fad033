/** What the sandbox's server tells the desktop page; types only, for both of them. */

/** A button of the desktop page. */
export type ControlState = {
  readonly name: string
  /** Heading under which the button stands. */
  readonly group: string
  readonly label: string
  /** What happens, in a sentence. */
  readonly help: string
  readonly isEnabled: boolean
}

/** Everything the page shows beside the gadget; only for someone who is signed in. */
export type DesktopState = {
  readonly person: {
    readonly id: string
    readonly name: string
    readonly isSupervisor: boolean
    readonly teamId: string
    readonly teamName: string
  }
  /** Where gadgets find the relay, also while it is stopped; null where the sandbox knows of none. */
  readonly relay: string | null
  readonly controls: readonly ControlState[]
  /** The names of the controls that play the whole scene, in order. */
  readonly scene: readonly string[]
}

/** The answer to a pressed button: what came of it, in a sentence, and how things are now. */
export type ControlAnswer = { readonly said: string; readonly isDone: boolean; readonly state: DesktopState }

/** A token of single sign-on, and for how long it is good. */
export type TokenAnswer = { readonly token: string; readonly lifetimeMs: number }

/** A line of the stream of notifications. An empty object only shows that the connection lives. */
export type StreamLine = { readonly node?: string; readonly xml?: string }
