/** Where a thread of a history may end by itself. The number of one is its place here. */
export const MOMENTS = ['within a batch', 'before its commit', 'after its commit, before it is answered'] as const

export type Moment = (typeof MOMENTS)[number]

/** What such a thread is begun with besides: shared, the number of a moment and how many times it still comes; 0: no end. */
export type Orders = { readonly orders: Int32Array }
