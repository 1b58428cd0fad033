/** A value of a cell; null is empty. */
export type Cell = string | number | boolean | null

/** In front of a CSV file it tells spreadsheets that the text is UTF-8. */
export const BYTE_ORDER_MARK = '\uFEFF'

/**
 * Where spreadsheets take what follows for a formula, in half and full width, also behind white space. They do so behind a
 * semicolon as well, which begins a cell where the decimal point is a comma.
 */
const FORMULA = /(^|;)(?=\s*[=+\-@＝＋－＠])|^(?=[\t\r\n])/g

/** A text that a spreadsheet would run as a formula gets an apostrophe in front of that. */
const inert = (value: Cell): string => {
  if (value === null) return ''
  return typeof value === 'string' ? value.replaceAll(FORMULA, "$1'") : String(value)
}

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** A line of a CSV file (RFC 4180), with its end; none of its texts is run as a formula. */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map((cell) => quoted(inert(cell))).join(',')}\r\n`

/**
 * A line of text that a spreadsheet takes as cells when it is pasted, without its end; none of it is run as a formula, and
 * what would begin another cell or line is a space. A quotation mark at the beginning would be taken off a pasted cell, or
 * join it with those that follow: it gets an apostrophe in front, too.
 */
export const tabbedLine = (cells: readonly Cell[]): string =>
  cells
    .map((cell) =>
      inert(cell)
        .replaceAll(/[\t\r\n]+/g, ' ')
        .replace(/^\s*"/, "'$&"),
    )
    .join('\t')
