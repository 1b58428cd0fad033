import { describe, expect, it } from 'vitest'
import { encode } from '../../src/cti/codec.ts'
import { DIALECTS } from '../../src/cti/dialect.ts'
import { layoutFor } from '../../src/cti/layout.ts'
import { SERVICE_MASKS } from '../../src/cti/masks.ts'
import { idleTimeoutOf, type OpenOptions, openRequest, servicesOf } from '../../src/cti/open-request.ts'
import { ALL_LAYOUTS } from '../support/cti-arbitrary.ts'

const OPTIONS: OpenOptions = { clientId: 'relay', heartbeatSeconds: 10 }

/** ServicesRequested where it lies in the bytes: after the header and four words. */
const servicesIn = (frame: Uint8Array): number => new DataView(frame.buffer, frame.byteOffset).getUint32(8 + 16)

describe('a session that only reads', () => {
  const everything: OpenOptions = { ...OPTIONS, events: true, config: true, teams: true, calls: true }

  it.each(ALL_LAYOUTS.map((layout) => ({ layout, title: `${layout.dialect} ${layout.version}` })))(
    'never asks for CLIENT_CONTROL in its bytes: $title',
    ({ layout }) => {
      for (const options of [
        OPTIONS,
        everything,
        { ...everything, control: false },
        { ...OPTIONS, control: undefined },
      ]) {
        const frame = encode(openRequest(layout.dialect, layout.version, 1, options), layout)
        expect(servicesIn(frame) & 0x4).toBe(0)
        expect(servicesIn(frame) & 0x2000).toBe(0)
        expect(servicesIn(frame) & 0x10).toBe(0x10)
      }
    },
  )

  it('asks for CLIENT_CONTROL only when told to', () => {
    const frame = encode(openRequest('uccx', 14, 1, { ...OPTIONS, control: true }), layoutFor('uccx', 14))
    expect(servicesIn(frame)).toBe(0x14)
  })
})

describe('OPEN_REQ', () => {
  it('of a UCCX bridge, byte by byte', () => {
    const frame = encode(openRequest('uccx', 14, 7, { ...OPTIONS, config: true, teams: true }), layoutFor('uccx', 14))
    expect(Buffer.from(frame).toString('hex')).toBe(
      [
        '0000003f 00000003 00000007 0000000e', // length, type, InvokeID, version 14
        '00000028 00000000', // idle time-out 40 s, peripheral reserved
        '00040090 00000000 000001ff 00000003', // services, no calls, all states, agents and CSQs
        '00000000 00000000 00000000', // reserved
        '01 06 72656c617900', // ClientID
        '02 01 00', // ClientPassword, empty
        '03 06 72656c617900', // ClientSignature
      ]
        .join('')
        .replaceAll(' ', ''),
    )
  })

  it('of a UCCE client for all events names no peripheral', () => {
    const request = openRequest('ucce', 20, 7, { ...OPTIONS, peripheralId: 5000, clientSignature: 'app', config: true })
    const view = new DataView(encode(request, layoutFor('ucce', 20)).buffer)
    expect(view.getUint32(8 + 12)).toBe(0xffffffff)
    expect(view.getUint32(8 + 28)).toBe(4 | 2)
  })

  it('asks for the call events that concern agents when told to, and for no others', () => {
    const { callMsgMask } = openRequest('ucce', 20, 7, { ...OPTIONS, calls: true })
    expect(callMsgMask?.toString(16)).toBe('677d')
  })

  it('asks UCCE for the events of teams where it counts them, among those of calls', () => {
    const masks = DIALECTS.map((dialect) => openRequest(dialect, 18, 7, { ...OPTIONS, teams: true }).callMsgMask)
    expect(Object.fromEntries(DIALECTS.map((dialect, index) => [dialect, masks[index]]))).toEqual({
      uccx: 0,
      ucce: 0x00800000,
    })
  })

  it('asks UCCE from 24 on to be taken at the standby side too', () => {
    expect(servicesOf('ucce', 24, {}) & SERVICE_MASKS.ACTIVE_STANDBY).toBe(0x02000000)
    expect(servicesOf('ucce', 23, {})).toBe(0x10)
    expect(servicesOf('uccx', 18, {})).toBe(0x10)
  })

  it('has an idle time-out of four heartbeats within what both guides allow', () => {
    expect([5, 8, 10, 29, 30].map(idleTimeoutOf)).toEqual([20, 32, 40, 116, 119])
  })
})
