import type { Message } from '../../cti/messages.ts'
import { SYSTEM_EVENTS } from '../../cti/system-events.ts'
import type { SystemObservation } from '../../history/observation.ts'
import { shortText } from '../../wire/short-text.ts'
import type { AgentDevices } from './agent-devices.ts'

const NAMES: ReadonlyMap<number, string> = new Map(Object.entries(SYSTEM_EVENTS).map(([name, id]) => [id, name]))

/** A SYSTEM_EVENT as an observation; null for the half hour's change, which happens to nobody. @param at Milliseconds. */
export function systemObservation(
  message: Message<'SYSTEM_EVENT'>,
  { site, devices, at }: { readonly site: string; readonly devices: AgentDevices; readonly at: number },
): SystemObservation | null {
  const { systemEventId, eventDeviceId, text } = message
  if (systemEventId === SYSTEM_EVENTS.HALF_HOUR_CHANGE) return null
  return {
    kind: 'system',
    site,
    agentId: devices.agentAt(eventDeviceId),
    event: NAMES.get(systemEventId) ?? `EVENT_${systemEventId}`,
    at: new Date(at).toISOString(),
    extension: shortText(eventDeviceId),
    text: shortText(text),
  }
}
