/** The error of a class that something throws; anything else that happens is thrown on. */
export function errorOf<E extends Error>(errorClass: new (...args: never[]) => E, action: () => void): E {
  try {
    action();
  } catch (error) {
    if (error instanceof errorClass) return error;
    throw error;
  }
  throw new Error(`no ${errorClass.name} was thrown`);
}
