import { describe, expect, it } from 'vitest'
import { tokens } from '../../../src/gadget/styles/tokens.ts'

/** Each colour of a light page and of a dark one. */
const COLOURS = [...tokens.cssText.matchAll(/--([\w-]+): light-dark\((.+), (.+)\);/g)].map(
  ([, name = '', light = '', dark = '']) => ({ name, light, dark }),
)

/** WCAG 2.2: relative luminance of `#rrggbb`. */
function luminance(colour: string): number {
  const channels = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
  const [red = 0, green = 0, blue = 0] = channels.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y)
  return (light + 0.05) / (dark + 0.05)
}

const STATES: readonly string[] = ['ready', 'not-ready', 'talking', 'work', 'reserved', 'out', 'unknown']

/** Which words stand on which ground: 4.5 to 1 at least (1.4.3). */
const WORDS: readonly (readonly [string, readonly string[]])[] = [
  ['text', ['page', 'soft', 'accent-soft', 'warn-soft', 'good-soft', 'bad-soft']],
  ['muted', ['page', 'soft', 'accent-soft', 'warn-soft', 'good-soft']],
  ['accent', ['page', 'soft', 'accent-soft', 'warn-soft', 'good-soft']],
  ['warn', ['page', 'soft', 'accent-soft', 'warn-soft']],
  ['good', ['page', 'soft', 'accent-soft', 'good-soft']],
  ['bad', ['page', 'soft', 'accent-soft', 'bad-soft']],
  ['on-bar', STATES],
]

/** Edges, dots and bars that say something: 3 to 1 at least (1.4.11). */
const SHAPES: readonly (readonly [string, readonly string[]])[] = [
  ['edge', ['page', 'soft']],
  ['accent', ['page', 'soft']],
  ...STATES.map((state) => [state, ['page', 'soft', 'accent-soft']] as const),
]

describe.each(['light', 'dark'] as const)('the %s colours', (scheme) => {
  const palette = new Map(COLOURS.map((colour) => [colour.name, colour[scheme]]))
  const colourOf = (name: string): string => palette.get(name) ?? expect.unreachable(name)
  const tooWeak = (pairs: typeof WORDS, least: number): string[] =>
    pairs.flatMap(([name, grounds]) =>
      grounds.flatMap((ground) => {
        const ratio = contrast(colourOf(name), colourOf(ground))
        return ratio < least ? [`${name} on ${ground}: ${ratio.toFixed(2)}`] : []
      }),
    )

  it('are all written as #rrggbb', () => {
    expect([...palette.values()].filter((colour) => !/^#[0-9a-f]{6}$/.test(colour))).toEqual([])
  })

  it('let every word be read on what it stands on', () => {
    expect(tooWeak(WORDS, 4.5)).toEqual([])
  })

  it('let edges, dots and bars be seen', () => {
    expect(tooWeak(SHAPES, 3)).toEqual([])
  })
})

it('contrast is measured as WCAG says', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21)
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
})
