import { describe, expect, it } from 'vitest'
import { helpText, readOptions, SCENE_OPTIONS, START_OPTIONS, UsageError } from '../../src/sandbox/options.ts'

describe('the options of npm start', () => {
  it('have defaults', () => {
    expect(readOptions(START_OPTIONS, [])).toEqual({
      port: 8080,
      'cti-port': 12_028,
      'relay-port': 8543,
      agents: 60,
      rate: 2,
      dialect: 'uccx',
      'open-users': false,
      'hostile-labels': false,
      quiet: false,
      data: null,
      'no-build': false,
    })
  })

  it('are taken as given', () => {
    const args = ['--port', '0', '--rate', '0.5', '--dialect', 'ucce', '--data', './d', '--quiet', '--no-build']
    expect(readOptions(START_OPTIONS, args)).toMatchObject({
      port: 0,
      rate: 0.5,
      dialect: 'ucce',
      data: './d',
      quiet: true,
      'no-build': true,
    })
  })

  it('are refused all at once, each with what it must be', () => {
    const args = ['--port', '70000', '--agents', '1.5', '--rate', 'x', '--dialect', 'acd']
    const faults = [
      '--port must be a whole number from 0 to 65535, not “70000”.',
      '--agents must be a whole number from 1 to 2000, not “1.5”.',
      '--rate must be a number from 0 to 1000, not “x”.',
      '--dialect must be uccx or ucce, not “acd”.',
    ]
    expect(() => readOptions(START_OPTIONS, args)).toThrow(new UsageError(faults))
  })

  it('are refused when nobody knows them', () => {
    expect(() => readOptions(START_OPTIONS, ['--prot', '1'])).toThrow(/--prot/)
    expect(() => readOptions(START_OPTIONS, ['surplus'])).toThrow(/surplus/)
  })

  it('are listed with --help', () => {
    expect(readOptions(START_OPTIONS, ['--help'])).toBeNull()
    const help = helpText('npm start', 'Runs.', START_OPTIONS)
    for (const name of Object.keys(START_OPTIONS)) expect(help).toContain(`--${name}`)
  })
})

describe('the options of npm run sandbox:scene', () => {
  it('fit the defaults of npm start', () => {
    expect(readOptions(SCENE_OPTIONS, [])).toEqual({
      cti: '127.0.0.1:12028',
      finesse: 'http://127.0.0.1:8080',
      pause: 4,
    })
  })

  it('must be addresses', () => {
    expect(() => readOptions(SCENE_OPTIONS, ['--finesse', 'localhost'])).toThrow('http://host:port')
    expect(() => readOptions(SCENE_OPTIONS, ['--finesse', 'http://localhost:99999'])).toThrow('http://host:port')
    expect(() => readOptions(SCENE_OPTIONS, ['--cti', 'localhost'])).toThrow('host:port')
    expect(() => readOptions(SCENE_OPTIONS, ['--cti', 'localhost:99999'])).toThrow('host:port')
  })
})
