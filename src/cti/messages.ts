import { AGENT_MESSAGES } from './tables/agent.ts'
import { CALL_CONTROL_MESSAGES } from './tables/call-control.ts'
import { CALL_EVENT_MESSAGES } from './tables/call-events.ts'
import { CONFIGURATION_MESSAGES } from './tables/configuration.ts'
import type {
  FieldValues,
  FixedField,
  FloatingEntry,
  FloatingField,
  FloatingGroup,
  MessageTable,
} from './tables/field.ts'
import { SESSION_MESSAGES } from './tables/session.ts'

/** Every message that has a layout here. Decoder, encoder and the types below follow from these tables. */
export const MESSAGES = {
  ...SESSION_MESSAGES,
  ...AGENT_MESSAGES,
  ...CONFIGURATION_MESSAGES,
  ...CALL_EVENT_MESSAGES,
  ...CALL_CONTROL_MESSAGES,
} as const satisfies Record<string, MessageTable>

type Tables = typeof MESSAGES

/** The name of a message that has a layout. */
export type MessageName = keyof Tables

type Flat<T> = { [K in keyof T]: T[K] }

/** Names of the fixed fields that every version of both dialects has; some of the others are undefined in a decoded message. */
type EverPresent<F extends FixedField> = F extends { since: object } ? never : F['name']
/** Fixed fields that a message to be encoded must have, and those that the tables can fill. */
type Required<F extends FixedField> = F extends { fill: unknown } | { counts: string } | { since: object }
  ? never
  : F['name']
type Filled<F extends FixedField> = Exclude<F['name'], Required<F>>

type FixedValues<F extends FixedField> = {
  readonly [K in F['name']]:
    FieldValues[Extract<F, { name: K }>['type']] | (K extends EverPresent<F> ? never : undefined)
}

type FloatingValue<E extends FloatingField> = E extends { list: true }
  ? readonly FieldValues[E['type']][]
  : FieldValues[E['type']] | undefined

type FloatingValues<E extends FloatingEntry> = {
  readonly [K in Extract<E, FloatingField>['name']]: FloatingValue<Extract<Extract<E, FloatingField>, { name: K }>>
} & {
  readonly [K in Extract<E, FloatingGroup>['group']]: readonly Flat<
    FloatingValues<Extract<Extract<E, FloatingGroup>, { group: K }>['members'][number]>
  >[]
}

type MessageOf<N extends MessageName> = Flat<
  { readonly type: N } & FixedValues<Tables[N]['fixed'][number]> & FloatingValues<Tables[N]['floating'][number]>
>

/** A decoded message of one type, or of any. What the bytes do not have is undefined; lists are empty. */
export type Message<N extends MessageName = MessageName> = { [K in N]: MessageOf<K> }[N]

type FixedInputs<F extends FixedField> = {
  readonly [K in Required<F>]: FieldValues[Extract<F, { name: K }>['type']]
} & { readonly [K in Filled<F>]?: FieldValues[Extract<F, { name: K }>['type']] | undefined }

type FloatingInputs<E extends FloatingEntry> = {
  readonly [K in Extract<E, FloatingField>['name']]?:
    FloatingValue<Extract<Extract<E, FloatingField>, { name: K }>> | undefined
} & {
  readonly [K in Extract<E, FloatingGroup>['group']]?:
    readonly Flat<FloatingInputs<Extract<Extract<E, FloatingGroup>, { group: K }>['members'][number]>>[] | undefined
}

type MessageInputOf<N extends MessageName> = Flat<
  { readonly type: N } & FixedInputs<Tables[N]['fixed'][number]> & FloatingInputs<Tables[N]['floating'][number]>
>

/**
 * A message to be encoded: what the tables can fill may be left out, and what the layout does not have is not written. Every
 * decoded message is one.
 */
export type MessageInput<N extends MessageName = MessageName> = { [K in N]: MessageInputOf<K> }[N]
