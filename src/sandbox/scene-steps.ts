import type { Scene } from './actors/scene.ts'
import { TWICE_LABELLED, UNKNOWN_TO_FINESSE } from './people.ts'

/** A step of the scene that this project is about. */
export type SceneStep = {
  readonly name: string
  readonly label: string
  /** What is done, before it is done. */
  readonly help: string
  /** Does it; comes back with what came of it, in a sentence. */
  readonly run: (scene: Scene) => Promise<string>
}

/** The scene, in the order in which it is played. Each step can also be played by itself. */
export const SCENE_STEPS: readonly SceneStep[] = [
  {
    name: 'agent-sets-lunch',
    label: 'a. Agent goes to lunch in Finesse',
    help: 'cons8510 sends PUT /finesse/api/User/cons8510 with NOT_READY and reasonCodeId 1.',
    run: async (scene) => {
      await scene.agentSetsLunch()
      return 'Finesse set NOT_READY with reasonCodeId 1: the CTI event carries 71, and Finesse shows 71 LUNCH.'
    },
  },
  {
    name: 'agent-ready',
    label: 'Agent goes back to Ready',
    help: 'cons8510 sends PUT /finesse/api/User/cons8510 with READY.',
    run: async (scene) => {
      await scene.agentReady()
      return 'cons8510 is READY.'
    },
  },
  {
    name: 'application-sets-lunch',
    label: 'b. Application sets lunch through CTI',
    help: 'An application sends SET_AGENT_STATE_REQ for cons8510: NOT_READY, reason 71.',
    run: async (scene) => {
      await scene.applicationSetsLunch()
      return 'The CTI server confirmed. Its event carries 71; Finesse now says NOT_READY with reasonCodeId -1.'
    },
  },
  {
    name: 'application-queries',
    label: 'c. Application asks for the state',
    help: 'The application sends QUERY_AGENT_STATE_REQ for cons8510.',
    run: async (scene) => {
      const { state, reason } = await scene.applicationQueries()
      return `The CTI server answers ${state} ${reason === null ? 'without a reason' : `with reason ${String(reason)}`}.`
    },
  },
]

/** What else brings cons8510 into Not Ready, beside the scene. */
export const OTHER_STEPS: readonly SceneStep[] = [
  {
    name: 'supervisor-forces-not-ready',
    label: 'Supervisor forces Not Ready',
    help: 'super1 sends PUT /finesse/api/User/cons8510 with NOT_READY, and no reason: Finesse lets a supervisor give none.',
    run: async (scene) => {
      await scene.supervisorForcesNotReady()
      return 'cons8510 is NOT_READY. The CTI event carries the code of “Supervisor Initiated”: 33 on UCCX, 999 on UCCE.'
    },
  },
  applicationSets(
    { name: 'application-sets-unknown', label: 'Application sets a code that Finesse lacks' },
    UNKNOWN_TO_FINESSE,
    'No reason in Finesse has this code.',
  ),
  applicationSets(
    { name: 'application-sets-twice-labelled', label: 'Application sets a code with two labels' },
    TWICE_LABELLED,
    'Two reasons in Finesse have this code.',
  ),
]

/** The application gives a code of its own choice. @param known What Finesse knows of it, in a sentence. */
function applicationSets(names: Pick<SceneStep, 'name' | 'label'>, code: number, known: string): SceneStep {
  return {
    ...names,
    help: `The application sends SET_AGENT_STATE_REQ for cons8510: NOT_READY, reason ${code}.`,
    run: async (scene) => {
      await scene.applicationSets(code)
      return `The CTI event carries ${code}. ${known}`
    },
  }
}
