import { frameFields } from '../../cti/frame-fields.ts'
import type { FramePart } from '../../wire/report-answers.ts'
import type { FrameRequest } from '../../wire/report-requests.ts'

/** Answers what the bytes of a CTI event say. It takes no history, and so little time that it need not wait its turn. */
export const frameReport = ({ id, dialect, agentId, raw }: FrameRequest): FramePart => ({
  type: 'frame',
  id,
  progress: 1,
  complete: true,
  reading: frameFields(Buffer.from(raw, 'hex'), dialect, agentId),
})
