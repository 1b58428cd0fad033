import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

/** Everything `/metrics` shows. Each relay has a registry of its own, so that tests can run several in one process. */
export function createMetrics() {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  return {
    registry,
    ctiMessages: new Counter({
      name: 'relay_cti_messages_total',
      help: 'Messages received from the CTI server',
      labelNames: ['site', 'type'],
      registers,
    }),
    seeds: new Counter({
      name: 'relay_cti_seeds_total',
      help: 'Present states of agents that were learned by asking, after a connection was made',
      labelNames: ['site'],
      registers,
    }),
    ctiBadMessages: new Counter({
      name: 'relay_cti_bad_messages_total',
      help: 'CTI messages that were skipped because they could not be understood',
      labelNames: ['site', 'code'],
      registers,
    }),
    ctiOpen: new Gauge({
      name: 'relay_cti_open',
      help: '1 while the session with the CTI site is open',
      labelNames: ['site'],
      registers,
    }),
    leads: new Gauge({
      name: 'relay_leads_site',
      help: '1 while this relay leads the CTI site: hears its server and writes what it says',
      labelNames: ['site'],
      registers,
    }),
    gaps: new Counter({
      name: 'relay_gaps_total',
      help: 'Times in which a source was not heard',
      labelNames: ['site', 'why'],
      registers,
    }),
    observations: new Counter({
      name: 'relay_observations_total',
      help: 'Observations that have become durable',
      registers,
    }),
    observationsLost: new Counter({
      name: 'relay_observations_lost_total',
      help: 'Observations dropped because the history could not be written for long',
      registers,
    }),
    journalDepth: new Gauge({
      name: 'relay_journal_depth',
      help: 'Observations that are not durable yet',
      registers,
    }),
    journalWait: new Gauge({
      name: 'relay_journal_wait_seconds',
      help: 'How long the oldest observation that is not durable yet has waited; 0 for none',
      registers,
    }),
    publishSeconds: new Histogram({
      name: 'relay_publish_seconds',
      help: 'From the reception of a CTI event to its handing over to the sockets',
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
      registers,
    }),
    certificateEnd: new Gauge({
      name: 'relay_certificate_end_timestamp_seconds',
      help: 'Until when the TLS certificate for browsers is good; 0 without TLS',
      registers,
    }),
    sockets: new Gauge({ name: 'relay_sockets', help: 'Open supervisor sockets', registers }),
    socketsEnded: new Counter({
      name: 'relay_sockets_ended_total',
      help: 'Supervisor sockets that ended, by reason; `client` is a normal end',
      labelNames: ['code'],
      registers,
    }),
    sessions: new Counter({
      name: 'relay_sessions_total',
      help: 'Attempts to sign in, by outcome',
      labelNames: ['outcome'],
      registers,
    }),
    witnessReads: new Counter({
      name: 'relay_witness_reads_total',
      help: "Readings of Finesse's User API by the witness, by outcome",
      labelNames: ['outcome'],
      registers,
    }),
    witnessDepth: new Gauge({
      name: 'relay_witness_waiting',
      help: 'Agents whom the witness has yet to read',
      registers,
    }),
    witnessRefused: new Gauge({
      name: 'relay_witness_refused',
      help: '1 while Finesse refuses the credential of the witness, which asks once an hour only then',
      registers,
    }),
    historiesSetAside: new Counter({
      name: 'relay_histories_set_aside_total',
      help: 'Times the history was found damaged, set aside and begun anew',
      registers,
    }),
    historyThreadsEnded: new Counter({
      name: 'relay_history_threads_ended_total',
      help: 'Threads of the history that ended by themselves and were begun anew',
      registers,
    }),
    retentionWaits: new Gauge({
      name: 'relay_retention_waits',
      help: '1 while nothing is removed from the history, because the clock may be wrong',
      registers,
    }),
    clockAhead: new Gauge({
      name: 'relay_clock_ahead_seconds',
      help: 'By how much the clock of this machine is ahead of the nearest of Finesse and the CTI servers that tell theirs',
      registers,
    }),
    historyBytes: new Gauge({ name: 'relay_history_bytes', help: 'Size of the history, with its log', registers }),
    asideBytes: new Gauge({
      name: 'relay_history_set_aside_bytes',
      help: 'Size of the damaged histories that were set aside and are kept',
      registers,
    }),
    historyFree: new Gauge({
      name: 'relay_history_free_bytes',
      help: 'What the disk of the history has left; +Inf where the history is in PostgreSQL, which does not tell',
      registers,
    }),
    historyOldest: new Gauge({
      name: 'relay_history_oldest_timestamp_seconds',
      help: 'When the oldest kept observation happened; 0 while there is none',
      registers,
    }),
  }
}

export type Metrics = ReturnType<typeof createMetrics>
