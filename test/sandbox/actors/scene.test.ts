import { describe, expect, it, onTestFinished } from 'vitest'
import { DIALECTS } from '../../../src/cti/dialect.ts'
import { Scene } from '../../../src/sandbox/actors/scene.ts'
import { freePort, HOST } from '../../../src/sandbox/ports.ts'
import { SCENE_STEPS } from '../../../src/sandbox/scene-steps.ts'
import { connectClient, runCti } from '../cti/running-cti.ts'
import { runCentre } from '../finesse/running-finesse.ts'

const ID = 'cons8510'

describe.each(DIALECTS)('the scene on %s', (dialect) => {
  const play = async () => {
    const centre = await runCentre(dialect)
    const { events } = await connectClient(centre.cti)
    const scene = new Scene({ ctiAddress: centre.cti.address, finesseUrl: centre.finesse.url })
    onTestFinished(() => scene.close())
    const user = () => centre.as('admin').getUser(ID)
    return { ...centre, scene, events, user }
  }

  it('shows LUNCH when the agent sets it in Finesse, and -1 when an application sets it through CTI', async () => {
    const { scene, user, events } = await play()
    await scene.agentSetsLunch()
    expect(await user()).toMatchObject({ rawReasonCodeId: '1', reasonCode: { code: 71, label: 'LUNCH' } })
    await scene.agentReady()
    expect(await user()).toMatchObject({ state: 'READY', rawReasonCodeId: null })
    await scene.applicationSetsLunch()
    expect(await user()).toMatchObject({ state: 'NOT_READY', rawReasonCodeId: '-1', reasonCode: null })
    expect(await scene.applicationQueries()).toEqual({ state: 'NOT_READY', reason: null })
    expect(events().map(({ agentState, eventReasonCode }) => [agentState, eventReasonCode])).toEqual([
      ['NOT_READY', 71],
      ['AVAILABLE', 0],
      ['NOT_READY', 71],
    ])
  })

  it('shows the contact centre’s own reason when a supervisor forces Not Ready, who can give none', async () => {
    const { scene, user, events } = await play()
    await scene.supervisorForcesNotReady()
    const code = dialect === 'uccx' ? 33 : 999
    expect(await user()).toMatchObject({ state: 'NOT_READY', reasonCode: { code, label: 'Supervisor Initiated' } })
    expect(events().at(-1)).toMatchObject({ agentState: 'NOT_READY', eventReasonCode: code })
  })

  it('can be played again from wherever it stands, also by an agent who is logged out', async () => {
    const { scene, user, cti } = await play()
    for (const { run } of [...SCENE_STEPS, ...SCENE_STEPS.toReversed()]) await run(scene)
    await scene.applicationSetsLunch()
    await scene.applicationSetsLunch()
    expect((await user()).rawReasonCodeId).toBe('-1')
    cti.setState(ID, 'LOGOUT', 0)
    await expect.poll(async () => (await user()).state).toBe('LOGOUT')
    await scene.agentSetsLunch()
    expect((await user()).rawReasonCodeId).toBe('1')
  })

  it('tells in words that it cannot do a step, and can do it once the server is there', async () => {
    const port = await freePort()
    const { finesse } = await runCentre(dialect)
    const scene = new Scene({ ctiAddress: `${HOST}:${port}`, finesseUrl: finesse.url })
    await expect(scene.applicationQueries()).rejects.toThrow('The application cannot reach the CTI server')
    await runCti(dialect, 3, port)
    expect(await scene.applicationQueries()).toMatchObject({ reason: null })
    await scene.close()
  })
})
