/**
 * SystemEventID of SYSTEM_EVENT (GED-188, Constants). Arg1 is the PeripheralID for 3, 4, 10 and 11. UCCX uses 3, 4, 10 and 11 and
 * means itself by the peripheral.
 */
export const SYSTEM_EVENTS = {
  CENTRAL_CONTROLLER_ONLINE: 1,
  CENTRAL_CONTROLLER_OFFLINE: 2,
  PERIPHERAL_ONLINE: 3,
  PERIPHERAL_OFFLINE: 4,
  TEXT_FYI: 5,
  PERIPHERAL_GATEWAY_OFFLINE: 6,
  CTI_SERVER_OFFLINE: 7,
  CTI_SERVER_ONLINE: 8,
  HALF_HOUR_CHANGE: 9,
  INSTRUMENT_OUT_OF_SERVICE: 10,
  INSTRUMENT_BACK_IN_SERVICE: 11,
} as const

/** Bits of PGStatus on UCCE (GED-188, Constants). */
export const PG_STATUS_BITS = {
  OPC_DOWN: 0x1,
  CC_DOWN: 0x2,
  PERIPHERAL_OFFLINE: 0x4,
  CTI_SERVER_OFFLINE: 0x8,
  LIMITED_FUNCTION: 0x10,
} as const

/**
 * CCXStatus, which UCCX sends in the place of PGStatus. 0x400 is the healthy one though the guide's text calls every non-zero value
 * trouble: go by SystemEventID, show this as text.
 */
export const CCX_STATUS = {
  INITIALIZING: 0x100,
  SHUTTING_DOWN: 0x200,
  SHUT_DOWN: 0x300,
  IN_SERVICE: 0x400,
  PARTIAL_SERVICE: 0x500,
  OUT_OF_SERVICE: 0x600,
} as const
