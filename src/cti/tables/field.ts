import type { CtiAgentState } from '../agent-state.ts'
import type { Dialect } from '../dialect.ts'

/** NAMED_VARIABLE: a call variable with a name of the administrator's. */
export type NamedVariable = { readonly name: string; readonly value: string }

/** NAMED_ARRAY: one element of an array of such variables. */
export type NamedArrayElement = { readonly index: number; readonly name: string; readonly value: string }

/** Types of the fixed part, with their size in bytes. BOOL has two, TIME is seconds since 1970 UTC. */
export const FIXED_SIZES = { u8: 1, u16: 2, u32: 4, i32: 4, bool: 2, time: 4, agentState: 2 } as const
export type FixedType = keyof typeof FIXED_SIZES

/** Types of floating fields: those of the fixed part, and those whose size the field's length gives. */
export type FloatingType = FixedType | 'string' | 'bytes' | 'namedVariable' | 'namedArray'

/** The TypeScript type of each field type. */
export type FieldValues = {
  u8: number
  u16: number
  u32: number
  i32: number
  bool: boolean
  time: number
  agentState: CtiAgentState
  string: string
  bytes: Uint8Array
  namedVariable: NamedVariable
  namedArray: NamedArrayElement
}

/** The first version of each dialect that has a field. A dialect that is not named does not have it. */
export type Versions = { readonly [D in Dialect]?: number }

/** What the encoder writes where the caller gives nothing: UCCX's constant, or what a server that knows nothing special says. */
type Fill = number | boolean | { readonly [D in Dialect]: number }

export type FixedField = {
  readonly name: string
  readonly type: FixedType
  /** Absent: every version of both dialects. */
  readonly since?: Versions
  /** The last version that has the field, where a later one lost it. */
  readonly until?: Versions
  /** Absent: the caller must give the value. */
  readonly fill?: Fill
  /** The field counts the records of this group, and is filled so. */
  readonly counts?: string
}

export type FloatingField = {
  readonly tag: number
  readonly name: string
  readonly type: FloatingType
  /** The dialect decides what is read (a tag may mean something else in the other); the version only what is written. */
  readonly since?: Versions
  /** Longest value in bytes that is written, closing NUL included. Reading takes what comes. */
  readonly max?: number
  /** May come several times: the property is an array. */
  readonly list?: true
}

/** Fields that come as a run, again and again. */
export type FloatingGroup = {
  readonly group: string
  readonly members: readonly FloatingEntry[]
  /** Records begin at this tag only. Absent: at any tag that the record in hand already has. */
  readonly startsAt?: number
}

export type FloatingEntry = FloatingField | FloatingGroup

export type MessageTable = {
  readonly fixed: readonly FixedField[]
  readonly floating: readonly FloatingEntry[]
  /** The guides disagree on the size of the fixed part: of all layouts of the dialect the one fits that uses up the message. */
  readonly sizedByConsumption?: true
  /** No guide at hand prints the layout: what is missing is filled, what is more is not read. */
  readonly unprinted?: true
}
