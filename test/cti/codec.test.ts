import { describe, expect, it } from 'vitest'
import { agentIdFields, agentIdOf } from '../../src/cti/agent-key.ts'
import { decode, decodeAt, detectLayout, encode } from '../../src/cti/codec.ts'
import { layoutFor } from '../../src/cti/layout.ts'
import type { Message } from '../../src/cti/messages.ts'
import { fromHex, toHex } from '../support/cti-vectors.ts'

const UCCX = layoutFor('uccx', 14)
const UCCE_15 = layoutFor('ucce', 15)
const UCCE_20 = layoutFor('ucce', 20)
const UCCE_24 = layoutFor('ucce', 24)

/** A frame from its type and the hex of its body. */
function frame(type: number, body: string): Uint8Array {
  const bytes = fromHex(body)
  const header = new DataView(new ArrayBuffer(8))
  header.setUint32(0, bytes.length)
  header.setUint32(4, type)
  return Uint8Array.of(...new Uint8Array(header.buffer), ...bytes)
}

/** The scene: an application puts cons8510 into NOT_READY with reason 71. Section by section as the guide prints it. */
const SCENE_FIXED = `
  00000000 # MonitorID
  00000001 # PeripheralID, always 1
  00000000 # SessionID
  0015     # PeripheralType 21
  0000     # CSQState
  00000000 # StateDuration
  ffffffff # CSQID none
  ffffffff # reserved
  0000     # reserved
  0002     # AgentState NOT_READY
  0047     # EventReasonCode 71
  00000001 # MRDID
  00000000 # NumTasks
  0000     # AgentMode
  00000000 # MaxTaskLimit
  00000000 # ICMAgentID
  00000001 # AgentAvailabilityStatus
  0000     # numCSQs
`
const SCENE_FLOATING = `
  03 04 617070 00             # CTIClientSignature "app"
  c2 09 636f6e7338353130 00   # AgentID[194] "cons8510"
  04 05 38353130 00           # AgentExtension "8510"
  06 05 38353130 00           # AgentInstrument "8510"
`

describe('AGENT_STATE_EVENT from bytes written by hand', () => {
  it('UCCX: says who, which state and which reason', () => {
    const message = decode(frame(30, SCENE_FIXED + SCENE_FLOATING), UCCX) as Message<'AGENT_STATE_EVENT'>
    expect(message).toEqual({
      type: 'AGENT_STATE_EVENT',
      monitorId: 0,
      peripheralId: 1,
      sessionId: 0,
      peripheralType: 21,
      skillGroupState: 'LOGIN',
      stateDuration: 0,
      skillGroupNumber: 0xffffffff,
      skillGroupId: 0xffffffff,
      skillGroupPriority: 0,
      agentState: 'NOT_READY',
      eventReasonCode: 71,
      mrdId: 1,
      numTasks: 0,
      agentMode: 0,
      maxTaskLimit: 0,
      icmAgentId: 0,
      agentAvailabilityStatus: 1,
      numFltSkillGroups: 0,
      ctiClientSignature: 'app',
      agentIdLong: 'cons8510',
      agentExtension: '8510',
      agentInstrument: '8510',
      skillGroups: [],
    })
    expect(agentIdOf(message)).toBe('cons8510')
    expect(toHex(encode(message, UCCX))).toBe(toHex(frame(30, SCENE_FIXED + SCENE_FLOATING)))
  })

  it('UCCE from 19 on: has a DepartmentID after the same fields', () => {
    const body = `${SCENE_FIXED} 00001389 # DepartmentID 5001
      0005 0005 31303031 00                                        # AgentID "1001", tag and length of two bytes
      003e 0004 00000064  003f 0004 00001400  0040 0002 0000  0041 0002 0002 # skill group 100: NOT_READY
      003e 0004 00000065  003f 0004 00001401  0040 0002 0001  0041 0002 0003 # skill group 101: AVAILABLE`
    const message = decode(frame(30, body), UCCE_20) as Message<'AGENT_STATE_EVENT'>
    expect(message.departmentId).toBe(5001)
    expect(agentIdOf(message)).toBe('1001')
    expect(message.skillGroups).toEqual([
      { skillGroupNumber: 100, skillGroupId: 5120, skillGroupPriority: 0, skillGroupState: 'NOT_READY' },
      { skillGroupNumber: 101, skillGroupId: 5121, skillGroupPriority: 1, skillGroupState: 'AVAILABLE' },
    ])
  })

  it('takes 65535 for the reason that it is, and keeps the number of a state that no guide lists', () => {
    const body = SCENE_FIXED.replace('0047     #', 'ffff     #').replace('0002     #', '0063     #')
    const message = decode(frame(30, body), UCCX) as Message<'AGENT_STATE_EVENT'>
    expect(message.eventReasonCode).toBe(65535)
    expect(message.agentState).toBe('STATE_99')
    expect(toHex(encode(message, UCCX))).toBe(toHex(frame(30, body)))
  })

  it('lets NextAgentState[123] stand beside AgentState, not in its place', () => {
    const message = decode(frame(30, `${SCENE_FIXED} 7b 02 0005`), UCCX) as Message<'AGENT_STATE_EVENT'>
    expect([message.agentState, message.nextAgentState]).toEqual(['NOT_READY', 'WORK_NOT_READY'])
  })

  it('skips tags it does not know by their length', () => {
    const message = decode(frame(30, `${SCENE_FIXED} fe 03 010203 ${SCENE_FLOATING} ff 00`), UCCX)
    expect(agentIdOf(message as Message<'AGENT_STATE_EVENT'>)).toBe('cons8510')
  })

  it('leaves nothing behind for the next message', () => {
    decode(frame(30, `${SCENE_FIXED} ${SCENE_FLOATING} 3e 04 00000064`), UCCX)
    const next = decode(frame(30, SCENE_FIXED), UCCX) as Message<'AGENT_STATE_EVENT'>
    expect([agentIdOf(next), next.skillGroups]).toEqual([null, []])
  })

  it('does not depend on its bytes afterwards', () => {
    const bytes = frame(30, SCENE_FIXED + SCENE_FLOATING)
    const message = decode(bytes, UCCX)
    const copy = structuredClone(message)
    bytes.fill(0xff)
    expect(message).toEqual(copy)
  })
})

