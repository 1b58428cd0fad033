import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import packageFile from './package.json' with { type: 'json' }
import { compiledAsItComes, ENGLISH_TEXTS, gadgetPlugins } from './src/gadget/build/gadget-plugin.ts'
import { chromiumLaunchOptions } from './test/support/chromium.ts'
import { PATIENCE } from './test/support/patience.ts'

/** Side by side, with a hash of the content in the name: a desktop may keep them for ever. */
const FILES = '[name]-[hash].js'
const ASSETS = '[name]-[hash][extname]'

/** Generous, for a busy machine: how long anything may take, milliseconds. No test waits for a clock. */
const LONG = 300_000

/** What fails is tried once more, for a machine that stands still for a while; `npm test` names it at the end. */
const PATIENT = { testTimeout: LONG, hookTimeout: LONG, expect: { poll: PATIENCE }, retry: 1 }

const DEFINE = { GADGET_VERSION: JSON.stringify(packageFile.version) }

export default defineConfig({
  // Parts find each other by their own address, in whatever folder they are put.
  base: './',
  define: DEFINE,
  plugins: gadgetPlugins('gadget.xml'),
  environments: {
    client: {
      build: {
        outDir: 'dist/gadget',
        target: 'es2022',
        // The loader does it, which knows where the files are.
        modulePreload: false,
        rolldownOptions: {
          input: 'src/gadget/main.ts',
          // To read a property and leave it at that does nothing, here as in the libraries.
          treeshake: { propertyReadSideEffects: false },
          optimization: { inlineConst: { mode: 'all', pass: 3 } },
          preserveEntrySignatures: 'allow-extension',
          output: {
            format: 'es',
            entryFileNames: FILES,
            chunkFileNames: FILES,
            assetFileNames: ASSETS,
            postBanner: compiledAsItComes,
            codeSplitting: {
              groups: [
                {
                  name: (id) => (id.includes('/words/floor/') ? 'en-floor' : 'en'),
                  debugName: 'English texts',
                  test: ENGLISH_TEXTS,
                  includeDependenciesRecursively: false,
                },
                { name: 'main', tags: ['$initial'] },
              ],
            },
          },
        },
      },
    },
    relay: {
      consumer: 'server',
      build: {
        outDir: 'dist',
        emptyOutDir: false,
        target: 'node24',
        rolldownOptions: {
          // The others are a worker thread and a child process of the first.
          input: [
            'src/relay/main.ts',
            'src/relay/history/sqlite-worker.ts',
            'src/relay/history/sqlite-look-process.ts',
          ],
          output: {
            format: 'es',
            preserveModules: true,
            preserveModulesRoot: 'src',
            entryFileNames: '[name].js',
          },
        },
      },
    },
  },
  builder: {
    async buildApp(builder) {
      for (const name of ['client', 'relay']) {
        const environment = builder.environments[name]
        if (environment) await builder.build(environment)
      }
    },
  },
  test: {
    // Most tests wait for sockets, processes and disks rather than for a processor.
    maxWorkers: 3,
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          // Times are those of one zone wherever the tests run, here as in the browser.
          env: { TZ: 'UTC' },
          ...PATIENT,
          include: ['test/**/*.test.ts'],
          exclude: ['test/gadget/components/**'],
        },
      },
      {
        resolve: {
          alias: {
            '@web/test-runner-commands': new URL('test/support/no-web-test-runner.ts', import.meta.url).pathname,
          },
        },
        optimizeDeps: { include: ['@open-wc/testing', 'lit', '@lit/localize'] },
        define: DEFINE,
        test: {
          name: 'chromium',
          include: ['test/gadget/components/**/*.test.ts'],
          ...PATIENT,
          setupFiles: ['test/support/browser-setup.ts'],
          // A page that is not there in time is not tried again.
          env: { VITEST_BROWSER_IFRAME_TIMEOUT: String(LONG) },
          browser: {
            enabled: true,
            connectTimeout: LONG,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: chromiumLaunchOptions() }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
})
