import type { Browser } from 'playwright'

/** An event of Chromium's trace that has a beginning and a length. Microseconds on one clock for all processes. */
export type TraceEvent = {
  readonly name: string
  readonly pid: number
  readonly tid: number
  readonly ts: number
  readonly dur?: number
  readonly args?: { readonly data?: { readonly url?: string } }
}

/** Lets something run and answers what the browser tells of it. @param categories As Chromium names them, with commas. */
export async function traced(
  browser: Browser,
  categories: string,
  run: () => Promise<unknown>,
): Promise<readonly TraceEvent[]> {
  const events: TraceEvent[] = []
  const session = await browser.newBrowserCDPSession()
  session.on('Tracing.dataCollected', ({ value }) => {
    for (const event of value as unknown as readonly (TraceEvent & { readonly ph: string })[]) {
      if (event.ph === 'X' || event.ph === 'I') events.push(event)
    }
  })
  await session.send('Tracing.start', {
    traceConfig: { includedCategories: categories.split(',') },
    transferMode: 'ReportEvents',
  })
  await run()
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve))
  await session.send('Tracing.end')
  await complete
  await session.detach()
  return events
}