describe('whose message it is', () => {
  it('is said by tag 194, else by tag 5, else not at all', () => {
    expect(agentIdOf({ agentIdLong: 'cons8510', agentId: 'x' })).toBe('cons8510')
    expect(agentIdOf({ agentIdLong: '', agentId: '1001' })).toBe('1001')
    expect(agentIdOf({ agentIdLong: undefined, agentId: undefined })).toBeNull()
    expect(agentIdOf({ agentId: '' })).toBeNull()
  })

  it('stands where the dialect wants it', () => {
    expect(agentIdFields('uccx', 'cons8510')).toEqual({ agentIdLong: 'cons8510' })
    expect(agentIdFields('ucce', '1001')).toEqual({ agentId: '1001' })
  })
})

const textOf = (hex: string, layout = UCCX) =>
  (decode(frame(2, `00000011 07 ${hex}`), layout) as Message<'FAILURE_EVENT'>).text

const readId = (id: string) => {
  const event = encode({ type: 'AGENT_STATE_EVENT', agentState: 'TALKING', agentIdLong: id }, UCCX)
  return agentIdOf(decode(event, UCCX) as Message<'AGENT_STATE_EVENT'>)
}

describe('texts', () => {
  it('end at the first NUL, or without one where the field ends', () => {
    expect(textOf('04 61626300')).toBe('abc')
    expect(textOf('03 616263')).toBe('abc')
    expect(textOf('06 616263006465')).toBe('abc')
    expect(textOf('01 00')).toBe('')
    expect(textOf('00')).toBe('')
  })

  it('are UTF-8 on UCCX; what is cut in the middle of a character shows it', () => {
    expect(textOf('05 5ac3bc7200')).toBe('Zür')
    expect(textOf('03 5ac300')).toBe('Z\ufffd')
    expect(toHex(encode({ type: 'FAILURE_EVENT', status: 17, text: 'Zür' }, UCCX)).slice(24)).toBe('07055ac3bc7200')
  })

  it('are one byte a character on UCCE, whatever UCCX made of the same bytes', () => {
    const report = (hex: string, layout = UCCE_15) =>
      (decode(frame(32, `00000001 0000 07 ${hex}`), layout) as Message<'CLIENT_EVENT_REPORT_REQ'>).text
    expect(report('02 fc00', UCCX)).toBe('\ufffd')
    expect(report('02 fc00')).toBe('ü')
    expect(report('03 c3bc00')).toBe('Ã¼')
    expect(
      toHex(encode({ type: 'CLIENT_EVENT_REPORT_REQ', invokeId: 1, state: 0, text: 'ü' }, UCCE_15)).slice(28),
    ).toBe('0702fc00')
  })

  it('that come again are the same and stay right when others push them out', () => {
    const ids = Array.from({ length: 10_000 }, (_, index) => `agent${index}`)
    expect(ids.map(readId)).toEqual(ids)
    expect(ids.map(readId)).toEqual(ids)
  })

  it('longer than the field, with a NUL inside or in letters that UCCE has not are refused', () => {
    const open = { type: 'OPEN_REQ', invokeId: 1, versionNumber: 14, idleTimeout: 40, servicesRequested: 16 } as const
    expect(encode({ ...open, clientId: 'x'.repeat(63) }, UCCX)).toHaveLength(8 + 44 + 2 + 64)
    for (const [clientId, layout] of [
      ['x'.repeat(64), UCCX],
      ['a\0b', UCCX],
      ['Ω', UCCE_15],
    ] as const) {
      expect(() => encode({ ...open, clientId }, layout)).toThrow(
        expect.objectContaining({ name: 'CtiProtocolError', code: 'unencodable', messageType: 3 }),
      )
    }
  })
})

