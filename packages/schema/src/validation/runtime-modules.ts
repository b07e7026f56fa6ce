/** The modules that compiled code says it loads functions of the runtime from. */
export const multipleOfModule = "metric-events/multiple-of";
export const equalItemsModule = "metric-events/equal-items";
