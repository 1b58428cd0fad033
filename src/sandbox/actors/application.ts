import { CtiClient, type CtiClientHandlers } from '../../cti/connection.ts'
import type { Dialect } from '../../cti/dialect.ts'

const APPLICATION = 'acd-console'

/** A version that every server of the dialect speaks. */
const VERSIONS = { uccx: 14, ucce: 24 } as const

/** Where an application finds the CTI server. */
export type ApplicationOptions = {
  /** `host:port` */
  readonly ctiAddress: string
  readonly dialect: Dialect
  /** What the application calls itself: the CTIClientSignature of its events. Default: acd-console. */
  readonly signature?: string
}

/** The CTI client of a program that sets agent states; not started yet. */
export const applicationClient = (
  { ctiAddress, dialect, signature = APPLICATION }: ApplicationOptions,
  onStatus: CtiClientHandlers['onStatus'],
): CtiClient =>
  new CtiClient(
    {
      dialect,
      protocolVersion: VERSIONS[dialect],
      servers: [ctiAddress],
      clientId: APPLICATION,
      clientSignature: signature,
      heartbeatSeconds: 10,
      control: true,
      clientCount: 1,
    },
    { onMessage: () => {}, onStatus },
  )
