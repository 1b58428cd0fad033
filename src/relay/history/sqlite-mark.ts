import { closeSync, constants, openSync, readFileSync, writeSync } from 'node:fs'
import { crc32 } from 'node:zlib'

/** How far a history has been told to the world. */
export type Mark = { readonly epoch: string; readonly lastSeq: number }

/** The file beside a history that has its mark. */
const markFile = (file: string): string => `${file}-mark`

/** Bytes of a mark: always as many, so that writing one needs no space on the disk. */
const MARK_BYTES = 64

const checked = (text: string): string => `${text} ${crc32(text).toString(16).padStart(8, '0')}\n`

const textOf = ({ epoch, lastSeq }: Mark): string =>
  checked(`${epoch} ${String(lastSeq).padStart(16)}`).padStart(MARK_BYTES)

/** The mark of a history; null where there is none, or none that can be trusted. */
export function readMark(file: string): Mark | null {
  let text: string
  try {
    text = readFileSync(markFile(file), 'latin1')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  const [epoch = '', lastSeq = ''] = text.trim().split(/ +/)
  const mark = { epoch, lastSeq: Number(lastSeq) }
  return text === textOf(mark) ? mark : null
}

/**
 * Remembers, outside of the history, up to where it was told to the world. SQLite leaves out the end of its log from the
 * first page on that it cannot trust: after a kill nobody was told of what is there, after damage somebody was. Never ahead
 * of what is durable, and not synchronised itself: a power cut makes it older at worst, and the look at the start less strict.
 */
export class MarkWriter {
  readonly #handle: number

  /** Opens the mark, or makes it. @throws {Error} the file system's own. */
  constructor(file: string, mark: Mark) {
    this.#handle = openSync(markFile(file), constants.O_RDWR | constants.O_CREAT)
    this.write(mark)
  }

  /** @throws {Error} the file system's own. */
  write(mark: Mark): void {
    writeSync(this.#handle, textOf(mark), 0, 'latin1')
  }

  close(): void {
    closeSync(this.#handle)
  }
}
