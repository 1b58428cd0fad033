/** The two dialects of the CTI server protocol: Unified CCX, and GED-188 of Unified ICM / Contact Center Enterprise. */
export const DIALECTS = ['uccx', 'ucce'] as const
export type Dialect = (typeof DIALECTS)[number]

/** The oldest and newest protocol version of each dialect that has a layout here; both ends included. */
export const VERSION_RANGES = {
  uccx: { oldest: 10, newest: 18 },
  ucce: { oldest: 9, newest: 25 },
} as const satisfies Record<Dialect, { oldest: number; newest: number }>

/** Does this dialect have this version? */
export const isProtocolVersion = (dialect: Dialect, version: number): boolean =>
  Number.isInteger(version) && version >= VERSION_RANGES[dialect].oldest && version <= VERSION_RANGES[dialect].newest

/** Width in bytes of a floating field's tag or of its length. */
export type Width = 1 | 2

/** Tags got their second byte with UCCX 18 and protocol version 20 of UCCE. */
export const tagBytesOf = (dialect: Dialect, version: number): Width =>
  version >= (dialect === 'uccx' ? 18 : 20) ? 2 : 1

/**
 * Lengths are as wide as tags on UCCE. UCCX's guide shows one byte and does not say whether 18 changed that, so there the
 * length width has to be detected (`detectLayout`); this is the one to begin with.
 */
export const lengthBytesOf = (dialect: Dialect, version: number): Width =>
  dialect === 'uccx' ? 1 : tagBytesOf(dialect, version)

/** May the length of a floating field have either width in this version? */
export const isLengthWidthOpen = (dialect: Dialect, version: number): boolean => dialect === 'uccx' && version >= 18
