/** Why a rule, an objective or a panel cannot be asked of series. The message says what to change. */
export class UnsupportedQuestion extends Error {
  override readonly name = "UnsupportedQuestion";
}
