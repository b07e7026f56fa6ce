/** The module that compiled code says it loads `isMultipleOf` of the runtime from. */
export const multipleOfModule = "metric-events/multiple-of";