const csqWith = (autoWork: string) =>
  decode(frame(236, `0001 b7 02 0000 b8 04 00000000 b8 04 00000007 b9 ${autoWork} 85 03 435351`), UCCX)

describe('numbers', () => {
  it('of floating fields are read as wide as they come', () => {
    for (const autoWork of ['02 0001', '04 00000001', '01 01']) {
      expect(csqWith(autoWork)).toMatchObject({
        records: [{ recordType: 0, peripheralNumber: 7, autoWork: true, peripheralName: 'CSQ' }],
      })
    }
  })

  it('of a width that is none are not there, and do not cost the message', () => {
    const message = decode(frame(30, `${SCENE_FIXED} 96 03 000001 96 08 0000000000000001 ${SCENE_FLOATING}`), UCCX)
    expect(message).toMatchObject({ duration: undefined, agentIdLong: 'cons8510' })
  })

  it('that do not fit their field are refused', () => {
    const event = { type: 'AGENT_STATE_EVENT', agentState: 'TALKING' } as const
    for (const wrong of [
      { eventReasonCode: 65536 },
      { eventReasonCode: -1 },
      { eventReasonCode: 1.5 },
      { eventReasonCode: NaN },
      { mrdId: 0x80000000 },
      { agentState: 'STATE_65536' },
      { agentState: 'READY' as 'AVAILABLE' },
    ] as const) {
      expect(() => encode({ ...event, ...wrong }, UCCX)).toThrow(expect.objectContaining({ code: 'unencodable' }))
    }
  })

  it('that are required have to be given', () => {
    const nothing = { type: 'SET_AGENT_STATE_CONF' } as unknown as Message
    expect(() => encode(nothing, UCCX)).toThrow(/invokeId is missing/)
  })
})

const openConf = (body: string, version: number) => decode(frame(4, body), layoutFor('ucce', version))

