import { html } from 'lit'

/** What can be chosen from a list: each value with its text. null is written as an empty value. */
export const choices = <Value extends string | null>(
  all: readonly (readonly [value: Value, text: string])[],
  chosen: NoInfer<Value>,
): unknown =>
  all.map(([value, text]) => html`<option value=${value ?? ''} .selected=${value === chosen}>${text}</option>`)
