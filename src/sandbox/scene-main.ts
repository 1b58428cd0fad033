/** `npm run sandbox:scene`: plays the scene in a sandbox that runs already, and says each step. */
import { setTimeout as pause } from 'node:timers/promises'
import { Scene } from './actors/scene.ts'
import { type Ending, runCommand } from './ending.ts'
import { helpText, readOptions, SCENE_OPTIONS } from './options.ts'
import { SCENE_STEPS } from './scene-steps.ts'

const PURPOSE = 'Plays the scene with cons8510 in a sandbox that runs: lunch through Finesse, then lunch through CTI.'

async function play(ending: Ending): Promise<void> {
  const options = readOptions(SCENE_OPTIONS, process.argv.slice(2))
  if (!options) return void process.stdout.write(helpText('npm run sandbox:scene -- [options]', PURPOSE, SCENE_OPTIONS))
  const scene = new Scene({ ctiAddress: options.cti, finesseUrl: options.finesse })
  ending.onEnd(() => scene.close())
  for (const [index, { help, run }] of SCENE_STEPS.entries()) {
    if (index > 0) await pause(options.pause * 1000, undefined, { signal: ending.signal })
    console.log(help)
    console.log(`  → ${await run(scene)}`)
  }
  await ending.end(0)
}

await runCommand(play)
