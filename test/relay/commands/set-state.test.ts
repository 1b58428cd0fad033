import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { CONTROL_FAILURE_CODES } from '../../../src/cti/control-failure-codes.ts'
import { basicAuthorization } from '../../../src/finesse/credential.ts'
import { type Floor, openFloor } from '../../support/floor.ts'
import { runRelay } from '../../support/relay-process.ts'

let floor: Floor
let passwordFile: string

beforeEach(async () => {
  floor = await openFloor()
  process.env['TEST_WITNESS_PASSWORD'] = 'admin'
  const finesse = { ...floor.config.finesse, witness: { user: 'admin', passwordEnv: 'TEST_WITNESS_PASSWORD' } }
  writeFileSync(floor.configFile, JSON.stringify({ ...floor.config, finesse }))
  passwordFile = join(floor.folder, 'password')
  writeFileSync(passwordFile, 'cons8510\n')
})

const setState = (...args: string[]) =>
  runRelay(['set-state', '--config', floor.configFile, '--agent', 'cons8510', ...args])

const put = () => floor.finesse.http.asked.filter(({ method }) => method === 'PUT')

describe('through Finesse', () => {
  it('looks up the id of the reason, and asks as the agent', async () => {
    expect(await setState('--state', 'NOT_READY', '--reason', '72', '--password-file', passwordFile)).toEqual({
      code: 0,
      output: 'cons8510: NOT_READY, reason 72 was asked for through Finesse.\n',
    })
    expect(put()).toMatchObject([
      {
        path: '/finesse/api/User/cons8510',
        headers: { authorization: basicAuthorization('cons8510', 'cons8510') },
        body: expect.stringMatching(/<state>NOT_READY<\/state>\s*<reasonCodeId>2<\/reasonCodeId>/) as string,
      },
    ])
    expect(floor.cti.heard).toEqual([])
  })

  it('without a reason asks for none', async () => {
    expect((await setState('--state', 'READY', '--password-file', passwordFile)).code).toBe(0)
    expect(put()[0]?.body).toContain('<state>READY</state>')
    expect(put()[0]?.body).not.toContain('reasonCodeId')
  })

  it.each([
    [
      ['--state', 'NOT_READY', '--reason', '99'],
      'Finesse has no reason 99 for cons8510 in NOT_READY. It has: 71 LUNCH,',
    ],
    [['--state', 'READY', '--reason', '71'], 'READY takes no reason.'],
    [['--state', 'NOT_READY', '--password-file', '/nowhere/p'], '/nowhere/p cannot be read'],
  ])('%j is refused before anything is asked for: %s', async (args, words) => {
    const { code, output } = await setState('--password-file', passwordFile, ...args)
    expect(output).toContain(words)
    expect(output).not.toContain('    at ')
    expect(code).toBeGreaterThan(0)
    expect(put()).toEqual([])
  })

  it('needs the agent’s own password, and says Finesse’s words where it is wrong', async () => {
    delete process.env['AGENT_PASSWORD']
    const none = await setState('--state', 'READY')
    expect(none.output).toContain('--password-file or AGENT_PASSWORD')
    writeFileSync(passwordFile, 'wrong')
    const wrong = await setState('--state', 'READY', '--password-file', passwordFile)
    expect(wrong).toMatchObject({ code: 1, output: expect.stringContaining('status 401') as string })
    expect(wrong.output).not.toContain('wrong\n')
  })
})

describe('through the CTI server', () => {
  beforeEach(() => {
    floor.cti.answer = (message, peer) => {
      if (message.type !== 'SET_AGENT_STATE_REQ') return false
      const { invokeId, eventReasonCode } = message
      if (eventReasonCode !== 99) peer.send({ type: 'SET_AGENT_STATE_CONF', invokeId })
      else {
        const failureCode = CONTROL_FAILURE_CODES.INVALID_OBJECT_STATE
        peer.send({ type: 'CONTROL_FAILURE_CONF', invokeId, failureCode, peripheralErrorCode: 0 })
      }
      return true
    }
  })

  it('asks with the code itself, at the phone that Finesse names', async () => {
    expect(await setState('--via', 'cti', '--state', 'NOT_READY', '--reason', '71')).toEqual({
      code: 0,
      output: 'cons8510: NOT_READY, reason 71 was asked for through the CTI server.\n',
    })
    expect(floor.cti.heard.find(({ type }) => type === 'SET_AGENT_STATE_REQ')).toMatchObject({
      agentState: 'NOT_READY',
      eventReasonCode: 71,
      agentInstrument: '8510',
    })
    const open = floor.cti.heard.find((message) => message.type === 'OPEN_REQ')
    expect((open?.servicesRequested ?? 0) & 0x4, 'the only command that asks for control').toBe(0x4)
    expect(put()).toEqual([])
  })

  it('asks at the phone that is given, without asking Finesse', async () => {
    expect((await setState('--via', 'cti', '--state', 'READY', '--extension', '9999')).code).toBe(0)
    expect(floor.cti.heard.find(({ type }) => type === 'SET_AGENT_STATE_REQ')).toMatchObject({
      agentState: 'AVAILABLE',
      agentInstrument: '9999',
    })
    expect(floor.finesse.http.asked).toEqual([])
  })

  it('asks the site that is named', async () => {
    const other = { site: 'other', dialect: 'uccx', servers: ['127.0.0.1:1'] }
    writeFileSync(floor.configFile, JSON.stringify({ ...floor.config, cti: [other, ...floor.config.cti] }))
    const args = ['--via', 'cti', '--state', 'READY', '--extension', '8510']
    expect((await setState(...args, '--site', 'ccx1')).code).toBe(0)
    expect(floor.cti.heard.map(({ type }) => type)).toContain('SET_AGENT_STATE_REQ')
    expect(await setState(...args, '--site', 'none')).toEqual({
      code: 1,
      output: 'The configuration names no CTI site none. It has: other, ccx1.\n',
    })
  })

  it('says the server’s words where it refuses, and where it is not there', async () => {
    const refused = await setState('--via', 'cti', '--state', 'NOT_READY', '--reason', '99')
    expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('INVALID_OBJECT_STATE') as string })
    await floor.cti.close()
    const gone = await setState('--via', 'cti', '--state', 'READY')
    expect(gone).toMatchObject({
      code: 1,
      output: expect.stringMatching(/^ccx1 is not open: .*ECONNREFUSED/) as string,
    })
  })
})
