/** A request that Finesse refuses at once, with its HTTP status and what its ApiError says. */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal'
  readonly status: number
  readonly errorType: string
  readonly errorData: string

  constructor(status: number, errorType: string, message: string, errorData: string) {
    super(message)
    this.status = status
    this.errorType = errorType
    this.errorData = errorData
  }
}

/** Not signed in, a wrong password, a locked account; or an API that is for others. */
export const unauthorized = (): ApiRefusal =>
  new ApiRefusal(401, 'Authorization Failure', 'The user or the password is wrong, or may not do this.', 'UNAUTHORIZED')

/** Somebody else's object. */
export const notYours = (id: string): ApiRefusal =>
  new ApiRefusal(401, 'Invalid Authorization User Specified', 'This is the object of another user.', id)

/** The agent is in no team of this supervisor. */
export const notYourAgent = (id: string): ApiRefusal =>
  new ApiRefusal(401, 'Invalid Supervisor', 'The agent is in none of your teams.', id)

export const userNotFound = (id: string): ApiRefusal =>
  new ApiRefusal(404, 'User Not Found', 'There is no such user.', id)

export const notFound = (what: string): ApiRefusal => new ApiRefusal(404, 'Not Found', 'There is no such object.', what)

export const parameterMissing = (name: string): ApiRefusal =>
  new ApiRefusal(400, 'Parameter Missing', 'A parameter that is needed is missing.', name)

export const invalidInput = (value: string): ApiRefusal =>
  new ApiRefusal(400, 'Invalid Input', 'A parameter has a value that cannot be.', value)

export const badRequest = (detail: string): ApiRefusal =>
  new ApiRefusal(400, 'Bad Request', 'The request cannot be read.', detail)

/** Supervisors cannot say why, and some states have no reason. */
export const reasonNotAllowed = (): ApiRefusal =>
  new ApiRefusal(400, 'Invalid Input', 'No reason code may be given here.', 'finesse.api.reasoncode.not_allowed')

export const reasonRequired = (): ApiRefusal =>
  new ApiRefusal(400, 'Parameter Missing', 'A reason code must be given.', 'finesse.api.reasoncode.require_reasoncode')

/** Without the CTI server Finesse serves nobody. */
export const unavailable = (): ApiRefusal =>
  new ApiRefusal(503, 'Service Unavailable', 'Finesse is out of service.', 'OUT_OF_SERVICE')
