/** Nothing but the request: a gadget has words of its own for each code, in every language. */
const request = (what: string): string => what

export {
  request as lateWords,
  request as redirectedWords,
  request as refusedWords,
  request as unreachableWords,
  request as unreadWords,
  request as unsendableWords,
}
