/** The name a table has for a number, or undefined: the tables go from name to number, as the guides print them. */
function nameOfCode(table: Readonly<Record<string, number>>, code: number): string | undefined {
  for (const [name, value] of Object.entries(table)) if (value === code) return name
  return undefined
}

/** A code as a person reads it: the number, its name where it has one, and what it means where that says more. */
export function describeCode(
  table: Readonly<Record<string, number>>,
  texts: Readonly<Record<number, string>>,
  code: number,
): string {
  const name = nameOfCode(table, code)
  const text = texts[code]
  return `${code}${name === undefined ? '' : ` ${name}`}${text === undefined ? '' : `: ${text}`}`
}
