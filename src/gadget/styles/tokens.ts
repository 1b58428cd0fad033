/** The colours of one scheme. Contrast is held to WCAG 2.2 AA by a test that knows which stand on which. */
export type Palette = {
  readonly page: string
  readonly soft: string
  readonly text: string
  readonly muted: string
  readonly line: string
  /** The edge of what can be operated. */
  readonly edge: string
  readonly accent: string
  readonly 'accent-soft': string
  /** Bars and dots of the state groups; `on-bar` is the text on them. */
  readonly ready: string
  readonly 'not-ready': string
  readonly talking: string
  readonly work: string
  readonly reserved: string
  readonly out: string
  readonly unknown: string
  readonly 'on-bar': string
  /** A difference between the two sides. */
  readonly warn: string
  readonly 'warn-soft': string
  readonly 'warn-line': string
  /** Agreement. */
  readonly good: string
  readonly 'good-soft': string
  readonly 'good-line': string
  /** A fault, and the line of the present. */
  readonly bad: string
  readonly 'bad-soft': string
  readonly hatch: string
}

export const LIGHT: Palette = {
  page: '#ffffff',
  soft: '#f4f6f8',
  text: '#1b1f24',
  muted: '#56616d',
  line: '#e1e5ea',
  edge: '#7d8894',
  accent: '#0b62bb',
  'accent-soft': '#e9f2fc',
  ready: '#21804a',
  'not-ready': '#b8560f',
  talking: '#2f62c8',
  work: '#7d48bd',
  reserved: '#0d7681',
  out: '#66707b',
  unknown: '#66707b',
  'on-bar': '#ffffff',
  warn: '#8a5200',
  'warn-soft': '#fdf6ea',
  'warn-line': '#eccb98',
  good: '#1c6b3e',
  'good-soft': '#eef8f2',
  'good-line': '#b5d8c4',
  bad: '#b3202f',
  'bad-soft': '#fdf0f1',
  hatch: '#d3d9e0',
}

export const DARK: Palette = {
  page: '#171a1e',
  soft: '#1f2329',
  text: '#e7eaed',
  muted: '#a5afba',
  line: '#31373f',
  edge: '#7d8894',
  accent: '#6db3f8',
  'accent-soft': '#1d2c3d',
  ready: '#23854d',
  'not-ready': '#b95a14',
  talking: '#4373d6',
  work: '#8e5ccc',
  reserved: '#10818d',
  out: '#6c7783',
  unknown: '#6c7783',
  'on-bar': '#ffffff',
  warn: '#f0b45c',
  'warn-soft': '#2c2418',
  'warn-line': '#6a5128',
  good: '#6fd19a',
  'good-soft': '#182a20',
  'good-line': '#2f5a42',
  bad: '#ff8a94',
  'bad-soft': '#331d20',
  hatch: '#3a424b',
}
