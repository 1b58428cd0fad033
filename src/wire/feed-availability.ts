import type { Feed } from './relay-messages.ts'

/** A feed's `why` while what the CTI server says cannot be kept or followed, and so is not shown. */
export const HISTORY_UNAVAILABLE = 'history-unavailable'

/** Is what the site says not shown, although its link may be open? */
export const isUnavailable = ({ why }: Pick<Feed, 'why'>): boolean => why === HISTORY_UNAVAILABLE
