/** Nothing but the request: a gadget has words of its own for each code, in every language. */
const request = (what: string): string => what

const nothing = (): string => ''

export {
  nothing as doctypeWords,
  nothing as emptyUpdateWords,
  nothing as leftOutWords,
  nothing as malformedWords,
  nothing as namelessWords,
  nothing as noTimeWords,
  nothing as otherRootWords,
  nothing as tooLongWords,
  nothing as unknownStateWords,
  request as lateWords,
  request as redirectedWords,
  request as refusedWords,
  request as unreachableWords,
  request as unreadWords,
  request as unsendableWords,
}
