import type { ReasonCode } from '../cti/reason-code.ts'
import { carriesReason, reasonCategoryOf } from './agent-state.ts'
import type { Catalogue, CatalogueEntry, Deployment } from './catalogue.ts'
import type { ShownReason, Verdict } from './entry.ts'
import type { Span } from './timeline.ts'

/** What a verdict is found with. */
export type Judging = {
  readonly catalogue: Catalogue
  /** The deployment of the agent's site; null where no site is known. */
  readonly deployment: Deployment | null
}

/** A span's verdict and reason. */
export type Judgement = {
  /** The verdict once nobody can be waited for any more. */
  readonly verdict: Verdict
  /** True where the other side may still speak while the allowance lasts, so that it is `pending` until then. */
  readonly mayChange: boolean
  readonly reason: ShownReason | null
}

/** Finesse's reason, by its element or else by its id alone; a code of null where nobody knows the id. */
type FinesseWord = { readonly code: ReasonCode | null; readonly label: string | null }

function finesseWord({ state, finesse }: Span, { catalogue, deployment }: Judging): FinesseWord | null {
  if (!finesse?.hasReason) return null
  const { reason, reasonCodeId } = finesse.observation
  if (reason) return { code: reason.code, label: reason.label === '' ? null : reason.label }
  const category = reasonCategoryOf(state)
  if (category === null || deployment === null || reasonCodeId === null) return { code: null, label: null }
  const known = catalogue.byId(deployment, category, reasonCodeId)
  return { code: known?.code ?? null, label: known?.label ?? null }
}

/** Finesse's element if it has one, else the catalogue's label for the CTI server's code, else the bare code. */
function shownReason(span: Span, finesse: FinesseWord | null, judging: Judging): ShownReason | null {
  const { catalogue, deployment } = judging
  const code = finesse?.code ?? span.cti?.code ?? null
  if (code === null) return null
  const category = reasonCategoryOf(span.state)
  const labels: readonly CatalogueEntry[] =
    category === null || deployment === null ? [] : catalogue.labels(deployment, category, code)
  const ofFinesse = finesse?.code === code
  const [first] = labels
  const label = (ofFinesse ? finesse.label : null) ?? first?.label ?? null
  return {
    code,
    label,
    origin: ofFinesse ? 'finesse' : 'cti',
    labelOrigin: ofFinesse && finesse.label !== null ? 'finesse' : (first?.origin ?? null),
    otherLabels: [...new Set(labels.map((entry) => entry.label))].filter((other) => other !== label),
  }
}

/** Is it known and harmless that Finesse has no reason for this code? */
function isExpected({ state, cti }: Span, { catalogue, deployment }: Judging): boolean {
  const category = reasonCategoryOf(state)
  if (!cti || cti.code === null || category === null || deployment === null) return false
  const expected = catalogue.systemCode(deployment, category, cti.code)?.expectedWithoutFinesse
  return expected === 'always' || (expected === 'after-sign-in' && cti.afterSignIn)
}

/** Compares the two sides' words where both are known to have had their say. */
function compare(span: Span, finesse: FinesseWord | null, judging: Judging): Verdict {
  const code = span.cti?.code ?? null
  if (code === null) return finesse ? 'cti-missing' : 'agree'
  // 65535 is a code like any other: against Finesse's -1, which is null here, it is missing there.
  if (!finesse) return isExpected(span, judging) ? 'expected' : 'finesse-missing'
  // A reason that only Finesse's database knows by its id cannot be compared.
  if (finesse.code === null) return 'unknown'
  return finesse.code === code ? 'agree' : 'conflict'
}

/** The verdict of a span, were the allowance over. */
function settled(span: Span, finesse: FinesseWord | null, judging: Judging): Verdict {
  if (!carriesReason(span.state)) return 'none'
  // Nobody heard the CTI server's reason: it was asked, which tells none, or it was not heard at all. Deaf is not silent:
  // where Finesse gave a reason that is shown, but it would be wrong to say that the CTI server gave none.
  if (span.cti ? span.cti.seeded : span.ctiHeard !== 'yes') return 'unknown'
  // The CTI server was heard and said nothing of the state. Where Finesse has no reason either, nobody gave one.
  if (!span.cti) return finesse ? 'cti-missing' : 'unknown'
  // Finesse was not listened to, so that its silence says nothing.
  if (!span.finesse && !span.finesseWatched) return 'unknown'
  return compare(span, finesse, judging)
}

/** Whether the verdict may become another one when more is heard soon. */
function mayChange({ cti, finesse, ctiHeard, lag }: Span, verdict: Verdict): boolean {
  // Finesse may have been the first to tell of a stay for which the event is on its way.
  if (verdict === 'conflict') return lag === null
  if (verdict === 'finesse-missing' || verdict === 'cti-missing') return true
  if (verdict === 'agree') return finesse === null
  if (verdict !== 'unknown') return false
  // The side that was never heard before may be about to speak for the first time; one that is deaf is not.
  return cti ? !cti.seeded && finesse === null : ctiHeard !== 'deaf'
}

/** Compares what the two sides said of a stay and chooses the reason to show. */
export function judge(span: Span, judging: Judging): Judgement {
  const finesse = finesseWord(span, judging)
  const verdict = settled(span, finesse, judging)
  return { verdict, mayChange: mayChange(span, verdict), reason: shownReason(span, finesse, judging) }
}
