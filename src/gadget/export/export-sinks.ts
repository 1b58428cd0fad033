/** Where an export goes, text by text. */
export type ExportSink = {
  /** @throws {ExportError} */
  write(text: string): Promise<void>
  /** All is written. */
  close(): Promise<void>
  /** Throws away what was written; never rejects. */
  abort(): Promise<void>
}

/** Why an export could not be written. `too-large`: for this browser's memory; `not-writable`: the file said no. */
export type ExportErrorCode = 'too-large' | 'not-writable'

/** Thrown where an export could not be written. */
export class ExportError extends Error {
  readonly code: ExportErrorCode

  constructor(code: ExportErrorCode, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'ExportError'
    this.code = code
  }
}

/** Where files cannot be written as they come, an export is held by the browser and may have this many bytes. */
export const MAX_HELD_BYTES = 256 * 1024 * 1024

/** Texts are put together until they have so many characters: the browser holds a few large parts better than many small. */
const PART_CHARACTERS = 1024 * 1024

/** Holds everything until it is complete, and hands it over as one file. */
export class HeldFile implements ExportSink {
  readonly #type: string
  readonly #save: (file: Blob) => void
  readonly #maxBytes: number
  #parts: Blob[] = []
  #text: string[] = []
  #characters = 0
  #bytes = 0

  /** @param save Called once with the file. */
  constructor(type: string, save: (file: Blob) => void, maxBytes = MAX_HELD_BYTES) {
    this.#type = type
    this.#save = save
    this.#maxBytes = maxBytes
  }

  async write(text: string): Promise<void> {
    this.#text.push(text)
    this.#characters += text.length
    if (this.#characters >= PART_CHARACTERS) this.#pack()
  }

  async close(): Promise<void> {
    this.#pack()
    this.#save(new Blob(this.#parts, { type: this.#type }))
    await this.abort()
  }

  async abort(): Promise<void> {
    this.#parts = []
    this.#text = []
  }

  #pack(): void {
    const part = new Blob(this.#text)
    this.#text = []
    this.#characters = 0
    this.#bytes += part.size
    if (this.#bytes > this.#maxBytes) throw new ExportError('too-large', `More than ${this.#maxBytes} bytes.`)
    this.#parts.push(part)
  }
}

/** What is used of the File System Access API, which not every browser has. */
export type FilePicker = (options: {
  readonly suggestedName: string
  readonly types: readonly { readonly accept: Readonly<Record<string, readonly string[]>> }[]
}) => Promise<ChosenFile>

type ChosenFile = {
  createWritable(): Promise<FileStream>
  getFile?(): Promise<Pick<File, 'size'>>
  remove?(): Promise<void>
}

type FileStream = { write(text: string): Promise<void>; close(): Promise<void>; abort(): Promise<void> }

/** Writes into a file as it comes; nothing is held. The file changes when it is complete. */
export class StreamedFile implements ExportSink {
  readonly #stream: FileStream
  readonly #made: ChosenFile | null

  /** @param made The file where nothing was in it: the browser made it when it was chosen, and it goes with what was written. */
  constructor(stream: FileStream, made: ChosenFile | null) {
    this.#stream = stream
    this.#made = made
  }

  write(text: string): Promise<void> {
    return this.#try(this.#stream.write(text))
  }

  close(): Promise<void> {
    return this.#try(this.#stream.close())
  }

  async abort(): Promise<void> {
    try {
      await this.#stream.abort()
      await this.#made?.remove?.()
    } catch {
      // It had failed before: there is nothing to throw away.
    }
  }

  async #try(step: Promise<void>): Promise<void> {
    try {
      await step
    } catch (cause) {
      throw new ExportError('not-writable', 'The file cannot be written.', cause)
    }
  }
}

export type SinkOptions = {
  readonly name: string
  /** MIME type. */
  readonly type: string
  /** null where the browser has none. */
  readonly picker: FilePicker | null
  /** Saves a file that was held. */
  readonly save: (file: Blob, name: string) => void
}

/**
 * The place for an export: a file that the person chooses, else one that is held. Has to be asked for by a click.
 * @returns null where the person chose none.
 */
export async function openSink({ name, type, picker, save }: SinkOptions): Promise<ExportSink | null> {
  if (picker) {
    const extension = name.slice(name.lastIndexOf('.'))
    try {
      const file = await picker({ suggestedName: name, types: [{ accept: { [type]: [extension] } }] })
      const isEmpty = (await file.getFile?.())?.size === 0
      return new StreamedFile(await file.createWritable(), isEmpty ? file : null)
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return null
      // A frame of another origin may have the picker and not be let use it.
    }
  }
  return new HeldFile(type, (file) => save(file, name))
}

/** Has the browser save a file among its downloads. */
export function download(file: Blob, name: string): void {
  const url = URL.createObjectURL(file)
  const link = document.createElement('a')
  Object.assign(link, { href: url, download: name })
  link.click()
  // The download has begun by then; before, some browsers lose it.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
