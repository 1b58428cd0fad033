import { expect, waitUntil } from '@open-wc/testing'
import { afterEach, describe, it } from 'vitest'
import { LANGUAGE } from '../../../src/gadget/preferences/preferences.ts'
import { PreferenceStore } from '../../../src/gadget/preferences/preference-store.ts'
import { detailTexts } from '../../../src/gadget/words/detail-texts.ts'
import { relayFault } from '../../../src/gadget/words/faults.ts'
import { languageFor, localeFor, useLanguage } from '../../../src/gadget/words/language.ts'
import { LanguageKeeper } from '../../../src/gadget/words/language-keeper.ts'
import { texts } from '../../../src/gadget/words/texts.ts'
import { PATIENCE } from '../../support/patience.ts'

afterEach(() => useLanguage('en'))

function keeperOf(desktop: string | null, browser: readonly string[] = ['en-US']) {
  const preferences = new PreferenceStore('super1', null)
  const page = document.createElement('div')
  let changes = 0
  const keeper = new LanguageKeeper({ preferences, desktop, browser, page, onChange: () => (changes += 1) })
  return { keeper, preferences, page, changes: () => changes }
}

describe('the language', () => {
  it('is the desktop’s, else the first of the browser’s that is there, else English', () => {
    expect(languageFor('de-CH', ['fr'])).to.equal('de')
    expect(languageFor('it-IT', ['pt-BR', 'es-MX', 'fr'])).to.equal('es')
    expect(languageFor(null, ['ja'])).to.equal('ja')
    expect(languageFor(null, ['dev', 'it'])).to.equal('en')
  })

  it('takes the desktop’s region for dates and numbers only where it is of the same language', () => {
    expect(localeFor('en', 'en-GB')).to.equal('en-GB')
    expect(localeFor('fr', 'en-GB')).to.equal('fr')
  })

  it('is that of every text from the moment it is loaded', async () => {
    const { states, list } = texts
    await useLanguage('de')
    expect(states.NOT_READY).to.equal('Nicht bereit')
    expect(list.shown(3, 1200)).to.equal('3 von 1.200 Agenten')
    expect(detailTexts.why.labelDiffers(71, 'A', 'B'))
      .to.contain('Code 71')
      .and.to.contain('hier „A“, anderswo „B“')
    expect(relayFault('timeout')).to.equal('Das Relay hat nicht rechtzeitig geantwortet.')
    expect(relayFault('constructor')).to.equal('Das Relay meldet „constructor“.')
    await useLanguage('en')
    expect(states.NOT_READY).to.equal('Not Ready')
  })

  it('has its own number forms', async () => {
    expect([1, 2].map((count) => texts.list.all(count))).to.deep.equal(['1 agent', '2 agents'])
    await useLanguage('ar')
    expect([1, 2, 3, 11, 100].map((count) => texts.list.all(count))).to.deep.equal([
      'وكيل واحد',
      'وكيلان',
      '3 وكلاء',
      '11 وكيلًا',
      '100 وكيل',
    ])
    await useLanguage('ja')
    expect(texts.list.shown(1, 2)).to.equal('2 人中 1 人のエージェント')
  })

  it('is told to the page, with its direction, and follows the supervisor’s choice', async () => {
    const { keeper, preferences, page, changes } = keeperOf('en-GB')
    await keeper.load()
    expect([page.lang, page.dir, changes()]).to.deep.equal(['en', 'ltr', 1])
    preferences.set(LANGUAGE, 'ar')
    await waitUntil(() => changes() === 2, 'the change', PATIENCE)
    expect([page.lang, page.dir]).to.deep.equal(['ar', 'rtl'])
    expect(keeper.formats.share(0.5), 'digits as everywhere').to.match(/50/)
  })
})
