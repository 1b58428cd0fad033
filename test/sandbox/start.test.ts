import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, it, onTestFinished } from 'vitest'

/** Runs a command of the sandbox that is expected to end by itself. */
async function run(script: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const child = spawn(process.execPath, [`src/sandbox/${script}`, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const ended = once(child, 'exit') as Promise<[number]>
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { code: (await ended)[0], out, err }
}

async function takenPort(): Promise<string> {
  const server = createServer()
  onTestFinished(() => void server.close())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return String((server.address() as AddressInfo).port)
}

describe('npm start', () => {
  it('refuses wrong settings in plain words, without a stack, and ends with 2', async () => {
    const { code, out, err } = await run('start.ts', '--port', 'eighty', '--dialect', 'acd')
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toBe(
      '--port must be a whole number from 0 to 65535, not “eighty”.\n' +
        '--dialect must be uccx or ucce, not “acd”.\n' +
        'With --help all options are listed.\n',
    )
  })

  it.each(['--port', '--cti-port', '--relay-port'])(
    'says that %s is taken before it builds anything',
    async (option) => {
      const port = await takenPort()
      const free = ['--port', '0', '--cti-port', '0', '--relay-port', '0']
      const { code, out, err } = await run('start.ts', ...free, option, port)
      expect({ code, out, err }).toEqual({
        code: 1,
        out: '',
        err: `Port ${port} is taken or forbidden. Choose another one with ${option} PORT (0: any free one).\n`,
      })
    },
  )

  it.each([
    ['package.json', 'ENOTDIR'],
    ['package.json/history', 'ENOTDIR'],
    ['/proc/history/of-today', 'ENOENT'],
  ])('says before it builds anything that no history can be kept in %s', async (folder, cause) => {
    const { code, out, err } = await run('start.ts', '--data', folder)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(new RegExp(`^--data: no history can be kept in /.*: ${cause}`))
  })

  it('tells its options with --help', async () => {
    const { code, out } = await run('start.ts', '--help')
    expect(code).toBe(0)
    expect(out).toContain('--relay-port PORT')
  })
})

it('ends well where nobody reads what a command prints', async () => {
  const child = spawn(process.execPath, ['src/sandbox/start.ts', '--help'], { stdio: ['ignore', 'pipe', 'pipe'] })
  child.stdout.destroy()
  const ended = once(child, 'exit')
  expect(await text(child.stderr)).toBe('')
  expect(await ended).toEqual([0, null])
})

describe('npm run sandbox:scene', () => {
  it('plays the scene in a sandbox that npm run sandbox started, in words', async () => {
    const sandbox = spawn(process.execPath, ['src/sandbox/main.ts', '--port', '0', '--cti-port', '0', '--rate', '0'])
    onTestFinished(() => void sandbox.kill('SIGKILL'))
    const [chunk] = (await once(sandbox.stdout, 'data')) as [Buffer]
    const [, json = ''] = /^ready (.*)$/m.exec(String(chunk)) ?? []
    const { finesse, cti } = JSON.parse(json) as { finesse: string; cti: string }
    const { code, out } = await run('scene-main.ts', '--finesse', finesse, '--cti', cti, '--pause', '0')
    expect(code).toBe(0)
    expect(out.split('\n').filter((line) => line.includes('→'))).toEqual([
      '  → Finesse set NOT_READY with reasonCodeId 1: the CTI event carries 71, and Finesse shows 71 LUNCH.',
      '  → cons8510 is READY.',
      '  → The CTI server confirmed. Its event carries 71; Finesse now says NOT_READY with reasonCodeId -1.',
      '  → The CTI server answers NOT_READY without a reason.',
    ])
    const ended = once(sandbox, 'exit')
    sandbox.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
  })

  it('says so when no sandbox runs where it is looked for', async () => {
    const { code, err } = await run('scene-main.ts', '--finesse', 'http://127.0.0.1:1', '--cti', '127.0.0.1:1')
    expect(code).toBe(1)
    expect(err).toContain('127.0.0.1:1')
    expect(err).not.toContain('    at ')
  })
})
