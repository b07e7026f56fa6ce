/** The error of the given class that an action throws. Fails for any other outcome. */
export function errorOf<E extends Error>(errorClass: new (...args: never[]) => E, action: () => void): E {
  try {
    action();
  } catch (error) {
    if (error instanceof errorClass) return error;
    throw error;
  }
  throw new Error(`${errorClass.name} was not thrown`);
}
