import type { ReasonCode } from '../cti/reason-code.ts'
import type { ReasonCodeId } from '../finesse/reason-code-id.ts'
import type { FinesseCategory } from '../finesse/reason-codes.ts'

type Role = 'Agent' | 'Supervisor' | 'Administrator'

/** Somebody of the sandbox, known to the CTI server (agents and supervisors) and to Finesse. */
export type Person = {
  /** Agent id on the CTI side, loginId in Finesse; at most 11 characters, which is what UCCE's AgentID has room for. */
  readonly id: string
  readonly password: string
  readonly firstName: string
  readonly lastName: string
  /** Also the instrument. */
  readonly extension: string
  /** The team that the person is in; '' for none. */
  readonly teamId: string
  readonly roles: readonly Role[]
}

/** A team and who supervises it. */
export type Team = { readonly id: string; readonly name: string; readonly supervisorIds: readonly string[] }

/** The agent of the scene: nobody touches it but the scene and who signs in as it. */
export const SCENE_AGENT_ID = 'cons8510'

/** The supervisor of that agent's team. */
export const SCENE_SUPERVISOR_ID = 'super1'

const FIRST_EXTENSION = 8510
const FIRST_TEAM = 3
const TEAM_SIZE = 25
const TEAM_COUNT = 80
/** The first two teams are super1's, all others super2's. */
const TEAMS_OF_SUPER1 = 2

const teamIdAt = (index: number): string => String(FIRST_TEAM + index)

/** Every team there can be; those without agents are empty. */
export const TEAMS: readonly Team[] = Array.from({ length: TEAM_COUNT }, (_, index) => ({
  id: teamIdAt(index),
  name: `MN Team ${index + 1}`,
  supervisorIds: [index < TEAMS_OF_SUPER1 ? SCENE_SUPERVISOR_ID : 'super2'],
}))

/** The teams that somebody supervises. */
export const teamsSupervisedBy = (personId: string): readonly Team[] =>
  TEAMS.filter(({ supervisorIds }) => supervisorIds.includes(personId))

/** A reason that people may choose, as an administrator entered it in Finesse. */
export type ChosenReason = {
  readonly id: ReasonCodeId
  readonly category: FinesseCategory
  readonly code: ReasonCode
  readonly label: string
}

/** A code that two reasons have, and one that none has. */
export const TWICE_LABELLED = 74
export const UNKNOWN_TO_FINESSE = 79

const reason = (id: number, category: FinesseCategory, code: number, label: string): ChosenReason => ({
  id: id as ReasonCodeId,
  category,
  code: code as ReasonCode,
  label,
})

/**
 * The reasons that people may choose; as in the thread that this project comes from, they are assigned to the teams. One code
 * has two labels: Finesse 10.0 allowed that, and an upgrade leaves it.
 */
export const REASON_CODES: readonly ChosenReason[] = [
  reason(1, 'NOT_READY', 71, 'LUNCH'),
  reason(2, 'NOT_READY', 72, 'IN MEETING'),
  reason(3, 'NOT_READY', 73, 'TRAINING'),
  reason(4, 'LOGOUT', 91, 'END OF SHIFT'),
  reason(5, 'LOGOUT', 92, 'SENT HOME'),
  reason(6, 'NOT_READY', TWICE_LABELLED, 'COACHING'),
  reason(7, 'NOT_READY', TWICE_LABELLED, 'ONE TO ONE'),
]

const FIRST_NAMES = ['Amira', 'Bram', 'Chloe', 'Dario', 'Elif', 'Farid', 'Greta', 'Hugo', 'Ines', 'Jonas', 'Kavya']
const LAST_NAMES = ['Adler', 'Brandt', 'Costa', 'Dubois', 'Eriksen', 'Fischer', 'Garcia', 'Haddad', 'Ivanova', 'Jansen']
const MORE_LAST_NAMES = ['Kowalski', 'Lindqvist', 'Moreau', 'Núñez', 'Okafor', 'Petrov', 'Quinn', 'Rossi', 'Sørensen']
const ALL_LAST_NAMES = [...LAST_NAMES, ...MORE_LAST_NAMES]

const STAFF: readonly Person[] = [
  staff(SCENE_SUPERVISOR_ID, 'Sam', 'Super', '8500', teamIdAt(0), ['Agent', 'Supervisor']),
  staff('super2', 'Sue', 'Second', '8501', teamIdAt(TEAMS_OF_SUPER1), ['Agent', 'Supervisor']),
  staff('admin', 'Ada', 'Admin', '', '', ['Administrator']),
]

function staff(
  id: string,
  firstName: string,
  lastName: string,
  extension: string,
  teamId: string,
  roles: readonly Role[],
): Person {
  return { id, password: id, firstName, lastName, extension, teamId, roles }
}

/**
 * Everybody: so many agents from cons8510 on, 25 to a team, then the supervisors and the administrator. Passwords are ids.
 * The same number gives the same people.
 */
export function people(agents: number): readonly Person[] {
  return [...Array.from({ length: agents }, (_, index) => agentAt(index)), ...STAFF]
}

function agentAt(index: number): Person {
  const extension = String(FIRST_EXTENSION + index)
  const id = `cons${extension}`
  const firstName = FIRST_NAMES[index % FIRST_NAMES.length] ?? ''
  const lastName = ALL_LAST_NAMES[index % ALL_LAST_NAMES.length] ?? ''
  const name = id === SCENE_AGENT_ID ? { firstName: 'Console', lastName: extension } : { firstName, lastName }
  const teamId = teamIdAt(Math.min(TEAM_COUNT - 1, Math.floor(index / TEAM_SIZE)))
  return { id, password: id, ...name, extension, teamId, roles: ['Agent'] }
}

/**
 * The people of each of so many CTI sites: teams take turns, so that a supervisor of two teams sees two sites. Who is in no
 * team is at none.
 */
export function peopleOfSites(everyone: readonly Person[], sites: number): readonly (readonly Person[])[] {
  const siteOf = ({ teamId }: Person): number | null =>
    teamId === '' ? null : TEAMS.findIndex(({ id }) => id === teamId) % sites
  return Array.from({ length: sites }, (_, site) => everyone.filter((person) => siteOf(person) === site))
}

/** Does the contact centre route calls to this person? Supervisors are agents as well; administrators are not. */
export const isAgent = ({ roles }: Person): boolean => roles.includes('Agent')
