import type { Scene } from '../actors/scene.ts'
import type { CtiServer } from '../cti/cti-server.ts'
import type { FinesseServer } from '../finesse/finesse-server.ts'
import type { RelayProcess } from '../relay-process.ts'
import { OTHER_STEPS, SCENE_STEPS, type SceneStep } from '../scene-steps.ts'
import type { NotificationStreams } from './notification-streams.ts'
import type { ControlState } from './page/desktop-state.ts'

/** How long the desktop is without notifications when Finesse fails over to its other node. */
const FAILOVER_MS = 4_000

/** What a button of the desktop page does. */
export type Control = Omit<ControlState, 'isEnabled'> & {
  readonly isEnabled: () => boolean
  /** Comes back with what came of it, in a sentence. */
  readonly run: () => Promise<string>
}

/** What the buttons work on. */
export type ControlParts = {
  /** The CTI servers of all sites. */
  readonly cti: readonly CtiServer[]
  readonly finesse: FinesseServer
  readonly streams: NotificationStreams
  /** The relay of this sandbox; null where someone else runs it. */
  readonly relay: RelayProcess | null
  /** Actors for one step, closed after it. */
  readonly openScene: () => Scene
}

/** All buttons, in the order in which they are shown. */
export function createControls(parts: ControlParts): Control[] {
  return [
    ...stepControls('The scene: cons8510', SCENE_STEPS, parts),
    ...stepControls('Also cons8510', OTHER_STEPS, parts),
    ...relayControls(parts),
    ...finesseControls(parts),
    ...ctiControls(parts),
  ]
}

function stepControls(group: string, steps: readonly SceneStep[], { openScene }: ControlParts): Control[] {
  return steps.map(({ name, label, help, run }) => ({
    name,
    group,
    label,
    help,
    isEnabled: () => true,
    run: async () => {
      const scene = openScene()
      try {
        return await run(scene)
      } finally {
        await scene.close()
      }
    },
  }))
}

function relayControls({ relay }: ControlParts): Control[] {
  if (!relay) return []
  const group = 'Relay'
  return [
    {
      name: 'relay-stop',
      group,
      label: 'Stop the relay',
      help: 'Ends the relay. Its history stays in its file.',
      isEnabled: () => relay.isRunning,
      run: async () => {
        await relay.stop()
        return 'The relay has ended.'
      },
    },
    {
      name: 'relay-start',
      group,
      label: 'Start the relay',
      help: 'Starts the relay again at the same address, with the same history.',
      isEnabled: () => !relay.isRunning,
      run: async () => `The relay listens at ${await relay.start()}.`,
    },
  ]
}

function finesseControls({ finesse, streams }: ControlParts): Control[] {
  const group = 'Finesse'
  const goAway = (): void => {
    finesse.setFault('away')
    streams.pause()
  }
  let failover: NodeJS.Timeout | undefined
  const comeBack = (): void => {
    clearTimeout(failover)
    finesse.setFault('none')
    streams.resume()
  }
  return [
    {
      name: 'finesse-away',
      group,
      label: 'Finesse goes away',
      help: 'Every request is answered with 503 and there are no notifications.',
      isEnabled: () => !streams.isPaused,
      run: async () => {
        goAway()
        return 'Finesse is out of service.'
      },
    },
    {
      name: 'finesse-back',
      group,
      label: 'Finesse comes back',
      help: 'Finesse answers again. What happened meanwhile is never notified.',
      isEnabled: () => streams.isPaused,
      run: async () => {
        comeBack()
        return 'Finesse is in service.'
      },
    },
    {
      name: 'finesse-failover',
      group,
      label: 'Finesse fails over',
      help: `As a failover to the other node: away for ${FAILOVER_MS / 1000} seconds, then back by itself.`,
      isEnabled: () => !streams.isPaused,
      run: async () => {
        goAway()
        failover = setTimeout(comeBack, FAILOVER_MS).unref()
        return `Finesse fails over and is back in ${FAILOVER_MS / 1000} seconds.`
      },
    },
    {
      name: 'tokens-run-out',
      group,
      label: 'Tokens run out',
      help: 'No token of single sign-on is good any more. Only who signed in with one notices; the page has a button that gets a new one.',
      isEnabled: () => true,
      run: async () => {
        finesse.revokeTokens()
        return 'Finesse refuses every token that it gave out.'
      },
    },
  ]
}

function ctiControls({ cti }: ControlParts): Control[] {
  const group = 'CTI server'
  let isStandby = false
  let isRefusing = false
  const setRefusing = (on: boolean): void => {
    isRefusing = on
    for (const server of cti) server.setRefusing(on)
  }
  const setStandby = (on: boolean): void => {
    isStandby = on
    for (const server of cti) server.setStandby(on)
  }
  return [
    {
      name: 'cti-drop',
      group,
      label: 'Drop all CTI clients',
      help: 'Closes every connection to the CTI server, the relay’s and Finesse’s too. They connect again by themselves.',
      isEnabled: () => true,
      run: async () => {
        for (const server of cti) server.dropClients()
        return 'Every CTI client has lost its connection.'
      },
    },
    {
      name: 'cti-standby',
      group,
      label: 'CTI server to standby',
      help: 'The server answers as the standby one of a pair: nobody can open a session.',
      isEnabled: () => !isStandby,
      run: async () => {
        setStandby(true)
        return 'The CTI server is a standby server now.'
      },
    },
    {
      name: 'cti-master',
      group,
      label: 'CTI server to master',
      help: 'The server is the master again.',
      isEnabled: () => isStandby,
      run: async () => {
        setStandby(false)
        return 'The CTI server is the master again.'
      },
    },
    {
      name: 'cti-refuse',
      group,
      label: 'CTI server refuses changes',
      help: 'Every change of state that is asked for, also through Finesse, fails with CF_INVALID_OBJECT_STATE.',
      isEnabled: () => !isRefusing,
      run: async () => {
        setRefusing(true)
        return 'The CTI server refuses every change of state.'
      },
    },
    {
      name: 'cti-accept',
      group,
      label: 'CTI server takes changes',
      help: 'Changes of state are possible again.',
      isEnabled: () => isRefusing,
      run: async () => {
        setRefusing(false)
        return 'The CTI server takes changes of state again.'
      },
    },
  ]
}