describe('OPEN_CONF', () => {
  const fixed26 = '00000001 00040090 00000000 00000000 5746cc1e 0001 0011 0009'
  const floating = 'e4 02 0001 d0 04 00001388 e0 02 0000'
  const wide = '00e4 0002 0001 00d0 0004 00001388 00e0 0002 0000'

  it('has 26, 30 or 32 fixed bytes; what uses up the message is right, whatever the version says', () => {
    const peripherals = [{ fltPeripheralId: 5000, multilineAgentControl: 0 }]
    expect(openConf(fixed26 + floating, 15)).toMatchObject({
      peripherals,
      departmentId: undefined,
      sessionType: undefined,
    })
    expect(openConf(`${fixed26} 00000007 ${wide}`, 23)).toMatchObject({
      peripherals,
      departmentId: 7,
      sessionType: undefined,
    })
    expect(openConf(`${fixed26} 00000007 0002 ${wide}`, 23)).toMatchObject({
      peripherals,
      departmentId: 7,
      sessionType: 2,
    })
    expect(openConf(`${fixed26} 00000007 0001 ${wide}`, 24)).toMatchObject({
      peripherals,
      departmentId: 7,
      sessionType: 1,
    })
    expect(openConf(`${fixed26} 00000007`, 24)).toMatchObject({ departmentId: 7, sessionType: undefined })
    expect(openConf(fixed26, 25)).toMatchObject({ peripheralOnline: true, peripheralType: 17, agentState: 'UNKNOWN' })
  })

  it('settles the length width of UCCX 18', () => {
    const v18 = layoutFor('uccx', 18)
    const detect = (bytes: Uint8Array) => detectLayout(bytes, 0, bytes.length, v18)?.lengthBytes
    expect(detect(frame(4, `${fixed26} 00c2 05 61626364 00`))).toBe(1)
    expect(detect(frame(4, `${fixed26} 00c2 0005 61626364 00`))).toBe(2)
    expect(detect(frame(4, fixed26))).toBeUndefined()
    expect(detect(frame(4, `${fixed26} 00c2 ff`))).toBeUndefined()
    const elsewhere = frame(4, `${fixed26} 04 05 38353130 00`)
    expect(detectLayout(elsewhere, 0, elsewhere.length, UCCX)).toBeNull()
  })
})

describe('FAILURE_CONF', () => {
  it('has 8 or 10 bytes, decided by what is there', () => {
    const eight = frame(1, '00000002 0000006b')
    const ten = frame(1, '00000002 006b 00000007')
    for (const version of [15, 20, 23, 24, 25]) {
      const layout = layoutFor('ucce', version)
      expect(decode(eight, layout)).toMatchObject({ invokeId: 2, status: 107 })
      expect(decode(ten, layout)).toMatchObject({ invokeId: 2, status: 107, peripheralErrorCode: 7 })
    }
    expect(toHex(encode({ type: 'FAILURE_CONF', invokeId: 2, status: 107 }, UCCE_20))).toBe(toHex(eight))
    expect(encode({ type: 'FAILURE_CONF', invokeId: 2, status: 107 }, UCCE_24)).toHaveLength(18)
  })

  it('has a text on UCCX, even an empty one of the same length as the other form', () => {
    expect(decode(frame(1, '00000002 0000005c 07 05 4e6f7065 00'), UCCX)).toMatchObject({ status: 92, text: 'Nope' })
    expect(decode(frame(1, '00000002 0000005c 07 00'), UCCX)).toMatchObject({ status: 92, text: '' })
    const answer = { type: 'FAILURE_CONF', invokeId: 2, status: 92, text: 'Nope' } as const
    expect(toHex(encode(answer, UCCX))).toBe(toHex(frame(1, '00000002 0000005c 07 05 4e6f7065 00')))
    expect(encode(answer, UCCE_15)).toHaveLength(16)
  })
})

const member = (id: string, flags: string) => `c2 04 ${id}00 57 02 ${flags} b7 02 0000 cd 02 0001`

describe('runs of fields', () => {
  it('of a configuration split at RecordType, with the runs inside them', () => {
    const message = decode(
      frame(
        237,
        `0002
        b7 02 0000  bd 02 0001  be 05 6a6f616e 00  8a 04 446f6500  89 05 4a6f616e 00  ad 05 38353130 00  bf 02 0002
          3e 04 00000005 40 02 0000  3e 04 00000006 40 02 0000  f7 02 0003  f6 04 00000001
        b7 02 0001  bd 02 0002  be 04 626f6200  bf 02 0000  f7 02 0001`,
      ),
      layoutFor('uccx', 17),
    )
    expect(message).toMatchObject({
      numRecords: 2,
      records: [
        {
          recordType: 0,
          agentType: 1,
          loginId: 'joan',
          lastName: 'Doe',
          firstName: 'Joan',
          extension: '8510',
          numSkills: 2,
          skillGroups: [
            { skillGroupNumber: 5, skillGroupPriority: 0 },
            { skillGroupNumber: 6, skillGroupPriority: 0 },
          ],
          states: [{ agentState: 'AVAILABLE', mrdId: 1 }],
        },
        { recordType: 1, agentType: 2, loginId: 'bob', skillGroups: [], states: [{ agentState: 'LOGOUT' }] },
      ],
    })
  })

  it('of team members begin where a field comes again', () => {
    const message = decode(
      frame(
        243,
        `00000003 0002 0001 0000000000000000 cc 0b 4d4e205465616d203100 00 ${member('616263', '0000')} ${member('646566', '0001')}`,
      ),
      UCCX,
    )
    expect(message).toMatchObject({
      teamId: 3,
      teamName: 'MN Team 1',
      members: [
        { agentIdLong: 'abc', agentFlags: 0, recordType: 0, memberType: 1 },
        { agentIdLong: 'def', agentFlags: 1, recordType: 0, memberType: 1 },
      ],
    })
  })
})

