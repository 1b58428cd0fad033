import { mkdtempSync, rmSync } from 'node:fs'
import { createReadStream } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright'
import { build } from 'vite'
import { compiledAsItComes } from '../../../src/gadget/build/gadget-plugin.ts'
import { leanLiterals } from '../../../src/gadget/build/lean-literals.ts'
import { chromiumLaunchOptions } from '../../support/chromium.ts'

const VIEWPORT = { width: 1280, height: 800 }

/** Chromium, and pages of the bench built as the gadget is built and given out by a server of this process. */
export class BenchBrowser {
  readonly #browser: Browser
  readonly #address: string
  readonly #end: () => void

  private constructor(browser: Browser, address: string, end: () => void) {
    this.#browser = browser
    this.#address = address
    this.#end = end
  }

  get browser(): Browser {
    return this.#browser
  }

  /** @param pages Names of modules in `pages/`. */
  static async open(pages: readonly string[]): Promise<BenchBrowser> {
    const folder = mkdtempSync(join(tmpdir(), 'reason-history-bench-'))
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
    await build({
      configFile: false,
      logLevel: 'error',
      plugins: [leanLiterals()],
      build: {
        outDir: folder,
        target: 'es2022',
        modulePreload: false,
        chunkSizeWarningLimit: 10_000,
        rolldownOptions: {
          input: Object.fromEntries(pages.map((name) => [name, new URL(`pages/${name}.ts`, import.meta.url).pathname])),
          output: {
            entryFileNames: '[name].js',
            chunkFileNames: '[name]-[hash].js',
            postBanner: compiledAsItComes,
          },
        },
      },
    })
    const server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1')
      if (pathname.endsWith('.js')) {
        response.setHeader('content-type', 'text/javascript')
        createReadStream(join(folder, basename(pathname)))
          .on('error', () => response.writeHead(404).end())
          .pipe(response)
        return
      }
      response.setHeader('content-type', 'text/html')
      response.end(`<!doctype html><meta charset="utf-8"><script type="module" src="${pathname}.js"></script>`)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const browser = await chromium.launch(chromiumLaunchOptions())
    return new BenchBrowser(browser, `http://127.0.0.1:${port}`, () => server.close())
  }

  /** A page of its own process, as far as the browser has them, with what it is asked by ready: a global of it. */
  async page(name: string, driver = 'bench'): Promise<Page> {
    const context = await this.#browser.newContext({ viewport: VIEWPORT })
    const page = await context.newPage()
    const faults: Error[] = []
    page.on('pageerror', (error) => faults.push(error))
    await page.goto(`${this.#address}/${name}`)
    await page
      .waitForFunction((global) => global in globalThis, driver)
      .catch((error: unknown) => {
        throw new Error(`The page ${name} does not become ready. ${faults.map(String).join(' ')}`, { cause: error })
      })
    return page
  }

  async close(): Promise<void> {
    await this.#browser.close()
    this.#end()
  }
}
