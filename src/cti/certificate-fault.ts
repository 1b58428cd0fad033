/** What Node appends to its reasons; the relay trusts the system's store without being told so. */
const HINT = /; if the root CA is installed locally.*$/s

/** Why a TLS connection failed, in Node's words but without its advice on how to start Node. */
export const withoutAdvice = (reason: string): string => reason.replace(HINT, '')
