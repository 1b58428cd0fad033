import { expect } from '@open-wc/testing'
import { describe, it } from 'vitest'
import '../../../src/gadget/components/report-progress.ts'
import type { ReportState } from '../../../src/gadget/controllers/report-controller.ts'
import { createFormats } from '../../../src/gadget/words/formats.ts'
import { alone, buttonOf } from './alone.ts'
import { deepText } from './deep.ts'

async function shown(state: ReportState<unknown>) {
  const progress = await alone('rch-report-progress', { state, formats: createFormats('en-GB') })
  const wanted: string[] = []
  for (const name of ['rch-cancel', 'rch-again']) progress.addEventListener(name, () => wanted.push(name))
  return { progress, wanted }
}

describe('how a report stands', () => {
  it('is told in whole percents while it is made, which can be left off', async () => {
    const { progress, wanted } = await shown({ phase: 'running', progress: 0.4299 })
    expect(deepText(progress)).to.contain('42%')
    expect(progress.shadowRoot?.querySelector('progress')?.value).to.equal(0.4299)
    await expect(progress).to.be.accessible()
    buttonOf(progress, 'Cancel').click()
    expect(wanted).to.deep.equal(['rch-cancel'])
  })

  it('is a fault in words with a way to try again, also for a code that no words are there for', async () => {
    const { progress, wanted } = await shown({ phase: 'failed', code: 'history-unavailable' })
    expect(deepText(progress)).to.contain('The relay cannot read its history at the moment.')
    await expect(progress).to.be.accessible()
    buttonOf(progress, 'Try again').click()
    expect(wanted).to.deep.equal(['rch-again'])
    const unknown = await shown({ phase: 'failed', code: 'never-heard-of' })
    expect(deepText(unknown.progress)).to.contain('never-heard-of')
  })

  it('is that it was left off, or nothing once it is there', async () => {
    const { progress } = await shown({ phase: 'none' })
    expect(deepText(progress)).to.contain('Cancelled.')
    await expect(progress).to.be.accessible()
    expect(deepText((await shown({ phase: 'ready', value: 1 })).progress)).to.equal('')
  })
})