describe('bytes that are no message', () => {
  const bytes = frame(30, SCENE_FIXED + SCENE_FLOATING)

  it('that are not as long as their header says are refused', () => {
    for (const wrong of [bytes.subarray(0, -1), Uint8Array.of(...bytes, 0), bytes.subarray(0, 7), new Uint8Array(0)]) {
      expect(() => decode(wrong, UCCX)).toThrow(expect.objectContaining({ code: 'frame-length', offset: 0 }))
    }
  })

  it('that end inside the fixed part are refused, at every length', () => {
    for (let length = 8; length < 8 + 58; length++) {
      expect(() => decodeAt(bytes, 0, length, UCCX)).toThrow(
        expect.objectContaining({ code: 'fixed-part-truncated', offset: length, messageType: 30 }),
      )
    }
  })

  it('that end inside a floating field are refused at the field, at every length', () => {
    const ends = [66, 72, 83, 90, 97]
    const lengths = Array.from({ length: bytes.length - 66 }, (_, index) => 66 + index)
    for (const length of lengths.filter((one) => !ends.includes(one))) {
      const at = ends.findLast((end) => end < length)
      expect(() => decodeAt(bytes, 0, length, UCCX)).toThrow(
        expect.objectContaining({ code: 'field-overrun', offset: at, messageType: 30 }),
      )
    }
    for (const end of ends) expect(decodeAt(bytes, 0, end, UCCX)).toMatchObject({ agentState: 'NOT_READY' })
  })

  it('of a type without a layout are nothing, whatever they hold', () => {
    for (const type of [0, 190, 254, 300, 0xffffffff]) expect(decode(frame(type, 'ffff'), UCCX)).toBeNull()
  })

  it('are read within their frame only, whatever lies around it', () => {
    const around = Uint8Array.of(...bytes, ...new Uint8Array(100).fill(0x41))
    around[bytes.length - 6] = 0xff
    expect(() => decodeAt(around, 0, bytes.length, UCCX)).toThrow(expect.objectContaining({ code: 'field-overrun' }))
  })
})

describe('messages without a printed layout', () => {
  it('are taken however long they are', () => {
    expect(decode(frame(277, ''), UCCE_24)).toMatchObject({ type: 'STANDBY_ACTIVE_EVENT_MSG' })
    expect(decode(frame(277, 'ffffff'), UCCE_24)).toMatchObject({ type: 'STANDBY_ACTIVE_EVENT_MSG' })
    expect(decode(frame(278, '00000007 0001'), UCCE_24)).toMatchObject({ invokeId: 7 })
    expect(decode(frame(278, '0000'), UCCE_24)).toMatchObject({ invokeId: 0 })
  })
})

describe('a version', () => {
  it('that a dialect does not have has no layout', () => {
    expect(() => layoutFor('uccx', 19)).toThrow(RangeError)
    expect(() => layoutFor('ucce', 8)).toThrow('there are 9 to 25')
  })

  it('without a field does not write it', () => {
    const event = { type: 'AGENT_STATE_EVENT', agentState: 'TALKING', departmentId: 5, activeTerminal: 'SEP' } as const
    expect(encode(event, UCCE_15)).toHaveLength(8 + 58)
    expect(encode(event, UCCE_20)).toHaveLength(8 + 62)
    expect(encode(event, UCCE_24)).toHaveLength(8 + 62 + 8)
  })

  it('cannot write more than the longest message', () => {
    const records = Array.from({ length: 3000 }, () => ({ recordType: 0, loginId: 'x'.repeat(100) }))
    expect(() => encode({ type: 'CONFIG_AGENT_EVENT', numRecords: 1, records }, UCCX)).toThrow(
      expect.objectContaining({ code: 'frame-too-long' }),
    )
  })
})
