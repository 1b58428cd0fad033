/**
 * Every text that the gadget shows is in the file `en.ts` of its part's folder here (`floor` for what is needed at once,
 * `detail` for an agent's history, and so on: one for each part that is loaded when it is wanted). The same folder has the
 * part's texts in each other language, and `languages/` puts them together into the file that is loaded for a language.
 *
 * To add a text:
 * 1. Put it into the part's `en.ts`. With values it is a function that gives str`…`; where the words depend on a number,
 *    `plural(…)`. Values are shown as text, whatever they contain.
 * 2. Put it into the part's `de.ts`, `fr.ts`, `es.ts`, `ja.ts` and `ar.ts`: the compiler asks for it. There, ${0}, ${1} …
 *    stand for the values in the order of the English text, wherever the language wants them.
 * 3. Use it when rendering, as `texts.list.code(71)`. Groups may be kept (`const words = texts.list`), a text may not: it
 *    is in the language of the moment.
 * `test/gadget/words` finds what is missing, has other values, is left in English or is used nowhere.
 *
 * To add a part: its folder, a file like this one, and its line in `english.ts` and in each file of `languages/`.
 */
import { english } from './floor/en.ts'
import { localised } from './localise.ts'

/** The texts of the floor. */
export const texts = localised('floor', english)
