/** The script's name in the definition's source; the build puts the built one in its place. */
const SOURCE_SCRIPT = 'src="reason-code-history.js"'

/**
 * The definition as it is given out.
 * @param source Text of the top-level `gadget.xml`.
 * @param script File name of the built script, beside which the definition will lie.
 * @throws {Error} where the source does not name its script exactly once
 */
export function renderDefinition(source: string, script: string): string {
  const parts = source.split(SOURCE_SCRIPT)
  if (parts.length !== 2) throw new Error(`gadget.xml must contain ${SOURCE_SCRIPT} exactly once.`)
  return parts.join(`src="${script}"`)
}
