/**
 * The requests for reports: what the relay makes out of its history by itself, and what it says of a frame (`frame`). Their
 * names stand in the welcome of a relay that answers them; an older one knows none.
 */
export const REPORTS = ['totals', 'entries', 'difference', 'frame'] as const
