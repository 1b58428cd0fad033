import * as fc from 'fast-check'
import type { AgentState } from '../../src/history/agent-state.ts'
import type { Observation } from '../../src/history/observation.ts'
import { AGENT, cti, finesse, finesseGap, gap, labelled } from './heard.ts'

/** A second agent, whose observations must change nothing of the first. */
export const OTHER = 'bander'

const REASONS = [0, 71, 72, 32760, 65535] as const
const STATES: readonly AgentState[] = ['NOT_READY', 'READY', 'RESERVED', 'TALKING', 'LOGOUT']

const state = fc.constantFrom(...STATES)
const reason = fc.constantFrom(...REASONS)
const agentId = fc.oneof({ weight: 6, arbitrary: fc.constant(AGENT) }, fc.constant(OTHER))
/** Whom a gap of Finesse concerns: everybody, or some. */
const concerned = fc.constantFrom({}, {}, { agentIds: [AGENT] }, { agentIds: [OTHER] }, { agentIds: [OTHER, AGENT] })
const site = fc.oneof({ weight: 8, arbitrary: fc.constant('ccx1') }, fc.constant('ccx2'))
const word = fc.constantFrom({}, labelled(71, 'LUNCH', 1), labelled(71, 'LUNCH'), labelled(72, 'IN MEETING', 2), {
  reasonCodeId: labelled(71, 'LUNCH', 1).reasonCodeId,
})

/** Of the CTI servers nobody else tells: a history that has any place has one for each of these. */
const isRelays = (observation: Observation): boolean =>
  observation.kind === 'cti' || (observation.kind === 'gap' && observation.source === 'cti')

/** Numbers the observations as a relay would that heard them in this order; some of Finesse it never had. */
const numbered = (observations: readonly Observation[], isStored: readonly boolean[]): readonly Observation[] =>
  observations.map((observation, index) =>
    isStored[index % isStored.length] || (isRelays(observation) && isStored.includes(true))
      ? { ...observation, seq: index + 1 }
      : observation,
  )

const stored = fc.oneof(
  fc.constant([true]),
  fc.constant([false]),
  fc.array(fc.boolean(), { minLength: 1, maxLength: 7 }),
)

/** Anything at all within some seconds: equal moments, contradictions, gaps in gaps. */
const wild = (seconds: number): fc.Arbitrary<readonly Observation[]> => {
  const moment = fc.oneof(
    fc.integer({ min: 0, max: seconds }),
    fc.integer({ min: 0, max: seconds * 10 }).map((tenths) => tenths / 10),
  )
  const one: fc.Arbitrary<Observation> = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({ moment, state, reason, site, agentId, isSeeded: fc.boolean() }).map((each) =>
        cti(each.moment, each.state, each.isSeeded ? 0 : each.reason, {
          site: each.site,
          agentId: each.agentId,
          seeded: each.isSeeded,
        }),
      ),
    },
    {
      weight: 5,
      arbitrary: fc
        .record({
          moment,
          state,
          word,
          agentId,
          delay: fc.constantFrom(0, 0.1, 3, 20),
          isDated: fc.boolean(),
          via: fc.constantFrom('notification', 'witness', 'read'),
        })
        .map((each) =>
          finesse(each.moment, each.state, {
            ...each.word,
            agentId: each.agentId,
            at: cti(each.moment + each.delay, 'READY').at,
            via: each.via,
            ...(each.isDated ? {} : { stateChangeTime: null }),
          }),
        ),
    },
    fc
      .record({ moment, length: fc.option(fc.constantFrom(0, 1, 10)), site })
      .map((each) => gap(each.moment, each.length === null ? null : each.moment + each.length, { site: each.site })),
    fc
      .record({ moment, length: fc.option(fc.constantFrom(0, 1, 10)), concerned })
      .map((each) => finesseGap(each.moment, each.length === null ? null : each.moment + each.length, each.concerned)),
  )
  return fc
    .tuple(fc.array(one, { maxLength: 24 }), stored)
    .map(([observations, isStored]) => numbered(observations, isStored))
}

