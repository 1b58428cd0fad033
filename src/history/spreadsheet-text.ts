/** A value of a cell; null is empty. */
export type Cell = string | number | boolean | null

/** In front of a CSV file it tells spreadsheets that the text is UTF-8. */
export const BYTE_ORDER_MARK = '\uFEFF'

/** What spreadsheets take for the beginning of a formula, in half and full width, also behind white space. */
const FORMULA = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/

/** A text that a spreadsheet would run as a formula gets an apostrophe in front. */
const inert = (value: Cell): string => {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  return FORMULA.test(value) ? `'${value}` : value
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
