import { writeFileSync } from 'node:fs'
import { expect, it, onTestFinished } from 'vitest'
import { CONTROL_FAILURE_CODES } from '../../../src/cti/control-failure-codes.ts'
import { STATUS_CODES } from '../../../src/cti/status-codes.ts'
import { LoopbackCtiServer } from '../../support/cti-server.ts'
import { type Floor, openFloor } from '../../support/floor.ts'
import { runRelay } from '../../support/relay-process.ts'

async function query(floor: Floor, changes: object = {}, agent = 'cons8510') {
  process.env['TEST_WITNESS_PASSWORD'] = 'admin'
  const finesse = { ...floor.config.finesse, witness: { user: 'admin', passwordEnv: 'TEST_WITNESS_PASSWORD' } }
  writeFileSync(floor.configFile, JSON.stringify({ ...floor.config, finesse, ...changes }))
  return runRelay(['query', '--config', floor.configFile, '--agent', agent])
}

/** The CTI server knows one agent, who is Not Ready. */
function knowOne(cti: LoopbackCtiServer): void {
  cti.answer = (message, peer) => {
    if (message.type !== 'QUERY_AGENT_STATE_REQ') return false
    const { invokeId } = message
    if (message.agentIdLong === 'cons8510') {
      peer.send({ type: 'QUERY_AGENT_STATE_CONF', invokeId, agentState: 'NOT_READY' })
    } else {
      const failureCode = CONTROL_FAILURE_CODES.INVALID_AGENT_ID_SPECIFIED
      peer.send({ type: 'CONTROL_FAILURE_CONF', invokeId, failureCode, peripheralErrorCode: 0 })
    }
    return true
  }
}

it('tells what each side says of an agent at present', async () => {
  const floor = await openFloor()
  knowOne(floor.cti)
  expect(await query(floor)).toEqual({
    code: 0,
    output:
      'CTI ccx1         NOT_READY (an answer to a question carries no reason)\n' +
      'Finesse          NOT_READY, reasonCodeId -1, no reason\n',
  })
  expect(floor.cti.heard[0]).toMatchObject({ type: 'OPEN_REQ', servicesRequested: 0x10 })
})

it('tells why nobody knows an agent, and ends with 1', async () => {
  const floor = await openFloor()
  knowOne(floor.cti)
  const { code, output } = await query(floor, {}, 'nobody')
  expect(code).toBe(1)
  expect(output).toMatch(/^CTI ccx1 .*INVALID_AGENT_ID_SPECIFIED.*\nFinesse .*404/)
})

it('goes past a node on standby to the master', async () => {
  const floor = await openFloor()
  knowOne(floor.cti)
  const standby = await LoopbackCtiServer.listen('uccx')
  onTestFinished(() => standby.close())
  standby.answer = (message, peer) => {
    if (message.type !== 'OPEN_REQ') return false
    peer.send({ type: 'FAILURE_CONF', invokeId: message.invokeId, status: STATUS_CODES.SERVER_NOT_MASTER })
    return true
  }
  const pair = { site: 'ccx1', dialect: 'uccx', servers: [standby.address, floor.cti.address] }
  const { finesse: _, ...rest } = floor.config
  writeFileSync(floor.configFile, JSON.stringify({ ...rest, cti: [pair] }))
  const { code, output } = await runRelay(['query', '--config', floor.configFile, '--agent', 'cons8510'])
  expect(output).toBe(
    'CTI ccx1         NOT_READY (an answer to a question carries no reason)\n' +
      'Finesse          not asked: no witness is configured\n',
  )
  expect(code).toBe(0)
})