/** A day as it might be: one story, told by the CTI server and, a little later, by Finesse in several ways, with losses. */
const day = (maxLength: number): fc.Arbitrary<readonly Observation[]> =>
  fc
    .tuple(
      fc.array(
        fc.record({
          pause: fc.oneof(
            { weight: 16, arbitrary: fc.constantFrom(0, 0.001, 0.3, 0.3, 2, 4, 8, 600) },
            // The relay's clock is set back.
            fc.constantFrom(-0.3, -300),
          ),
          state,
          reason,
          lag: fc.constantFrom(-0.2, 0, 0.15, 0.15, 0.15, 1, 4.9, 7),
          isThroughFinesse: fc.boolean(),
          vias: fc.subarray(['notification', 'witness', 'read'] as const),
          concerned,
          hearing: fc.oneof(
            { weight: 8, arbitrary: fc.constant('heard' as const) },
            fc.constantFrom('twice', 'missed', 'asked', 'cti-gap', 'finesse-gap', 'undated'),
          ),
        }),
        { maxLength },
      ),
      stored,
    )
    .map(([steps, isStored]) => {
      let now = 0
      const observations = steps.flatMap((step): Observation[] => {
        now = Math.round((now + step.pause) * 1000) / 1000
        const { hearing } = step
        const said =
          hearing === 'missed'
            ? []
            : [cti(now, step.state, hearing === 'asked' ? 0 : step.reason, { seeded: hearing === 'asked' })]
        const again = hearing === 'twice' ? [cti(now + 0.05, step.state, step.reason, { raw: '01' })] : []
        const lost =
          hearing === 'cti-gap'
            ? [gap(now + 0.2, null), gap(now + 0.2, now + 1)]
            : hearing === 'finesse-gap'
              ? [finesseGap(now + 0.1, now + 1, step.concerned)]
              : []
        const through =
          step.isThroughFinesse && step.reason !== 0 ? labelled(step.reason, `code ${step.reason}`, 1) : {}
        const words = step.vias.map((via, index) =>
          finesse(now + step.lag, step.state, {
            ...(via === 'notification' ? { ...through, reasonCodeId: null } : through),
            at: cti(now + Math.max(0, step.lag) + index * 0.1, 'READY').at,
            via,
            ...(hearing === 'undated' ? { stateChangeTime: null } : {}),
          }),
        )
        return [...said, ...again, ...words, ...lost]
      })
      return numbered(observations, isStored)
    })

/** Observations of an agent, and some of another, in the order in which they were said. */
export const scenario: fc.Arbitrary<readonly Observation[]> = fc.oneof(
  { weight: 3, arbitrary: day(12) },
  { weight: 3, arbitrary: wild(20) },
  { weight: 1, arbitrary: wild(3) },
  { weight: 1, arbitrary: day(60) },
)

/** Those, in another order, some of them twice, cut into batches. */
export const retold = (observations: readonly Observation[]): fc.Arbitrary<readonly (readonly Observation[])[]> =>
  fc
    .tuple(
      fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(5), fc.boolean()), {
        minLength: observations.length,
        maxLength: observations.length,
      }),
      fc.boolean(),
    )
    .map(([draws, isNearlyInOrder]) => {
      const told = observations.flatMap((observation, index) => {
        const [draw, copies, endsBatch] = draws[index] ?? [0, 0, false]
        const place = isNearlyInOrder ? index + draw * 4 : draw
        const once = { observation, place, endsBatch }
        return copies === 0 ? [once, { ...once, observation: { ...observation }, place: place + draw }] : [once]
      })
      const batches: Observation[][] = [[]]
      for (const { observation, endsBatch } of told.toSorted((a, b) => a.place - b.place)) {
        batches.at(-1)?.push(observation)
        if (endsBatch) batches.push([])
      }
      return batches
    })
