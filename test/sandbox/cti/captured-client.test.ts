import { expect, it } from 'vitest'
import { until } from '../../support/cti-server.ts'
import { fromHex, loadVectors } from '../../support/cti-vectors.ts'
import { connectBare, runCti } from './running-cti.ts'

const vectors = loadVectors()

/** What the client of a lab's UCCE sent: OPEN_REQ at protocol version 15, and what it asked for the configuration. */
const SENT = ['C017-OPEN_REQ', 'C004-CONFIG_REQUEST_KEY_EVENT', 'C005-CONFIG_REQUEST_EVENT', 'C001-HEARTBEAT_REQ']

it.skipIf(vectors === null)(
  'the CTI server of UCCE serves a client whose bytes were captured (skipped where ../shared is missing)',
  async () => {
    const bare = await connectBare(await runCti('ucce'), 15)
    for (const id of SENT) bare.sendBytes(fromHex(vectors?.find((vector) => vector.id === id)?.hex ?? ''))
    await until(() => bare.heard.some(({ type }) => type === 'HEARTBEAT_CONF'))
    expect([...new Set(bare.heard.map(({ type }) => type))]).toEqual([
      'OPEN_CONF',
      'AGENT_TEAM_CONFIG_EVENT',
      'SYSTEM_EVENT',
      'CONFIG_KEY_EVENT',
      'CONFIG_BEGIN_EVENT',
      'CONFIG_SKILL_GROUP_EVENT',
      'CONFIG_AGENT_EVENT',
      'CONFIG_END_EVENT',
      'HEARTBEAT_CONF',
    ])
  },
)
