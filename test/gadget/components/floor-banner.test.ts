import { expect } from '@open-wc/testing'
import { describe, it } from 'vitest'
import '../../../src/gadget/components/floor-banner.ts'
import type { RelayClient } from '../../../src/gadget/connection/relay-client.ts'
import type { FinesseSource } from '../../../src/gadget/floor/finesse-source.ts'
import type { Floor } from '../../../src/gadget/floor/floor.ts'
import { createFormats } from '../../../src/gadget/words/formats.ts'
import { at } from '../../history/heard.ts'
import { floorOf, NOON } from '../floor-fixture.ts'
import { alone } from './alone.ts'
import { deepText } from './deep.ts'

/** The banner of a floor to which something happens, and what is tried again. */
async function shown(happens: (floor: Floor) => void, { relay = true } = {}) {
  const tried: string[] = []
  const { floor } = floorOf([])
  const source = (name: string) => ({ start: () => {}, retry: () => tried.push(name) })
  floor.start({
    relay: relay ? (source('relay') as unknown as RelayClient) : null,
    finesse: source('finesse') as unknown as FinesseSource,
  })
  happens(floor)
  const banner = await alone('rch-floor-banner', { floor, formats: createFormats('en-GB'), version: 0 })
  const notices = [...(banner.shadowRoot?.querySelectorAll('p') ?? [])].map((each) => deepText(each))
  const buttons = [...(banner.shadowRoot?.querySelectorAll('button') ?? [])]
  return { banner, floor, notices, buttons, tried }
}

describe('the banner', () => {
  it('says nothing while all is well', async () => {
    const { notices, banner } = await shown(() => {})
    expect(notices).to.deep.equal([])
    await expect(banner).to.be.accessible()
  })

  it('says what is lost and since when, what goes on, and has what can be tried', async () => {
    const { notices, buttons, banner, tried } = await shown(({ finesseListener, relayListener }) => {
      finesseListener.onStatus({ phase: 'lost', since: at(NOON - 5) })
      relayListener.onStatus({ phase: 'waiting', code: 'unreachable', until: at(NOON + 5) })
    })
    expect(notices[0]).to.match(/^The relay does not answer\..*the next try comes by itself\. Try again$/)
    expect(notices[1]).to.match(/lost Finesse at .+:59:55/)
    expect(buttons).to.have.length(1)
    await expect(banner).to.be.accessible()
    buttons[0]?.click()
    expect(tried).to.deep.equal(['relay'])
  })

  it('lets a person try a team again that Finesse does not deliver, by the name that it is shown under', async () => {
    const { notices, buttons, tried } = await shown(({ finesseListener }) => {
      finesseListener.onTeamFault('3', 'subscription-refused')
    })
    expect(notices).to.deep.equal(['Team MN Team 1: Finesse does not deliver the changes of this team. Try again'])
    buttons[0]?.click()
    expect(tried).to.deep.equal(['relay', 'finesse'])
  })

  it('has no button for what nothing can come of: a relay that was never there', async () => {
    const bad = await shown(({ relayListener }) => relayListener.onStatus({ phase: 'refused', code: 'bad-address' }), {
      relay: false,
    })
    expect(bad.notices[0]).to.contain('The gadget preference “relay” is no address.')
    expect(bad.buttons).to.deep.equal([])
    const refused = await shown(({ relayListener }) =>
      relayListener.onStatus({ phase: 'refused', code: 'credential-refused' }),
    )
    expect(refused.buttons).to.have.length(1)
  })

  it('has the name of a team as the text that it is, which turns nothing round', async () => {
    const name = '\u202E<script>alert(1)</script>'
    const { banner, notices } = await shown(({ finesseListener }) => {
      finesseListener.onTeams([{ id: '3', name }])
      finesseListener.onTeamFault('3', 'finesse-forbidden')
    })
    expect(notices[0]).to.contain('Team <script>alert(1)</script>: ')
    expect(banner.shadowRoot?.querySelectorAll('script')).to.have.length(0)
  })
})
